import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaseItem } from '../../src/domain/case-file.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { analysed, gateOf } from '../analysis/cases.ts';
import { observed } from '../timeline/observations.ts';
import { call, line, logFacts, trailFacts, understood, type Who, wholeTrail } from './trail.ts';

const ops: Who = { user: 'ops', key: 'AKIAEXAMPLEOPS000001', address: '192.0.2.10' };
const OLD = 'AKIAEXAMPLEOLD000001';
const NEW = 'AKIAEXAMPLENEW000001';
const svc: Who = { user: 'svc-orders', key: OLD, address: '10.0.0.7' };

const create = (minute: number, id: string, who: Who = ops, user = 'svc-orders') =>
  call(minute, who, 'iam', 'CreateAccessKey', {
    requestParameters: { userName: user },
    responseElements: { accessKey: { accessKeyId: id, userName: user, status: 'Active' } },
  });
const status = (minute: number, id: string, to: 'Active' | 'Inactive', who: Who = ops) =>
  call(minute, who, 'iam', 'UpdateAccessKey', {
    requestParameters: { userName: 'svc-orders', accessKeyId: id, status: to },
  });
const remove = (minute: number, id: string, who: Who = ops) =>
  call(minute, who, 'iam', 'DeleteAccessKey', {
    requestParameters: { userName: 'svc-orders', accessKeyId: id },
  });
const refused = (minute: number, who: Who) =>
  call(minute, who, 'sts', 'GetCallerIdentity', { errorCode: 'InvalidClientTokenId' });

const judged = (facts: readonly SourcedObservation[], items: readonly CaseItem[] = []) => {
  const { verdict, why } = gateOf(analysed(facts, items), 'rotation');
  const { rotations, credentials } = understood(facts, items);
  const purposeOf = (id: string) => credentials.find((one) => one.id === id)?.purpose;
  return { verdict, why, rotations, credentials, purposeOf };
};
const ofTrail = (records: readonly object[], items: readonly CaseItem[] = []) =>
  judged(trailFacts(records), items);

test('a key that was switched off is proved to be of no use by a refusal, or by a whole trail that shows no use', () => {
  const planned = [create(10, NEW), status(20, OLD, 'Inactive')];
  const open = ofTrail(planned);
  assert.equal(open.verdict, 'insufficient-evidence');
  assert.match(open.why, /no whole trail is in evidence/);
  assert.equal(ofTrail(planned, [wholeTrail]).verdict, 'satisfied');
  assert.equal(ofTrail([...planned, refused(30, svc)]).verdict, 'satisfied');
  assert.equal(ofTrail(planned, [wholeTrail]).purposeOf(OLD), 'planned');
});

