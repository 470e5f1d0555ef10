import { GetSampledRequestsCommand } from '@aws-sdk/client-wafv2';
import { RcaError } from '../../domain/errors.ts';
import { toIso, type Window, type WindowJson, windowJson } from '../../domain/time.ts';
import { callAws, proofOf } from '../aws/call.ts';
import { documentBytes } from '../aws/document.ts';
import type { ItemReader, SourceGap } from '../read-items.ts';
import type { Collecting, Running } from '../source.ts';
import type { WafClient } from './client.ts';
import { type WafSettings, webAclOf } from './schema.ts';
import type { SampledRule } from './web-acl.ts';

const itemsMax = 500;
const memoryMs = 3 * 3_600_000;
/** Answers bear whole seconds. */
const toleranceMs = 1_000;

export function getSampledRequests(
  settings: WafSettings,
  client: WafClient,
  running: Running,
  ask: { readonly metricName: string; readonly window: Window; readonly itemsMax: number },
) {
  const command = new GetSampledRequestsCommand({
    WebAclArn: settings.webAcl,
    Scope: webAclOf(settings.webAcl).scope,
    RuleMetricName: ask.metricName,
    TimeWindow: { StartTime: new Date(ask.window.fromMs), EndTime: new Date(ask.window.toMs) },
    MaxItems: ask.itemsMax,
  });
  const operation = {
    action: 'wafv2:GetSampledRequests',
    resource: settings.webAcl,
    pacer: client.pace.waf,
  };
  return callAws(running, operation, (options) => client.waf.send(command, options));
}

/**
 * Examples of each rule's requests: at most 500 out of the first 5,000 of the last three hours. Weights compare
 * rows with each other and PopulationSize is capped: neither is ever a total.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html
 */
export function* sampleReaders(
  settings: WafSettings,
  client: WafClient,
  collecting: Collecting,
  rules: readonly SampledRule[],
): Generator<ItemReader> {
  const nowMs = collecting.nowMs();
  const window = { fromMs: collecting.window.fromMs, toMs: Math.min(collecting.window.toMs, nowMs) };
  const asked = windowJson(window);
  const query = {
    operation: 'GetSampledRequests',
    region: settings.region,
    webAcl: settings.webAcl,
    maxItems: itemsMax,
    ...asked,
  };
  if (window.toMs <= nowMs - memoryMs || window.toMs <= window.fromMs) {
    yield notKept(query);
    return;
  }
  let denied = false;
  let startTold = false;
  for (const { rule, metricName } of rules) {
    if (denied) return;
    yield {
      item: `samples/${metricName}`,
      format: 'aws.waf-sampled',
      query: { ...query, rule, ruleMetricName: metricName },
      fidelity: 'reserialised',
      permission: 'wafv2:GetSampledRequests',
      async *read() {
        const ask = { metricName, window, itemsMax };
        const { output, requestId, ...reply } = await getSampledRequests(
          settings,
          client,
          collecting,
          ask,
        ).catch((cause: unknown) => {
          denied = cause instanceof RcaError && cause.code === 'SOURCE_DENIED';
          throw cause;
        });
        const answered = answeredWindow(output.TimeWindow);
        yield { ...reply, bytes: documentBytes(output), answered, proof: proofOf(requestId, undefined) };
        const gaps = answered === null ? [] : narrowingGaps(rule, asked, answered, startTold);
        startTold ||= gaps.some(({ why }) => why.startsWith(STARTS_LATER));
        return { coverage: { state: 'sampled', of: output.PopulationSize ?? null }, gaps };
      },
    };
  }
}

const STARTS_LATER = 'samples: AWS WAF keeps sampled requests for three hours';

/** Nothing is asked for a window that AWS WAF no longer holds. */
const notKept = (query: ItemReader['query']): ItemReader => ({
  item: 'samples',
  format: 'aws.waf-sampled',
  query,
  fidelity: 'reserialised',
  permission: 'wafv2:GetSampledRequests',
  // biome-ignore lint/correctness/useYield: there is no page, only what is said of the item.
  async *read() {
    return {
      coverage: { state: 'sampled', of: null },
      gaps: [
        { why: `${STARTS_LATER}, and the window ended before`, mend: 'none; the logs hold every request' },
      ],
    };
  },
});

function answeredWindow(
  timeWindow: { StartTime?: Date | undefined; EndTime?: Date | undefined } | undefined,
): WindowJson | null {
  const { StartTime, EndTime } = timeWindow ?? {};
  return StartTime && EndTime ? { from: toIso(StartTime.getTime()), to: toIso(EndTime.getTime()) } : null;
}

/** The start is moved for every rule alike and told once; the end differs from rule to rule. */
function narrowingGaps(
  rule: string,
  asked: WindowJson,
  answered: WindowJson,
  startTold: boolean,
): readonly SourceGap[] {
  const later = Date.parse(answered.from) - Date.parse(asked.from);
  const earlier = Date.parse(asked.to) - Date.parse(answered.to);
  const gaps: SourceGap[] = [];
  if (later > toleranceMs && !startTold) {
    gaps.push({
      window: { from: asked.from, to: answered.from },
      why: `${STARTS_LATER}: asked from ${asked.from}, answered from ${answered.from}`,
      mend: 'none; the logs hold every request',
    });
  }
  if (earlier > toleranceMs) {
    gaps.push({
      window: { from: answered.to, to: asked.to },
      why: `samples: AWS WAF drew the examples of ${rule} from its first requests, until ${answered.to}`,
      mend: 'collect a shorter window; the logs hold every request',
    });
  }
  return gaps;
}
