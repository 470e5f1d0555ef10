import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRecord, fixture, observed, observedRecord } from './observing.ts';

const records = byRecord('modsecurity.v3-json', 'audit.ndjson');
const at = (index: number) => records[index]?.[0];
const attribute = (index: number, name: string) => at(index)?.attributes[name];

test('an enabled engine blocked when the score was exceeded and the status is a refusal', () => {
  assert.equal(at(0)?.kind, 'waf.blocked');
  assert.equal(attribute(0, 'security_rule.name'), '949110');
  assert.equal(attribute(0, 'waf.anomaly_score'), 8);
  assert.deepEqual(attribute(0, 'waf.matched_rules'), ['942100', '949110']);
  assert.deepEqual(attribute(0, 'waf.counted_rules'), ['942100']);
  assert.equal(attribute(0, 'http.response.status_code'), 403);
});

test('a rule of the house that denies is a block, too', () => {
  assert.equal(at(1)?.kind, 'waf.blocked');
  assert.equal(attribute(1, 'security_rule.name'), '1000001');
});

test('an engine that only detects would have blocked', () => {
  assert.equal(at(2)?.kind, 'waf.detected');
  assert.deepEqual(attribute(2, 'waf.counted_rules'), ['942100', '949110']);
});

test('a request that was answered in spite of its score, or stayed below it, is counted', () => {
  assert.deepEqual(
    [3, 4].map((index) => at(index)?.kind),
    ['waf.counted', 'waf.counted'],
  );
});

test('a 403 that no rule matched cannot be told to be the firewall or the application', () => {
  assert.equal(at(5)?.kind, 'waf.undecided');
});

test('a critical match without an evaluation, and a refusal, is a rule that denies by itself', () => {
  assert.equal(at(6)?.kind, 'waf.blocked');
  const lesser = changed({ messages: [message('920350', '4')] });
  assert.equal(lesser?.kind, 'waf.undecided', 'it would not have reached the threshold if it only scored');
  assert.equal(lesser?.attributes['security_rule.name'], '920350');
});

test('an answer that is neither a refusal nor a page does not settle whether a rule redirected', () => {
  assert.equal(changed({ response: { http_code: 302 } })?.kind, 'waf.undecided');
  const counted = changed({ response: { http_code: 302 }, messages: [message('942100', '2')] });
  assert.equal(counted?.kind, 'waf.counted', 'no rule that could have');
});

test('rules that report in phase 5 hide no denial, and a second rule of the house shows that they let pass', () => {
  const house = message('1002', '2');
  assert.equal(changed({ messages: [house, message('980170', '2')] })?.kind, 'waf.blocked');
  assert.equal(changed({ messages: [message('1001', '2'), house] })?.kind, 'waf.counted');
});

test('the epoch second in the id settles the zone of the local time', () => {
  assert.equal(at(0)?.at, '2026-01-27T10:00:05.000Z');
  assert.equal(attribute(0, 'clock.zone'), 'unique_id');
  assert.equal(at(1)?.at, '2026-01-27T11:00:05.000Z', 'an id that a proxy set does not');
  assert.equal(attribute(1, 'clock.zone'), 'assumed');
});

const message = (ruleId: string, severity: string) => ({ message: 'm', details: { ruleId, severity } });

const changed = (transaction: Readonly<Record<string, unknown>>) => {
  const [line = ''] = Buffer.from(fixture('modsecurity.v3-json', 'audit.ndjson')).toString().split('\n');
  const blocked = JSON.parse(line) as { readonly transaction: Readonly<Record<string, unknown>> };
  return observedRecord('modsecurity.v3-json', {
    transaction: { ...blocked.transaction, ...transaction },
  })[0];
};

test('an id that a proxy set is no epoch second, also when it begins with ten digits', () => {
  const observation = changed({ unique_id: '1234567890abcdef' });
  assert.equal(observation?.at, '2026-01-27T11:00:05.000Z');
  assert.equal(observation?.attributes['clock.zone'], 'assumed');
});

test('an engine that is not known to be enabled has not blocked', () => {
  assert.equal(changed({})?.kind, 'waf.blocked');
  assert.equal(changed({ producer: { secrules_engine: 'Disabled' } })?.kind, 'waf.counted');
  assert.equal(changed({ producer: undefined })?.kind, 'waf.counted');
});

test('version 3.0.2 calls the id of a transaction id', () => {
  assert.equal(attribute(7, 'http.request.id'), '176950800543.1');
  assert.equal(attribute(7, 'url.path'), '/plain');
});

test('headers are found in any case, the query is apart from the path', () => {
  assert.equal(attribute(0, 'server.address'), 'shop.example');
  assert.equal(attribute(0, 'user_agent.original'), 'x');
  assert.equal(attribute(0, 'url.path'), '/search');
  assert.equal(attribute(0, 'url.query'), "q=1'--");
});

test('bytes that are not UTF-8 and repeated members do not cost a record', () => {
  assert.equal(attribute(8, 'url.query'), 'q=\ufffd\ufffd\ufffd');
  assert.equal(at(9)?.kind, 'waf.blocked');
});

test('records of other engines are rejected with a reason', () => {
  const { tally } = observed('modsecurity.v3-json', [fixture('modsecurity.v3-json', 'audit.ndjson')]);
  assert.deepEqual(tally.rejects, [
    { record: 10, why: 'time_stamp is not a time like "Sun Nov 22 00:58:05 2026"' },
    { record: 11, why: 'request is missing' },
    { record: 12, why: 'transaction is missing' },
  ]);
});
