import { asText } from '../json.ts';
import type { Reading } from '../record.ts';
import { tellWafMode, wafModeOf } from '../waf-mode.ts';
import { factOf, type TrailEvent } from './event.ts';

/** A changed web ACL, and whether its rule groups block or only count from then on. */
export function readWebAclUpdate(event: TrailEvent): Reading {
  const name = asText(event.request['name']);
  const mode = wafModeOf(event.request);
  const title = `web ACL ${name ?? ''}`.trim();
  return [
    factOf(event, 'config.changed', mode === null ? `${title} changed` : `${title} ${tellWafMode(mode)}`, {
      'config.name': name,
      'config.key': mode === null ? undefined : 'waf.mode',
      'config.to': mode?.mode,
      'waf.rule_groups': mode?.ruleGroups,
      'waf.counting': mode === null || mode.counting.length === 0 ? undefined : mode.counting,
    }),
  ];
}
