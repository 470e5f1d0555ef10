import type { AttributeValue, Kind } from '../../domain/observation.ts';
import { isoOfMs, isoOfSeconds } from '../instant.ts';
import type { JsonObject } from '../json.ts';
import { asList, asNumber, asObject, asText } from '../json.ts';
import { clip, notUnderstood, present, type Reading } from '../record.ts';
import { rateAttributes } from './rate.ts';
import { type RuleMatches, ruleMatchesOf } from './rules.ts';

/** COUNT is no verdict: it stands beside the rule that counted, never at the top of a record. */
const TERMINATING_KINDS: Readonly<Record<string, Kind | undefined>> = {
  BLOCK: 'waf.blocked',
  CAPTCHA: 'waf.challenged',
  CHALLENGE: 'waf.challenged',
};

const SUMMARY_CHARS_MAX = 200;

/**
 * One request that AWS WAF judged.
 * https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html
 */
export function readWafRecord(value: unknown): Reading {
  const record = asObject(value);
  if (record === null) return { why: 'not an object' };
  const at = isoOfMs(record['timestamp']);
  if (at === undefined) return { why: 'timestamp is not a time in milliseconds since 1970' };
  const action = record['action'];
  if (typeof action !== 'string') return { why: 'action is missing' };
  const terminating = ownKind(action);
  if (action === 'COUNT') return { why: 'action is COUNT, which is no verdict on a request' };
  if (terminating === undefined && action !== 'ALLOW') return notUnderstood(`action ${action}`);
  const request = asObject(record['httpRequest']);
  if (request === null) return { why: 'httpRequest is missing' };

  const matches = ruleMatchesOf(record, action);
  const kind = terminating ?? (matches.counted.length > 0 ? 'waf.counted' : 'waf.allowed');
  return [
    {
      at,
      clock: 'request',
      kind,
      summary: summaryOf(kind, matches),
      attributes: present({
        ...requestAttributes(request),
        'http.response.status_code': asNumber(record['responseCodeSent']),
        'http.request.body.size': asNumber(record['requestBodySize']),
        'tls.client.ja3': asText(record['ja3Fingerprint']),
        'tls.client.ja4': asText(record['ja4Fingerprint']),
        ...ruleAttributes(kind, matches),
        'waf.action': action,
        'waf.web_acl': asText(record['webaclId']),
        'waf.matched_rules': matches.matched,
        'waf.counted_rules': matches.counted,
        'waf.labels': labelsOf(record['labels']),
        ...challengeAttributes(record),
        ...rateAttributes(record),
        'client.as.number': asNumber(record['clientAsn']),
        'client.forwarded.as.number': asNumber(record['forwardedAsn']),
        'waf.oversize_fields': textsOf(record['oversizeFields']),
        'waf.request_body.inspected_size': asNumber(record['requestBodySizeInspectedByWAF']),
      }),
    },
  ];
}

const ownKind = (action: string): Kind | undefined =>
  Object.hasOwn(TERMINATING_KINDS, action) ? TERMINATING_KINDS[action] : undefined;

/** A rule that allowed a request has not decided about the rules that counted it before. */
function ruleAttributes(kind: Kind, { deciding, counted, countedRuleSet }: RuleMatches): Values {
  if (kind !== 'waf.counted')
    return { 'security_rule.name': deciding?.rule, 'security_rule.ruleset.name': deciding?.ruleSet };
  return {
    'security_rule.name': counted[0],
    'security_rule.ruleset.name': countedRuleSet,
    'waf.allowed_by': deciding?.rule,
  };
}

function summaryOf(kind: Kind, { deciding, counted }: RuleMatches): string {
  const verdict = kind.slice('waf.'.length);
  if (deciding !== null && kind !== 'waf.counted') {
    const by = deciding.ruleSet === undefined ? deciding.rule : `${deciding.ruleSet}: ${deciding.rule}`;
    return clip(`${verdict} by ${by}`, SUMMARY_CHARS_MAX);
  }
  return counted.length === 0 ? verdict : clip(`${verdict}: ${counted.join(', ')}`, SUMMARY_CHARS_MAX);
}

type Values = Readonly<Record<string, AttributeValue | undefined>>;

function requestAttributes(request: JsonObject): Values {
  let host = asText(request['host']);
  let userAgent: string | undefined;
  for (const entry of asList(request['headers'])) {
    const header = asObject(entry);
    const name = header?.['name'];
    // HTTP/2 sends names in lower case, HTTP/1.1 as the client wrote them.
    if (typeof name !== 'string' || (name.length !== 4 && name.length !== 10)) continue;
    const lowerCase = name.toLowerCase();
    if (lowerCase === 'host') host ??= asText(header?.['value']);
    else if (lowerCase === 'user-agent') userAgent ??= asText(header?.['value']);
  }
  const requestId = asText(request['requestId']);
  const country = asText(request['country']);
  return {
    'client.address': asText(request['clientIp']),
    'client.geo.country_iso_code': country === '-' ? undefined : country,
    'http.request.method': asText(request['httpMethod']),
    'url.scheme': asText(request['scheme']),
    'server.address': host,
    'url.path': asText(request['uri']),
    'url.query': asText(request['args']),
    'user_agent.original': userAgent,
    'http.request.id': requestId === 'null' ? undefined : requestId,
  };
}

const textsOf = (list: unknown): readonly string[] | undefined =>
  Array.isArray(list) ? list.filter((text) => typeof text === 'string') : undefined;

function labelsOf(labels: unknown): readonly string[] | undefined {
  if (!Array.isArray(labels)) return undefined;
  return labels.map((label) => asText(asObject(label)?.['name'])).filter((name) => name !== undefined);
}

/** A response is filled in for solved puzzles too: only a reason of failure says that the request ended there. */
function challengeAttributes(record: JsonObject): Values {
  const response = asObject(record['captchaResponse']) ?? asObject(record['challengeResponse']);
  if (response === null) return {};
  return {
    'waf.challenge.failure_reason': asText(response['failureReason']),
    'waf.challenge.solved_at': isoOfSeconds(response['solveTimestamp']),
  };
}
