import type { Kind } from '../../domain/observation.ts';
import type { Format } from '../format.ts';
import type { JsonObject } from '../json.ts';
import { asList, asNumber, asObject, asText } from '../json.ts';
import { jsonLines } from '../json-records.ts';
import { type GivenZone, zoneOf } from '../local-time.ts';
import { hasAll, outlineOf } from '../outline.ts';
import { clip, observerOf, present, type Reading, type ReadRecord, routine } from '../record.ts';
import { transactionTime } from './time.ts';
import { type RuleMessage, type Verdict, verdictOf } from './verdict.ts';

export const modsecurityV3Json: Format = {
  id: 'modsecurity.v3-json',
  title: 'ModSecurity 3 audit log in JSON, a transaction a line (nginx)',
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  framing: 'lines',
  detect: (head) =>
    hasAll(outlineOf(head), 'transaction.client_ip', 'transaction.time_stamp', 'transaction.request'),
  observer: (origin) => observerOf('modsecurity.v3-json', origin, (page) => readPage(page, zoneOf(origin))),
};

function* readPage(page: Buffer, zone: GivenZone): Generator<ReadRecord> {
  for (const record of jsonLines(page)) {
    yield {
      byteOffset: record.byteOffset,
      reading: 'why' in record ? record : readTransaction(record.value, zone),
    };
  }
}

const SUMMARY_CHARS_MAX = 200;

function readTransaction(value: unknown, zone: GivenZone): Reading {
  const transaction = asObject(asObject(value)?.['transaction']);
  if (transaction === null) return { why: 'transaction is missing' };
  // Version 3.0.2 called it id.
  const id = asText(transaction['unique_id']) ?? asText(transaction['id']);
  const time = transactionTime(transaction['time_stamp'], id, zone);
  if ('why' in time) return time;
  const request = asObject(transaction['request']);
  if (request === null) return { why: 'request is missing' };

  const engine = asText(asObject(transaction['producer'])?.['secrules_engine']);
  const status = asNumber(asObject(transaction['response'])?.['http_code']);
  const messages = asList(transaction['messages'])
    .map(messageOf)
    .filter((message) => message !== null);
  const verdict = verdictOf(messages, engine, status);
  if (verdict === null) return routine('transaction that matched no rule');
  const matched = [...new Set(messages.map(({ ruleId }) => ruleId))];
  const stopping = verdict.kind === 'waf.blocked' ? verdict.deciding?.ruleId : undefined;
  return [
    {
      at: time.at,
      clock: 'request',
      kind: verdict.kind,
      summary: summaryOf(verdict, messages, status),
      attributes: present({
        'client.address': asText(transaction['client_ip']),
        ...requestAttributes(request),
        'http.response.status_code': status,
        'http.request.id': id,
        'security_rule.name': verdict.deciding?.ruleId ?? messages[0]?.ruleId,
        'security_rule.ruleset.name': (verdict.deciding ?? messages[0])?.ruleSet,
        'waf.action': engine,
        'waf.matched_rules': matched,
        'waf.counted_rules': matched.filter((rule) => rule !== stopping),
        'waf.anomaly_score': anomalyScoreOf(verdict.deciding),
        'clock.zone': time.zoneFrom,
      }),
    },
  ];
}

function messageOf(value: unknown): RuleMessage | null {
  const entry = asObject(value);
  const details = asObject(entry?.['details']);
  const ruleId = asText(details?.['ruleId']);
  if (ruleId === undefined) return null;
  return {
    ruleId,
    message: asText(entry?.['message']) ?? '',
    ruleSet: asText(details?.['ver']),
    severity: asText(details?.['severity']),
  };
}

function summaryOf(
  { kind, deciding }: Verdict,
  messages: readonly RuleMessage[],
  status: number | undefined,
): string {
  const rule = deciding ?? messages[0];
  const by = rule === undefined ? 'no rule' : `${rule.ruleId}: ${rule.message}`;
  return clip(`${verdictWords(kind, status)} ${by}`, SUMMARY_CHARS_MAX);
}

function verdictWords(kind: Kind, status: number | undefined): string {
  if (kind === 'waf.undecided')
    return `answered ${status ?? 'with a status that is not logged'}; whether the firewall did it cannot be told; matched`;
  if (kind === 'waf.detected') return 'would have been blocked by';
  // nginx closes the connection without an answer.
  return kind === 'waf.blocked' && status === 444 ? 'dropped by' : `${kind.slice('waf.'.length)} by`;
}

function anomalyScoreOf(rule: RuleMessage | undefined): number | undefined {
  const score = /\(Total (?:Inbound )?Score: (\d+)/.exec(rule?.message ?? '')?.[1];
  return score === undefined ? undefined : Number(score);
}

function requestAttributes(request: JsonObject) {
  // A proxy's client may ask for a whole URI: its path is the same (RFC 9112, section 3.2.2).
  const uri = asText(request['uri'])?.replace(/^https?:\/\/[^/?#]*(?=[/?#]|$)/i, '');
  const query = uri?.indexOf('?') ?? -1;
  const headers = Object.entries(asObject(request['headers']) ?? {});
  const header = (name: string) => asText(headers.find(([key]) => key.toLowerCase() === name)?.[1]);
  return {
    'http.request.method': asText(request['method']),
    'url.path': query === -1 ? uri : uri?.slice(0, query),
    'url.query': query === -1 ? undefined : asText(uri?.slice(query + 1)),
    'server.address': header('host'),
    'user_agent.original': header('user-agent'),
  };
}
