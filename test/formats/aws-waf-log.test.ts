import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Observation } from '../../src/domain/observation.ts';
import { byRecord, fixture, observed, observedRecord, outcomesOf } from './observing.ts';

const RECORDS = 'records.ndjson';

const record = (changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  timestamp: 1_769_508_000_000,
  webaclId: 'arn',
  action: 'ALLOW',
  terminatingRuleId: 'Default_Action',
  httpRequest: {},
  ...changes,
});

/** The one observation of the record at this line of the fixture. */
function line(index: number): Observation {
  const [observation] = byRecord('aws.waf-log', RECORDS)[index] ?? [];
  assert.ok(observation);
  return observation;
}

test('a block by a managed group names the rule inside the group, and invents no status', () => {
  const { kind, summary, attributes, at, clock } = line(0);
  assert.equal(kind, 'waf.blocked');
  assert.equal(at, '2026-01-27T10:00:05.000Z');
  assert.equal(clock, 'request');
  assert.equal(summary, 'blocked by AWS-AWSManagedRulesSQLiRuleSet: SQLi_QUERYARGUMENTS');
  assert.equal(attributes['security_rule.name'], 'SQLi_QUERYARGUMENTS');
  assert.equal(attributes['security_rule.ruleset.name'], 'AWS-AWSManagedRulesSQLiRuleSet');
  assert.deepEqual(attributes['waf.matched_rules'], ['SQLi_QUERYARGUMENTS']);
  assert.deepEqual(attributes['waf.counted_rules'], []);
  assert.equal('http.response.status_code' in attributes, false);
});

test('a status is told when the rule sent one of its own', () => {
  assert.equal(line(1).attributes['http.response.status_code'], 429);
});

test('headers are found in any case, an unknown country and the request id "null" are absent', () => {
  const { attributes } = line(1);
  assert.equal(attributes['server.address'], 'shop.example');
  assert.equal(attributes['user_agent.original'], 'curl/8');
  assert.equal('client.geo.country_iso_code' in attributes, false);
  assert.equal('http.request.id' in attributes, false);
});

test('a counted match is found in each of its places, and is never a block', () => {
  const counted = [2, 3, 4, 5].map((index) => {
    const { kind, attributes } = line(index);
    assert.deepEqual(attributes['waf.matched_rules'], attributes['waf.counted_rules']);
    return [kind, attributes['waf.counted_rules']];
  });
  assert.deepEqual(counted, [
    ['waf.counted', ['watch']],
    ['waf.counted', ['NoUserAgent_HEADER']],
    ['waf.counted', ['SizeRestrictions_BODY']],
    ['waf.counted', ['SQLi_BODY', 'AWS-AWSManagedRulesSQLiRuleSet']],
  ]);
  assert.equal(line(3).attributes['security_rule.ruleset.name'], 'AWS-AWSManagedRulesCommonRuleSet');
});

test('a request that no rule matched is allowed by the default action', () => {
  const { kind, attributes } = line(6);
  assert.equal(kind, 'waf.allowed');
  assert.equal('security_rule.name' in attributes, false);
  assert.deepEqual(attributes['waf.matched_rules'], []);
});

test('a puzzle that was not solved ended the request, one that was solved did not', () => {
  const [failed, solved] = [line(7), line(8)];
  assert.equal(failed.kind, 'waf.challenged');
  assert.equal(failed.attributes['waf.challenge.failure_reason'], 'TOKEN_MISSING');
  assert.equal(failed.attributes['http.response.status_code'], 405);
  assert.equal('waf.challenge.solved_at' in failed.attributes, false);
  assert.equal(solved.kind, 'waf.counted');
  assert.equal('waf.challenge.failure_reason' in solved.attributes, false);
});

test('the time of a solved puzzle is in seconds, that of the record in milliseconds', () => {
  assert.equal(line(8).attributes['waf.challenge.solved_at'], '2026-01-27T10:00:01.000Z');
  const seconds = outcomesOf('aws.waf-log', [
    Buffer.from(JSON.stringify(record({ timestamp: 1_769_508_000 }))),
  ]);
  assert.equal(seconds[0]?.outcome, 'rejected');
});

test('a group that only counted before does not take the credit for a later block', () => {
  const { kind, attributes } = line(10);
  assert.equal(kind, 'waf.blocked');
  assert.equal(attributes['security_rule.name'], 'later-rule');
  assert.deepEqual(attributes['waf.counted_rules'], ['CategoryHttpLibrary']);
});

