import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byRecord, fixture, observed } from './observing.ts';

test('sampled requests are examples: none is counted, one that cannot be read is rejected', () => {
  const { observations, tally } = observed('aws.waf-sampled', [fixture('aws.waf-sampled', 'reply.json')]);
  assert.deepEqual(observations, []);
  assert.equal(tally.silent, 2);
  assert.deepEqual(tally.rejects, [
    { record: 2, why: 'a sample without its request' },
    { record: 3, why: 'Timestamp is neither seconds since 1970 nor ISO 8601' },
  ]);
});

test('a row of Insights is a total at the start of its bin, in UTC, never a block', () => {
  const rows = byRecord('cloudwatch.insights', 'complete.json');
  const [binned] = rows[0] ?? [];
  assert.equal(binned?.kind, 'waf.total');
  assert.equal(binned?.at, '2026-01-27T10:00:00.000Z');
  assert.deepEqual(binned?.attributes, {
    count: 512,
    'waf.action': 'BLOCK',
    'security_rule.name': 'AWS-AWSManagedRulesSQLiRuleSet',
  });
  assert.equal(rows[1]?.[0]?.clock, 'retrieval', 'a total over the whole window has no time of its own');
  assert.deepEqual(rows[2], [], 'a row of raw events');
});

test('rows of Insights without a number or a time where one belongs are rejected', () => {
  const { tally } = observed('cloudwatch.insights', [fixture('cloudwatch.insights', 'complete.json')]);
  assert.deepEqual(tally.rejects, [
    { record: 3, why: 'a count that is not a whole number' },
    { record: 4, why: 'a row that is not a list of fields' },
    { record: 5, why: 'the start of a bin is not a time' },
  ]);
});

test('the rows of a query that still runs are partial, and none is taken', () => {
  const { tally } = observed('cloudwatch.insights', [fixture('cloudwatch.insights', 'running.json')]);
  assert.deepEqual(tally.rejects, [
    { record: 0, why: 'the state of the query is Running: its rows are partial' },
  ]);
});

test('a published key has the thumbprint of RFC 7638, and its id or else the thumbprint', () => {
  const [rsa, ec] = byRecord('jwks', 'two-keys.json').map(([key]) => key);
  assert.equal(rsa?.kind, 'credential.present');
  // The example of RFC 7638, section 3.1.
  assert.equal(rsa?.attributes['jwk.thumbprint'], 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs');
  assert.equal(rsa?.attributes['credential.id'], '2011-04-29');
  assert.equal(rsa?.attributes['jwk.alg'], 'RS256');
  assert.equal(ec?.attributes['credential.id'], ec?.attributes['jwk.thumbprint']);
  assert.deepEqual([rsa?.at, rsa?.clock], ['2026-01-27T12:00:00.000Z', 'retrieval']);
});

test('key types that are not public keys are silent, broken keys are rejected', () => {
  const { tally } = observed('jwks', [fixture('jwks', 'two-keys.json')]);
  assert.equal(tally.silent, 1);
  assert.deepEqual(
    tally.rejects.map(({ why }) => why),
    ['a key of type RSA without n', 'a key without its type (kty)', 'a key without its type (kty)'],
  );
  assert.equal(observed('jwks', [fixture('jwks', 'empty.json')]).tally.records, 0);
});

test('a web ACL blocks unless a group, a rule in a group or an excluded rule only counts', () => {
  const mode = (name: string) => byRecord('config.snapshot', name)[0]?.[0]?.attributes['config.value'];
  assert.equal(mode('web-acl-block.json'), 'block', 'an own rule that counts is not a group');
  assert.equal(mode('web-acl-count.json'), 'count');
  assert.equal(mode('web-acl-rule-count.json'), 'count');
  assert.equal(mode('web-acl-excluded.json'), 'count');
});

test('a web ACL tells its name, its groups and its default action', () => {
  const [observation] = byRecord('config.snapshot', 'web-acl-block.json')[0] ?? [];
  assert.equal(observation?.kind, 'config.observed');
  assert.equal(observation?.attributes['config.key'], 'waf.mode');
  assert.equal(observation?.attributes['config.name'], 'edge');
  assert.equal(observation?.attributes['waf.default_action'], 'allow');
  assert.deepEqual(observation?.attributes['waf.rule_groups'], [
    'AWS-AWSManagedRulesCommonRuleSet',
    'AWS-AWSManagedRulesSQLiRuleSet',
  ]);
});

test('a logging configuration tells what its filter drops', () => {
  const [observation] = byRecord('config.snapshot', 'logging.json')[0] ?? [];
  assert.equal(observation?.attributes['config.key'], 'waf.logging');
  assert.equal(observation?.attributes['waf.logging.default_behavior'], 'DROP');
  assert.deepEqual(observation?.attributes['waf.logging.kept_actions'], ['BLOCK']);
  assert.deepEqual(observation?.attributes['waf.logging.redacted_fields'], ['SingleHeader']);
});

test('each line of plain text is silent, and one that is not UTF-8 is rejected', () => {
  const { tally } = observed('text', [fixture('text', 'lines.log')]);
  assert.deepEqual([tally.records, tally.silent], [5, 4]);
  assert.deepEqual(tally.rejects, [{ record: 3, why: 'not UTF-8' }]);
});
