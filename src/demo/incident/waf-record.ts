import type { Client } from './clients.ts';
import { host, loadBalancer, webAclArn } from './names.ts';
import type { Random } from './random.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Request {
  readonly client: Client;
  readonly method: string;
  readonly path: string;
  /** As on the wire: percent-encoded, without the question mark. */
  readonly query: string;
  readonly authorized: boolean;
}

/** What the web ACL made of a request. */
export interface Judgement {
  readonly action: 'ALLOW' | 'BLOCK';
  readonly terminatingRuleId: string;
  readonly terminatingRuleType: 'REGULAR' | 'RATE_BASED' | 'MANAGED_RULE_GROUP';
  readonly matchDetails: readonly Json[];
  readonly ruleGroups: readonly Json[];
  readonly rateBasedRules: readonly Json[];
  readonly responseCode: number | null;
  readonly labels: readonly string[];
}

/** One full log record: https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html */
export function wafRecord(
  atMs: number,
  index: number,
  request: Request,
  judgement: Judgement,
  random: Random,
): Json {
  const { client, method, path, query } = request;
  const bodySizeBytes = method === 'POST' ? random.whole(40, 900) : 0;
  return {
    timestamp: atMs,
    formatVersion: 1,
    webaclId: webAclArn,
    terminatingRuleId: judgement.terminatingRuleId,
    terminatingRuleType: judgement.terminatingRuleType,
    action: judgement.action,
    terminatingRuleMatchDetails: judgement.matchDetails,
    httpSourceName: 'ALB',
    httpSourceId: loadBalancer,
    ruleGroupList: judgement.ruleGroups,
    rateBasedRuleList: judgement.rateBasedRules,
    nonTerminatingMatchingRules: [],
    requestHeadersInserted: null,
    responseCodeSent: judgement.responseCode,
    httpRequest: {
      clientIp: client.address,
      country: client.country,
      headers: headersOf(request, random),
      uri: path,
      args: query,
      httpVersion: client.http2 ? 'HTTP/2.0' : 'HTTP/1.1',
      httpMethod: method,
      requestId: `1-${Math.floor(atMs / 1_000).toString(16)}-${index.toString(16).padStart(8, '0')}${random.hex(16)}`,
      fragment: '',
      scheme: 'https',
      host,
    },
    labels: judgement.labels.map((name) => ({ name })),
    requestBodySize: bodySizeBytes,
    requestBodySizeInspectedByWAF: bodySizeBytes,
    ja3Fingerprint: client.ja3,
    ja4Fingerprint: client.ja4,
  };
}

function headersOf({ client, authorized }: Request, random: Random): readonly Json[] {
  const header = (name: string, value: string): Json => ({
    name: client.http2 ? name.toLowerCase() : name,
    value,
  });
  return [
    header('Host', host),
    header('User-Agent', client.userAgent),
    header('Accept', 'application/json'),
    ...(authorized ? [header('Authorization', `Bearer ${fakeToken(random)}`)] : []),
    header('Cookie', `session=${random.hex(32)}; theme=dark`),
  ];
}

/** Shaped like a JWT and signed by nobody. */
function fakeToken(random: Random): string {
  const part = (value: Json): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const subject = `customer-${random.whole(1, 400)}`;
  return `${part({ alg: 'RS256', kid: 'shop-2025-10' })}.${part({ sub: subject, scope: 'search' })}.${random.hex(64)}`;
}
