import type { Client, Population } from './clients.ts';
import { accountId, rules, webAclName } from './names.ts';
import { matchedData, sqlPayload } from './payloads.ts';
import { type Random, timesBetween } from './random.ts';
import type { Story } from './story.ts';
import { type Json, type Judgement, type Request, wafRecord } from './waf-record.ts';

/** How many records of each kind there are. Blocks: 12,453, of them 3,201 bots. */
export const counts = {
  sqliBlocked: 5_834,
  botsBlocked: 3_201,
  rateLimited: 2_107,
  unauthorized: 1_311,
  sqliCounted: 2_618,
  /** Lone matches in the hours before. */
  sqliNoise: 22,
} as const;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const SEARCH = '/api/v1/search';

interface Ingested {
  readonly ingestedAtMs: number;
  readonly record: Json;
}

type Draft = (random: Random) => { readonly request: Request; readonly judgement: Judgement };

/** Every record of the day, in order of ingestion, which is not quite that of their times. */
export function wafTraffic(story: Story, population: Population, random: Random): readonly Ingested[] {
  const { fromMs, anchorMs, startedMs, mitigatedMs } = story;
  const counted = timesBetween(counts.sqliCounted - 1, startedMs + 500, mitigatedMs, () => 1, random);
  const batches: readonly (readonly [readonly number[], Draft])[] = [
    [
      timesBetween(counts.botsBlocked, fromMs, anchorMs, daily(fromMs), random),
      (draw) => bot(draw.pick(population.scrapers), draw),
    ],
    [
      timesBetween(counts.rateLimited, fromMs, anchorMs, bursts(story), random),
      (draw) => rateLimited(draw.pick(population.scrapers)),
    ],
    [
      timesBetween(counts.unauthorized, fromMs, anchorMs, attackTimes(story, 6), random),
      (draw) => unauthorized(draw.pick(draw.next() < 0.5 ? population.scrapers : population.customers)),
    ],
    [
      timesBetween(counts.sqliNoise, fromMs, startedMs - HOUR_MS / 2, () => 1, random),
      (draw) => sqlCounted(draw.pick(population.scrapers), draw),
    ],
    [[startedMs, ...counted], (draw) => sqlCounted(attacker(population, draw), draw)],
    [
      timesBetween(counts.sqliBlocked, mitigatedMs + 3_000, anchorMs, fadingFrom(mitigatedMs), random),
      (draw) => sqlBlocked(attacker(population, draw), draw),
    ],
  ];
  let index = 0;
  return batches
    .flatMap(([times, draft]) =>
      times.map((atMs): Ingested => {
        const { request, judgement } = draft(random);
        index += 1;
        return {
          ingestedAtMs: atMs + random.whole(2_000, 90_000),
          record: wafRecord(atMs, index, request, judgement, random),
        };
      }),
    )
    .sort((a, b) => a.ingestedAtMs - b.ingestedAtMs);
}

/** Busier in the middle of the window than at its ends. */
const daily =
  (fromMs: number) =>
  (atMs: number): number =>
    1 + 0.4 * Math.sin(((atMs - fromMs) / (24 * HOUR_MS)) * 2 * Math.PI - 1);

const attackTimes =
  ({ startedMs, resolvedMs }: Story, times: number) =>
  (atMs: number): number =>
    atMs >= startedMs && atMs < resolvedMs ? times : 1;

/** Eight minutes in each three hours, and the attack. */
const bursts = (story: Story) => {
  const during = attackTimes(story, 5);
  return (atMs: number): number =>
    during(atMs) + (Math.floor((atMs - story.fromMs) / MINUTE_MS) % 180 < 8 ? 12 : 0);
};

const fadingFrom =
  (fromMs: number) =>
  (atMs: number): number =>
    0.25 + Math.exp(-(atMs - fromMs) / (50 * MINUTE_MS));

/** A third of the probing comes from the first of them. */
const attacker = ({ attackers }: Population, random: Random): Client =>
  random.next() < 0.33 ? attackers[0] : random.pick(attackers);

const blocked = {
  action: 'BLOCK',
  matchDetails: [],
  ruleGroups: [],
  rateBasedRules: [],
  responseCode: null,
} as const;

const BOT_LABELS = [
  ['CategoryHttpLibrary', 'awswaf:managed:aws:bot-control:bot:category:http_library'],
  ['CategoryScrapingFramework', 'awswaf:managed:aws:bot-control:bot:category:scraping_framework'],
  ['SignalNonBrowserUserAgent', 'awswaf:managed:aws:bot-control:signal:non_browser_user_agent'],
] as const;

