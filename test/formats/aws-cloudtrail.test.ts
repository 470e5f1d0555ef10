import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Observation } from '../../src/domain/observation.ts';
import { byRecord, fixture, observed, outcomesOf } from './observing.ts';

const records = byRecord('aws.cloudtrail', 'records.json');

/** What the record at this index of the fixture says; undefined when it is silent. */
const at = (index: number): Observation | undefined => records[index]?.[0];
const kindsFrom = (from: number, to: number) => records.slice(from, to).map(([first]) => first?.kind);
const attribute = (index: number, name: string) => at(index)?.attributes[name];

test('a console sign-in succeeds or fails by what its response says, not by an error code', () => {
  assert.deepEqual(kindsFrom(0, 2), ['auth.failed', 'auth.succeeded']);
  assert.equal(attribute(0, 'error.type'), 'Failed authentication');
  assert.equal(attribute(1, 'auth.mfa_used'), true);
  assert.equal(attribute(1, 'user.name'), 'deploy');
  assert.equal(at(0)?.clock, 'api-call');
});

test('a name that AWS hides is absent', () => {
  assert.ok(at(0));
  assert.equal(attribute(0, 'user.name'), undefined);
});

test('the check of a second factor is no sign-in', () => {
  assert.equal(at(2), undefined);
});

test('RotateSecret only asks for a rotation; service events tell its outcome', () => {
  assert.deepEqual(kindsFrom(3, 7), [
    'credential.rotation-requested',
    'credential.rotated',
    'credential.rotation-failed',
    'credential.rotation-failed',
  ]);
  assert.equal(at(10)?.kind, 'credential.rotation-failed');
  assert.equal(attribute(10, 'error.type'), 'AccessDenied');
});

test('the id of a secret is found in each of its places, the full ARN first', () => {
  const arn = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:shop/db-Ab12Cd';
  assert.equal(
    attribute(3, 'credential.id'),
    arn,
    'in the response, though the request has the friendly name',
  );
  assert.equal(attribute(4, 'credential.id'), arn, 'in additionalEventData');
  assert.equal(
    attribute(5, 'credential.id'),
    'arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-Ab12Cd',
  );
});

test('the address of a client is told, the name that a service signs with is not', () => {
  assert.equal(attribute(3, 'client.address'), '203.0.113.7');
  assert.ok(at(4));
  assert.equal(attribute(4, 'client.address'), undefined);
});

test('PutSecretValue moves the current version only when it names no other stage', () => {
  assert.deepEqual(
    [7, 8, 9].map((index) => [
      attribute(index, 'credential.version'),
      attribute(index, 'credential.made_current'),
    ]),
    [
      ['v2', true],
      ['v3', false],
      ['v3', true],
    ],
  );
});

test('a KMS key is rotated by the service event; asking for it or switching it on is not rotation', () => {
  assert.deepEqual(kindsFrom(11, 14), [
    'credential.rotated',
    'credential.rotation-requested',
    'config.changed',
  ]);
  assert.equal(attribute(11, 'credential.id'), 'arn:aws:kms:us-east-1:111122223333:key/k1');
  assert.equal(attribute(11, 'credential.version'), 'm2');
});

test('an access key is created, made inactive, made active again and deleted; a call that failed changed nothing', () => {
  assert.deepEqual(kindsFrom(14, 19), [
    'credential.created',
    'credential.disabled',
    'credential.enabled',
    'credential.deleted',
    'api.failed',
  ]);
  assert.equal(attribute(14, 'credential.id'), 'AKIAEXAMPLENEW');
  assert.equal(attribute(15, 'credential.id'), 'AKIAEXAMPLEOLD');
  assert.equal(attribute(15, 'credential.holder'), 'ci', 'whose key it is');
  assert.equal(attribute(15, 'user.name'), 'deploy', 'who made the call');
});

test('a web ACL counts as soon as one group or one rule is overridden to COUNT', () => {
  assert.deepEqual(
    [19, 20, 21].map((index) => [
      at(index)?.kind,
      attribute(index, 'config.key'),
      attribute(index, 'config.to'),
    ]),
    [
      ['config.changed', 'waf.mode', 'count'],
      ['config.changed', 'waf.mode', 'count'],
      ['config.changed', 'waf.mode', 'block'],
    ],
  );
  assert.equal(attribute(21, 'config.name'), 'edge');
  assert.equal(at(22)?.kind, 'api.failed', 'a change that failed changed nothing');
});

test('an update whose rules are not in the record says no mode', () => {
  const event = {
    eventTime: '2026-01-27T10:00:00Z',
    eventSource: 'wafv2.amazonaws.com',
    eventName: 'UpdateWebACL',
    requestParameters: { name: 'edge' },
  };
  const { observations } = observed('aws.cloudtrail', [Buffer.from(JSON.stringify([event]))]);
  assert.equal(observations[0]?.kind, 'config.changed');
  assert.equal('config.to' in (observations[0]?.attributes ?? {}), false);
});

test('the reading of a secret is told', () => {
  assert.equal(at(23)?.kind, 'data.read');
});

test('the reply to LookupEvents holds each record as text', () => {
  const outcomes = outcomesOf('aws.cloudtrail', [fixture('aws.cloudtrail', 'lookup-events.json')]);
  assert.deepEqual(
    outcomes.map(({ outcome }) => outcome),
    ['observed', 'rejected', 'observed'],
  );
});

test('log files, bare lists, lines and wrapped records are read alike', () => {
  const lines = observed('aws.cloudtrail', [fixture('aws.cloudtrail', 'records.ndjson')]);
  assert.deepEqual(
    lines.observations.map(({ kind }) => kind),
    ['auth.failed', 'auth.succeeded', 'credential.rotation-requested'],
  );
  const { tally } = observed('aws.cloudtrail', [fixture('aws.cloudtrail', 'bare-list.json')]);
  assert.deepEqual(tally.rejects, [
    { record: 3, why: 'eventTime is not a time with a zone' },
    { record: 4, why: 'not an object' },
  ]);
  assert.equal(observed('aws.cloudtrail', [fixture('aws.cloudtrail', 'wrapped.json')]).tally.observed, 1);
});

test('a file that is cut short is one rejected record', () => {
  const { tally } = observed('aws.cloudtrail', [fixture('aws.cloudtrail', 'cut.json')]);
  assert.deepEqual(tally.rejects, [{ record: 0, why: 'not JSON: it is cut short' }]);
});

test('records of the pages of one item are counted through', () => {
  const page = fixture('aws.cloudtrail', 'wrapped.json');
  const positions = outcomesOf('aws.cloudtrail', [page, page]).map(({ record }) => [
    record.page,
    record.index,
  ]);
  assert.deepEqual(positions, [
    [0, 0],
    [1, 1],
  ]);
});

test('a time that an export wrote without its zone is UTC until its zone is given', () => {
  const event = {
    eventVersion: '1.11',
    eventTime: '2026-07-02 10:00:01.250',
    awsRegion: 'eu-west-1',
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateUser',
  };
  const page = [Buffer.from(JSON.stringify(event))];
  const timeIn = (zone?: string) => {
    const [fact] = observed('aws.cloudtrail', page, zone === undefined ? {} : { zone }).observations;
    return [fact?.at, fact?.attributes['clock.zone']];
  };
  assert.deepEqual(timeIn(), ['2026-07-02T10:00:01.250Z', 'assumed']);
  assert.deepEqual(timeIn('Europe/Berlin'), ['2026-07-02T08:00:01.250Z', 'given']);
});