test('of several groups the last one whose rule did not only count ended the request', () => {
  const group = (ruleGroupId: string, ruleId: string, action = 'BLOCK') => ({
    ruleGroupId,
    terminatingRule: { ruleId, action },
  });
  const [observation] = observedRecord(
    'aws.waf-log',
    record({
      action: 'BLOCK',
      terminatingRuleId: 'second',
      terminatingRuleType: 'GROUP',
      ruleGroupList: [
        group('AWS#First', 'a'),
        group('arn:aws:wafv2:x:1:regional/rulegroup/second/id', 'b'),
        group('AWS#Third', 'c', 'COUNT'),
      ],
    }),
  );
  assert.equal(observation?.attributes['security_rule.name'], 'b');
  assert.deepEqual(observation?.attributes['waf.counted_rules'], ['a', 'c']);
  assert.deepEqual(observation?.attributes['waf.matched_rules'], ['a', 'b', 'c']);
});

test('a default action that blocks is a block by no rule', () => {
  const [observation] = observedRecord('aws.waf-log', record({ action: 'BLOCK' }));
  assert.equal(observation?.kind, 'waf.blocked');
  assert.equal(observation?.summary, 'blocked');
  assert.equal('security_rule.name' in (observation?.attributes ?? {}), false);
  assert.deepEqual(observation?.attributes['waf.matched_rules'], []);
});

test('a time beyond the year 9999 is none', () => {
  assert.deepEqual(observedRecord('aws.waf-log', record({ timestamp: 253_402_300_800_000 })), []);
});

test('only the action decides: no rule name makes an allowed request a block', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('BLOCK', 'COUNT', 'CAPTCHA'), (ruleId, action) => {
      const [observation] = observedRecord(
        'aws.waf-log',
        record({ terminatingRuleId: ruleId, nonTerminatingMatchingRules: [{ ruleId, action }] }),
      );
      assert.ok(observation?.kind === 'waf.counted' || observation?.kind === 'waf.allowed');
    }),
  );
});

test('records keep their order, which is not that of their times', () => {
  const times = observed('aws.waf-log', [fixture('aws.waf-log', RECORDS)]).observations.map(({ at }) => at);
  assert.notDeepEqual(times, times.toSorted());
  assert.equal(times[0], '2026-01-27T10:00:05.000Z');
});

test('unreadable records are rejected with a reason that names the member, the good ones stay', () => {
  const { tally } = observed('aws.waf-log', [fixture('aws.waf-log', 'unreadable.ndjson')]);
  assert.equal(tally.observed, 3);
  assert.deepEqual(
    tally.rejects.map(({ record: index, why }) => [index, why]),
    [
      [2, 'timestamp is not a time in milliseconds since 1970'],
      [3, 'not JSON'],
      [4, 'action is COUNT, which is no verdict on a request'],
      [5, 'not an object'],
      [6, 'httpRequest is missing'],
    ],
  );
});

test('records that Firehose joined without a delimiter are parted, a cut last one is rejected', () => {
  const joined = fixture('aws.waf-log', 'joined.ndjson');
  assert.equal(observed('aws.waf-log', [joined]).tally.observed, 2);
  const spaced = Buffer.from(Buffer.from(joined).toString().replace('}{"timestamp', '} {"timestamp'));
  assert.equal(observed('aws.waf-log', [spaced]).tally.observed, 2);
  const cut = observed('aws.waf-log', [joined.subarray(0, joined.length - 5)]).tally;
  assert.deepEqual([cut.observed, cut.rejected], [1, 1]);
});

test('a record that is printed over many lines is one record', () => {
  const { observations, tally } = observed('aws.waf-log', [fixture('aws.waf-log', 'wrapped.json')]);
  assert.equal(tally.records, 1);
  assert.equal(observations[0]?.attributes['security_rule.name'], 'SQLi_QUERYARGUMENTS');
});

test('redaction tokens stand wherever text stood', () => {
  const [observation] = observedRecord(
    'aws.waf-log',
    record({
      httpRequest: { clientIp: '[ip:AAAAAAAAAA]', headers: [{ name: 'Host', value: '[secret:AAAAAAAAAA]' }] },
    }),
  );
  assert.equal(observation?.attributes['client.address'], '[ip:AAAAAAAAAA]');
});