test('a trail that was switched off proves nothing about the time after', () => {
  const audit: Who = { user: 'audit', key: 'AKIAEXAMPLEAUDIT0001', address: '192.0.2.11' };
  const stop = call(25, audit, 'cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } });
  const planned = [create(10, NEW), status(20, OLD, 'Inactive'), stop];
  assert.equal(ofTrail(planned, [wholeTrail]).verdict, 'insufficient-evidence');
  const start = (minute: number) =>
    call(minute, audit, 'cloudtrail', 'StartLogging', { requestParameters: { name: 'main' } });
  assert.match(ofTrail([...planned, start(26)], [wholeTrail]).why, /switched off at 2026-01-27 00:25 UTC/);
  const before = call(5, audit, 'cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } });
  const whole = [before, start(6), ...planned.slice(0, 2)];
  assert.equal(ofTrail(whole, [wholeTrail]).verdict, 'satisfied');
});

test('a key that is used after it was switched off is not rotated', () => {
  const { verdict, rotations } = ofTrail(
    [create(10, NEW), status(20, OLD, 'Inactive'), call(21, svc, 's3', 'ListBuckets')],
    [wholeTrail],
  );
  assert.equal(verdict, 'not-satisfied');
  assert.match(rotations[0]?.why ?? '', /was used at 2026-01-27 00:21 UTC, after it had been ended/);
});

test('a key that was switched on again is not rotated', () => {
  const { verdict, rotations } = ofTrail(
    [create(10, NEW), status(20, OLD, 'Inactive'), status(40, OLD, 'Active')],
    [wholeTrail],
  );
  assert.equal(verdict, 'not-satisfied');
  assert.match(rotations[0]?.why ?? '', /made active again/);
});

test('a key that was switched off by mistake and on again is no rotation', () => {
  const { verdict, rotations, purposeOf } = ofTrail(
    [status(20, OLD, 'Inactive'), refused(21, svc), status(30, OLD, 'Active')],
    [wholeTrail],
  );
  assert.deepEqual(rotations, []);
  assert.equal(verdict, 'insufficient-evidence');
  assert.equal(purposeOf(OLD), 'mistake');
});

const intruder: Who = { user: 'svc-orders', key: OLD, address: '203.0.113.66' };
const theft = [
  call(1, svc, 'ecs', 'UpdateService', { requestParameters: { service: 'orders' } }),
  ...['a', 'b', 'c', 'd'].map((id, index) =>
    call(10 + index, intruder, 'secretsmanager', 'GetSecretValue', { requestParameters: { secretId: id } }),
  ),
  call(20, intruder, 'cloudtrail', 'StopLogging', { requestParameters: { name: 'main' } }),
  create(21, 'AKIAEXAMPLEDOOR00001', intruder, 'backup-svc'),
];

test('a key that an intruder made and that was then switched off is hostile, and no rotation', () => {
  const ended = [...theft, remove(60, 'AKIAEXAMPLEDOOR00001'), status(61, OLD, 'Inactive')];
  const { rotations, purposeOf, verdict } = ofTrail(ended);
  assert.deepEqual(rotations, []);
  assert.equal(verdict, 'insufficient-evidence');
  assert.equal(purposeOf('AKIAEXAMPLEDOOR00001'), 'hostile');
  assert.equal(purposeOf(OLD), 'emergency');
});

test('a stolen key that is replaced in an emergency is no rotation', () => {
  const { rotations, credentials } = ofTrail([
    ...theft,
    status(60, OLD, 'Inactive'),
    refused(70, intruder),
    create(80, NEW),
  ]);
  assert.deepEqual(rotations, []);
  assert.equal(credentials.find(({ id }) => id === OLD)?.state, 'disabled');
});

test('roles that have nothing in common are no rotation', () => {
  const { verdict, rotations } = judged(
    logFacts([
      line(1, 's1', 'statement: CREATE ROLE audit_ro NOLOGIN'),
      line(2, 's2', 'statement: DROP ROLE intern_2019'),
    ]),
  );
  assert.deepEqual(rotations, []);
  assert.equal(verdict, 'insufficient-evidence');
});

test('what a transaction takes back did not happen', () => {
  const dropped = (end: string) =>
    judged(
      logFacts([
        line(1, 's1', "statement: CREATE ROLE app_v2 LOGIN PASSWORD 'x'"),
        line(2, 's1', 'statement: BEGIN'),
        line(3, 's1', 'statement: DROP ROLE app'),
        line(4, 's1', `statement: ${end}`),
      ]),
    ).verdict;
  assert.equal(dropped('COMMIT'), 'satisfied');
  assert.equal(dropped('ROLLBACK'), 'not-satisfied');
});

test('going back to a savepoint takes back what came after it alone', () => {
  const facts = logFacts(
    ['BEGIN', 'DROP ROLE a', 'SAVEPOINT s', 'DROP ROLE b', 'ROLLBACK TO s', 'COMMIT'].map((text, index) =>
      line(index, 's1', `statement: ${text}`),
    ),
  );
  const roles = facts.filter(({ observation }) => observation.kind === 'db.role-changed');
  assert.deepEqual(
    roles.map(({ observation: { attributes } }) => [attributes['db.role.name'], attributes['outcome']]),
    [
      ['a', 'succeeded'],
      ['b', 'rolled-back'],
    ],
  );
});

test('a password that is changed in place is a rotation, of which the old one is gone', () => {
  const { verdict, rotations } = judged(
    logFacts([line(1, 's1', "statement: ALTER ROLE orders PASSWORD 'x'")]),
  );
  assert.equal(verdict, 'satisfied');
  assert.match(rotations[0]?.why ?? '', /changed in place/);
});

test('another key under the same id is a rotation in place', () => {
  const key = (minute: number, print: string, evidence: string) =>
    observed(
      'credential.present',
      minute,
      { 'credential.kind': 'jwk', 'credential.id': 'main', 'jwk.thumbprint': print },
      evidence,
    );
  const { verdict } = judged([key(10, 'one', 'E-1'), key(60, 'two', 'E-2')]);
  assert.equal(verdict, 'satisfied');
  assert.equal(judged([key(10, 'one', 'E-1'), key(60, 'one', 'E-2')]).verdict, 'insufficient-evidence');
});

test('a version of a secret that is made current is seen, and not proved to have ended the one before', () => {
  const put = call(10, ops, 'secretsmanager', 'PutSecretValue', {
    requestParameters: { secretId: 'orders/db', clientRequestToken: 'v2' },
  });
  const { verdict, credentials } = ofTrail([put]);
  assert.equal(verdict, 'insufficient-evidence');
  assert.deepEqual(
    credentials.map(({ id, steps }) => [id, steps.length]),
    [['orders/db', 1]],
  );
});
