import type { Format, Origin } from './format.ts';
import type { JsonObject } from './json.ts';
import { asList, asObject, asText } from './json.ts';
import { documentOf } from './json-records.ts';
import { hasAll, outlineOf } from './outline.ts';
import { clip, type Fact, observerOf, present, type Reading, type ReadRecord } from './record.ts';
import { tellWafMode, wafModeOf } from './waf-mode.ts';

export const configSnapshot: Format = {
  id: 'config.snapshot',
  title: 'configuration as it was read: GetWebACL and GetLoggingConfiguration replies',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    return (
      hasAll(outline, 'WebACL.ARN', 'WebACL.Rules') ||
      hasAll(outline, 'LoggingConfiguration.ResourceArn', 'LoggingConfiguration.LogDestinationConfigs')
    );
  },
  observer: (origin) => observerOf('config.snapshot', origin, (page) => readPage(page, origin)),
};

function* readPage(page: Buffer, origin: Origin): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const { byteOffset } = document;
  yield { byteOffset, reading: 'why' in document ? document : readReply(document.value, origin) };
}

function readReply(value: unknown, origin: Origin): Reading {
  const reply = asObject(value);
  const webAcl = asObject(reply?.['WebACL']);
  if (webAcl !== null) return readWebAcl(webAcl, origin);
  const logging = asObject(reply?.['LoggingConfiguration']);
  if (logging !== null) return [loggingFact(logging, origin)];
  return { why: 'neither a web ACL nor a logging configuration' };
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_WebACL.html */
function readWebAcl(webAcl: JsonObject, origin: Origin): Reading {
  const mode = wafModeOf(webAcl);
  if (mode === null) return { why: 'a web ACL without its rules' };
  const name = asText(webAcl['Name']);
  const defaultAction = asObject(webAcl['DefaultAction']);
  return [
    observed(origin, `web ACL ${name ?? ''} is ${tellWafMode(mode)}`, {
      'config.name': name,
      'config.key': 'waf.mode',
      'config.value': mode.mode,
      'waf.web_acl': asText(webAcl['ARN']),
      'waf.rule_groups': mode.ruleGroups,
      'waf.counting': mode.counting.length === 0 ? undefined : mode.counting,
      'waf.default_action': defaultAction === null ? undefined : Object.keys(defaultAction)[0]?.toLowerCase(),
    }),
  ];
}

/** https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html */
function loggingFact(logging: JsonObject, origin: Origin): Fact {
  const filter = asObject(logging['LoggingFilter']);
  const redacted = asList(logging['RedactedFields']).flatMap((field) => Object.keys(asObject(field) ?? {}));
  const value = filter === null ? 'all requests' : 'filtered';
  return observed(origin, `web ACL logs ${filter === null ? value : 'only what its filter keeps'}`, {
    'config.name': asText(logging['ResourceArn']),
    'config.key': 'waf.logging',
    'config.value': value,
    'waf.logging.destinations': asList(logging['LogDestinationConfigs']).filter(
      (arn) => typeof arn === 'string',
    ),
    'waf.logging.redacted_fields': redacted,
    'waf.logging.default_behavior': asText(filter?.['DefaultBehavior']),
    'waf.logging.kept_actions': filter === null ? undefined : keptActions(filter),
  });
}

function keptActions(filter: JsonObject): readonly string[] {
  return asList(filter['Filters'])
    .map(asObject)
    .filter((entry) => entry?.['Behavior'] === 'KEEP')
    .flatMap((entry) => asList(entry?.['Conditions']))
    .map((condition) => asText(asObject(asObject(condition)?.['ActionCondition'])?.['Action']))
    .filter((action) => action !== undefined);
}

const observed = (origin: Origin, summary: string, values: Parameters<typeof present>[0]): Fact => ({
  at: origin.retrievedAt,
  clock: 'retrieval',
  kind: 'config.observed',
  summary: clip(summary, 200),
  attributes: present(values),
});
