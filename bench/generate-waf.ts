import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

const RECORDS_PER_WRITE = 2_000;
const START_MS = Date.parse('2026-01-27T00:00:00Z');

/** A small seeded generator (mulberry32): the same seed, the same file. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const PATHS = ['/api/v1/search', '/api/v1/orders', '/api/v1/login', '/assets/app.js', '/health'];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148',
  'python-requests/2.32.3',
  'sqlmap/1.8.11#stable (https://sqlmap.org)',
];
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** About so many requests bear the same token and cookie, and so many sessions are open at a time. */
const REQUESTS_PER_SESSION = 20;
const OPEN_SESSIONS = 2_000;

interface Session {
  readonly token: string;
  readonly cookie: string;
}

const letters = (next: () => number, length: number): string =>
  Array.from({ length }, () => BASE64URL[Math.floor(next() * 64)]).join('');

function sessionOf(index: number, next: () => number): Session {
  const number = Math.floor(index / REQUESTS_PER_SESSION) + Math.floor(next() * OPEN_SESSIONS);
  const own = random(number);
  return {
    token: `eyJhbGciOiJSUzI1NiJ9.${letters(own, 120)}.${letters(own, 86)}`,
    cookie: `session=${letters(own, 32)}; csrf=${letters(own, 16)}`,
  };
}

/** One record of an AWS WAF log of about 1.3 KB; most bear a bearer token and a cookie. */
function wafRecord(next: () => number, index: number): string {
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(next() * values.length)] as Value;
  const session = sessionOf(index, next);
  const blocked = next() < 0.3;
  const headers = [
    { name: 'host', value: 'shop.example.com' },
    { name: 'user-agent', value: pick(AGENTS) },
    { name: 'accept', value: 'application/json, text/plain, */*' },
    { name: 'referer', value: `https://shop.example.com/search?page=${Math.floor(next() * 50)}` },
    ...(next() < 0.8 ? [{ name: 'authorization', value: `Bearer ${session.token}` }] : []),
    ...(next() < 0.7 ? [{ name: 'cookie', value: session.cookie }] : []),
  ];
  return JSON.stringify({
    timestamp: START_MS + index * 80,
    formatVersion: 1,
    webaclId:
      'arn:aws:wafv2:us-east-1:123456789012:regional/webacl/shop-edge/5933d6d9-9dde-4b82-8a1e-9c28f9d1c0aa',
    terminatingRuleId: blocked ? 'AWS-AWSManagedRulesSQLiRuleSet' : 'Default_Action',
    terminatingRuleType: blocked ? 'MANAGED_RULE_GROUP' : 'REGULAR',
    action: blocked ? 'BLOCK' : 'ALLOW',
    terminatingRuleMatchDetails: blocked
      ? [
          {
            conditionType: 'SQL_INJECTION',
            sensitivityLevel: 'HIGH',
            location: 'ALL_QUERY_ARGS',
            matchedData: ['1', 'OR', '1'],
          },
        ]
      : [],
    httpSourceName: 'ALB',
    httpSourceId: '123456789012-app/shop/50dc6c495c0c9188',
    ruleGroupList: blocked
      ? [
          {
            ruleGroupId: 'AWS#AWSManagedRulesSQLiRuleSet',
            terminatingRule: { ruleId: 'SQLi_QUERYARGUMENTS', action: 'BLOCK', ruleMatchDetails: null },
            nonTerminatingMatchingRules: [],
            excludedRules: null,
          },
        ]
      : [],
    rateBasedRuleList: [],
    nonTerminatingMatchingRules: [],
    requestHeadersInserted: null,
    responseCodeSent: null,
    httpRequest: {
      clientIp: `203.0.113.${Math.floor(next() * 254) + 1}`,
      country: pick(['DE', 'US', 'JP', 'BR']),
      headers,
      uri: pick(PATHS),
      args: blocked
        ? `q=1%27%20OR%20%271%27=%271&page=${Math.floor(next() * 9)}`
        : next() < 0.05
          ? `email=user${Math.floor(next() * 500)}%40example.com`
          : `q=shoes&page=${Math.floor(next() * 9)}`,
      httpVersion: 'HTTP/2.0',
      httpMethod: 'GET',
      requestId: `1-${letters(next, 8)}-${letters(next, 24)}`,
    },
    labels: blocked
      ? [{ name: 'awswaf:managed:aws:sql-database:SQLi_QueryArguments' }]
      : [{ name: 'awswaf:managed:token:absent' }],
  });
}

/** Writes a seeded WAF log of so many records, a JSON object a line. */
export async function writeWafLog(path: string, records: number, seed = 1): Promise<void> {
  const next = random(seed);
  const file = createWriteStream(path);
  for (let from = 0; from < records; from += RECORDS_PER_WRITE) {
    const lines: string[] = [];
    for (let index = from; index < Math.min(records, from + RECORDS_PER_WRITE); index += 1) {
      lines.push(`${wafRecord(next, index)}\n`);
    }
    if (!file.write(lines.join(''))) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}
