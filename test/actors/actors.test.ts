import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { actorCollector, seemsHostile } from '../../src/actors/collector.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { call, trailFacts, type Who } from '../credentials/trail.ts';

const KEY = 'AKIAEXAMPLE000000001';
const daily: Who = { user: 'ci', key: KEY, address: '10.0.0.7' };
const intruder: Who = { user: 'ci', key: KEY, address: '203.0.113.66' };
const ops: Who = { user: 'secops', key: 'AKIAEXAMPLE000000002', address: '10.0.0.8' };

const records = [
  call(1, daily, 'ecs', 'UpdateService', { requestParameters: { service: 'shop' } }),
  call(10, intruder, 'sts', 'GetCallerIdentity'),
  call(11, intruder, 'iam', 'CreateUser', { errorCode: 'AccessDenied' }),
  ...['a', 'b', 'c'].map((id, index) =>
    call(12 + index, intruder, 'secretsmanager', 'GetSecretValue', { requestParameters: { secretId: id } }),
  ),
  call(20, intruder, 'iam', 'CreateUser', { requestParameters: { userName: 'door' } }),
  call(21, intruder, 'iam', 'AttachUserPolicy', {
    requestParameters: { userName: 'door', policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  }),
  call(22, intruder, 'cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } }),
  call(23, intruder, 'ec2', 'RunInstances', { errorCode: 'Client.InstanceLimitExceeded' }),
  call(60, ops, 'cloudtrail', 'StartLogging', { requestParameters: { name: 'main' } }),
];

const actorsOf = (facts: readonly SourcedObservation[]) => {
  const collector = actorCollector();
  for (const fact of facts) collector.add(fact);
  return collector.actors();
};

test('one key from two addresses is two actors, and the one with signs of an intrusion comes first', () => {
  const [first, ...others] = actorsOf(trailFacts(records));
  assert.deepEqual(
    [first?.principal, first?.key, first?.address, first?.calls, first?.refusals, first?.failures],
    ['ci', KEY, '203.0.113.66', 9, 1, 1],
  );
  assert.equal(first?.firstSeen, '2026-01-27T00:10:00.000Z');
  assert.deepEqual(
    first?.secretsRead.map(({ subject }) => subject),
    ['a', 'b', 'c'],
  );
  assert.deepEqual(
    first?.persistence.map(({ action }) => action),
    ['CreateUser', 'AttachUserPolicy'],
  );
  assert.deepEqual(
    first?.loggingStopped.map(({ subject }) => subject),
    ['main'],
  );
  assert.equal(first?.successAfterRefusal?.action, 'CreateUser');
  assert.equal(first !== undefined && seemsHostile(first), true);
  assert.deepEqual(
    others.map((other) => [other.principal, seemsHostile(other)]),
    [
      ['ci', false],
      ['secops', false],
    ],
  );
});

test('the order in which records arrive changes no actor', () => {
  const facts = trailFacts(records);
  const expected = actorsOf(facts);
  fc.assert(
    fc.property(fc.shuffledSubarray([...facts], { minLength: facts.length }), (shuffled) => {
      assert.deepEqual(actorsOf(shuffled), expected);
    }),
    { numRuns: 50 },
  );
});

test('what is taken away takes its sign away', () => {
  const without = records.filter((record) => !JSON.stringify(record).includes('StopLogging'));
  const [first] = actorsOf(trailFacts(without));
  assert.equal(first?.signs.includes('recording stopped'), false);
});