function bot(client: Client, random: Random): { request: Request; judgement: Judgement } {
  const [rule, label] = random.pick(BOT_LABELS);
  return {
    request: {
      client,
      method: 'GET',
      path: random.pick(['/api/v1/products', '/api/v1/prices', SEARCH]),
      query: `page=${random.whole(1, 900)}`,
      authorized: random.next() < 0.3,
    },
    judgement: {
      ...blocked,
      terminatingRuleId: rules.bots,
      terminatingRuleType: 'MANAGED_RULE_GROUP',
      ruleGroups: [group('AWS#AWSManagedRulesBotControlRuleSet#Version_3.1', rule, [])],
      labels: [label],
    },
  };
}

function rateLimited(client: Client): { request: Request; judgement: Judgement } {
  return {
    request: { client, method: 'POST', path: '/api/v1/login', query: '', authorized: true },
    judgement: {
      ...blocked,
      terminatingRuleId: rules.rateLimit,
      terminatingRuleType: 'RATE_BASED',
      rateBasedRules: [
        {
          rateBasedRuleId: `arn:aws:wafv2:us-east-1:${accountId}:regional/ipset/rate-limit-per-client`,
          rateBasedRuleName: rules.rateLimit,
          limitKey: 'IP',
          maxRateAllowed: 2_000,
          // The service writes this as a number or as text, depending on the record's age.
          evaluationWindowSec: client.http2 ? '300' : 300,
          limitValue: client.address,
        },
      ],
      labels: [],
    },
  };
}

function unauthorized(client: Client): { request: Request; judgement: Judgement } {
  return {
    request: { client, method: 'GET', path: '/api/v1/orders', query: '', authorized: false },
    judgement: {
      ...blocked,
      terminatingRuleId: rules.authorization,
      terminatingRuleType: 'REGULAR',
      responseCode: 401,
      labels: [`awswaf:${accountId}:webacl:${webAclName}:missing-authorization`],
    },
  };
}

const SQLI_RULE = 'SQLi_QUERYARGUMENTS';
const SQLI_GROUP = 'AWS#AWSManagedRulesSQLiRuleSet#Version_2.0';
const SQLI_LABELS = ['awswaf:managed:aws:sql-database:SQLi_QueryArguments'];

function probe(client: Client, random: Random): { request: Request; details: readonly Json[] } {
  const payload = sqlPayload(random);
  return {
    request: {
      client,
      method: 'GET',
      path: SEARCH,
      query: `q=${encodeURIComponent(payload)}&page=${random.whole(1, 9)}`,
      authorized: true,
    },
    details: [
      {
        conditionType: 'SQL_INJECTION',
        sensitivityLevel: 'HIGH',
        location: 'ALL_QUERY_ARGS',
        matchedData: matchedData(payload),
        matchedFieldName: 'q',
      },
    ],
  };
}

/** Overridden to COUNT: the rule would have blocked, and the request went on. */
function sqlCounted(client: Client, random: Random): { request: Request; judgement: Judgement } {
  const { request, details } = probe(client, random);
  return {
    request,
    judgement: {
      ...blocked,
      action: 'ALLOW',
      terminatingRuleId: 'Default_Action',
      terminatingRuleType: 'REGULAR',
      ruleGroups: [
        group(SQLI_GROUP, null, [
          { ruleId: SQLI_RULE, action: 'COUNT', overriddenAction: 'BLOCK', ruleMatchDetails: details },
        ]),
      ],
      labels: SQLI_LABELS,
    },
  };
}

function sqlBlocked(client: Client, random: Random): { request: Request; judgement: Judgement } {
  const { request, details } = probe(client, random);
  return {
    request,
    judgement: {
      ...blocked,
      terminatingRuleId: rules.sqli,
      terminatingRuleType: 'MANAGED_RULE_GROUP',
      matchDetails: details,
      ruleGroups: [group(SQLI_GROUP, SQLI_RULE, [])],
      labels: SQLI_LABELS,
    },
  };
}

const group = (id: string, terminating: string | null, counted: readonly Json[]): Json => ({
  ruleGroupId: id,
  terminatingRule:
    terminating === null ? null : { ruleId: terminating, action: 'BLOCK', ruleMatchDetails: null },
  nonTerminatingMatchingRules: counted,
  excludedRules: null,
  customerConfig: null,
});
