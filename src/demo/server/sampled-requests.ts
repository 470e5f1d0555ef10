import { z } from 'zod';
import type { Recording } from '../recording.ts';
import { parseInput } from './aws-json.ts';
import type { LogEvent } from './log-events.ts';
import type { ServerContext } from './options.ts';
import { nonexistent } from './service-error.ts';

const inputSchema = z.looseObject({
  WebAclArn: z.string(),
  RuleMetricName: z.string(),
  Scope: z.enum(['REGIONAL', 'CLOUDFRONT']),
  TimeWindow: z.object({ StartTime: z.number(), EndTime: z.number() }),
  MaxItems: z.int().min(1).max(500),
});

const ruleSchema = z.looseObject({
  Name: z.string(),
  VisibilityConfig: z.looseObject({ MetricName: z.string(), SampledRequestsEnabled: z.boolean() }),
  Statement: z
    .looseObject({
      ManagedRuleGroupStatement: z.looseObject({ VendorName: z.string(), Name: z.string() }).optional(),
    })
    .optional(),
});
type Rule = z.infer<typeof ruleSchema>;
const webAclSchema = z.object({ WebACL: z.looseObject({ Rules: z.array(ruleSchema).default([]) }) });

const namedSchema = z.array(z.looseObject({ ruleId: z.string() })).catch([]);
const recordSchema = z.looseObject({
  action: z.string(),
  terminatingRuleId: z.string(),
  nonTerminatingMatchingRules: namedSchema,
  ruleGroupList: z
    .array(
      z.looseObject({
        ruleGroupId: z.string(),
        nonTerminatingMatchingRules: namedSchema,
        terminatingRule: z.looseObject({ ruleId: z.string() }).nullable().catch(null),
      }),
    )
    .catch([]),
  labels: z.array(z.looseObject({ name: z.string() })).optional(),
  responseCodeSent: z.number().nullish(),
  httpRequest: z.looseObject({
    clientIp: z.string(),
    country: z.string(),
    uri: z.string(),
    httpMethod: z.string(),
    httpVersion: z.string(),
    headers: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
});
type WafRecord = z.infer<typeof recordSchema>;

const memoryMs = 3 * 3_600_000;
const populationMax = 5_000;

/**
 * GetSampledRequests: one rule's requests by its metric name, of the last three hours (an earlier start is
 * moved without a word), at most 500 out of the first 5,000, whose span the answer's TimeWindow tells.
 * https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html
 */
export function sampledRequests(
  waf: Recording['waf'],
  events: readonly LogEvent[],
  context: ServerContext,
): (input: unknown) => unknown {
  return (rawInput) => {
    const input = parseInput(inputSchema, rawInput, 'WAFInvalidParameterException');
    const { WebACL } = webAclSchema.parse(waf.webAcl);
    const rule = WebACL.Rules.find(
      ({ VisibilityConfig }) => VisibilityConfig.MetricName === input.RuleMetricName,
    );
    if (input.WebAclArn !== waf.webAclArn || rule === undefined) throw nonexistent();
    const startSeconds = Math.max(
      input.TimeWindow.StartTime,
      Math.ceil((context.nowMs() - memoryMs) / 1_000),
    );
    const matching = rule.VisibilityConfig.SampledRequestsEnabled
      ? events.flatMap(({ timestamp, record }) => {
          if (timestamp < startSeconds * 1_000 || timestamp > input.TimeWindow.EndTime * 1_000) return [];
          const read = recordSchema.parse(record);
          return matchesRule(read, rule) ? [{ timestamp, record: read }] : [];
        })
      : [];
    const population = matching.slice(0, populationMax);
    const spacing = Math.max(1, population.length / input.MaxItems);
    const sampled = Array.from(
      { length: Math.min(population.length, input.MaxItems) },
      (_, index) => population[Math.floor(index * spacing)],
    ).filter((request) => request !== undefined);
    const last = population.at(-1);
    return {
      SampledRequests: sampled.map(({ timestamp, record }) => ({
        Request: requestOf(record),
        Weight: Math.ceil(spacing),
        Timestamp: Math.floor(timestamp / 1_000),
        Action: record.action,
        ...ruleWithinGroup(record),
        Labels: (record.labels ?? []).map(({ name }) => ({ Name: name })),
        ...(typeof record.responseCodeSent === 'number' && { ResponseCodeSent: record.responseCodeSent }),
      })),
      PopulationSize: population.length,
      TimeWindow: {
        StartTime: startSeconds,
        EndTime:
          matching.length > populationMax && last !== undefined
            ? Math.ceil(last.timestamp / 1_000)
            : input.TimeWindow.EndTime,
      },
    };
  };
}

/** A counted request is sampled under each rule that counted it. */
function matchesRule(record: WafRecord, { Name, Statement }: Rule): boolean {
  const { terminatingRuleId, nonTerminatingMatchingRules, ruleGroupList } = record;
  if (terminatingRuleId === Name || nonTerminatingMatchingRules.some(({ ruleId }) => ruleId === Name)) {
    return true;
  }
  const group = Statement?.ManagedRuleGroupStatement;
  return ruleGroupList.some(
    ({ ruleGroupId, nonTerminatingMatchingRules: counted }) =>
      group !== undefined &&
      ruleGroupId.startsWith(`${group.VendorName}#${group.Name}`) &&
      counted.length > 0,
  );
}

/** A sample has no query string, no request id and no web ACL. */
const requestOf = ({ httpRequest }: WafRecord) => ({
  ClientIP: httpRequest.clientIp,
  Country: httpRequest.country,
  URI: httpRequest.uri,
  Method: httpRequest.httpMethod,
  HTTPVersion: httpRequest.httpVersion,
  Headers: httpRequest.headers.map(({ name, value }) => ({ Name: name, Value: value })),
});

function ruleWithinGroup({ ruleGroupList }: WafRecord) {
  const group = ruleGroupList.find(({ terminatingRule }) => terminatingRule !== null);
  return group?.terminatingRule
    ? { RuleNameWithinRuleGroup: `${group.ruleGroupId}#${group.terminatingRule.ruleId}` }
    : {};
}
