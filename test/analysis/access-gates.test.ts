import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { observed, waf } from '../timeline/observations.ts';
import { analysed, gateOf } from './cases.ts';

const key = (minute: number, id: string, evidence: string): SourcedObservation =>
  observed(
    'credential.present',
    minute,
    { 'credential.kind': 'jwk', 'credential.id': id, 'jwk.thumbprint': `print-${id}` },
    evidence,
  );
const rotated = (observations: readonly SourcedObservation[]) => {
  const result = analysed(observations);
  return { gate: gateOf(result, 'rotation'), rotations: result.analysis.rotations };
};

test('a key that is replaced by a new one is rotated', () => {
  const { gate, rotations } = rotated([
    key(10, 'old', 'E-1'),
    key(10, 'stays', 'E-1'),
    key(20, 'old', 'E-2'),
    key(20, 'new', 'E-2'),
    key(20, 'stays', 'E-2'),
    key(60, 'new', 'E-3'),
    key(60, 'stays', 'E-3'),
  ]);
  assert.equal(gate.verdict, 'satisfied');
  assert.deepEqual(
    rotations.map(({ credentialId, complete, steps }) => [
      credentialId,
      complete,
      steps.map(({ what }) => what),
    ]),
    [['old', true, ['old key published', 'new key new published', 'old key no longer published']]],
  );
});

test('a new key beside the old one is not yet a rotation', () => {
  const { gate, rotations } = rotated([key(10, 'old', 'E-1'), key(20, 'old', 'E-2'), key(20, 'new', 'E-2')]);
  assert.equal(gate.verdict, 'not-satisfied');
  assert.equal(rotations[0]?.complete, false);
});

test('a key that is gone without a new one is not rotated', () => {
  const { gate } = rotated([key(10, 'old', 'E-1'), key(10, 'stays', 'E-1'), key(20, 'stays', 'E-2')]);
  assert.equal(gate.verdict, 'not-satisfied');
});

test('the same key set seen twice is no rotation', () => {
  assert.equal(rotated([key(10, 'old', 'E-1'), key(20, 'old', 'E-2')]).gate.verdict, 'insufficient-evidence');
});

const secret = (kind: SourcedObservation['observation']['kind'], minute: number) =>
  observed(kind, minute, {
    'credential.kind': 'secret',
    'credential.id': 'arn:secret',
    'event.id': `${minute}`,
  });

test('a rotation that was asked for is complete only with the service’s own success', () => {
  const asked = secret('credential.rotation-requested', 10);
  assert.equal(rotated([asked]).gate.verdict, 'not-satisfied');
  assert.equal(rotated([asked, secret('credential.rotated', 12)]).gate.verdict, 'satisfied');
  assert.equal(
    rotated([asked, secret('credential.rotated', 12), secret('credential.rotation-failed', 14)]).gate.verdict,
    'not-satisfied',
  );
});

const role = (minute: number, operation: string, name: string, outcome: 'succeeded' | 'failed') =>
  observed('db.role-changed', minute, { 'db.operation.name': operation, 'db.role.name': name, outcome });

test('a database role is rotated when the new one is created and the old one dropped without an error', () => {
  const created = role(10, 'CREATE ROLE', 'app_v2', 'succeeded');
  assert.equal(rotated([created, role(20, 'DROP ROLE', 'app', 'failed')]).gate.verdict, 'not-satisfied');
  const { gate, rotations } = rotated([created, role(20, 'DROP ROLE', 'app', 'succeeded')]);
  assert.equal(gate.verdict, 'satisfied');
  assert.equal(rotations[0]?.credentialId, 'app');
});

const iamKey = (kind: SourcedObservation['observation']['kind'], minute: number, id: string) =>
  observed(kind, minute, {
    'credential.kind': 'iam-key',
    'credential.id': id,
    'user.name': 'deploy',
    'event.id': `${minute}`,
  });

test('creating an access key without ending the old one is no rotation', () => {
  const created = iamKey('credential.created', 10, 'K2');
  assert.equal(rotated([created]).gate.verdict, 'not-satisfied');
  // Made and taken away again: nothing was replaced.
  assert.equal(
    rotated([created, iamKey('credential.deleted', 12, 'K2')]).gate.verdict,
    'insufficient-evidence',
  );
  // A key that is only inactive can be of use again: see test/credentials.
  assert.equal(
    rotated([created, iamKey('credential.disabled', 20, 'K1')]).gate.verdict,
    'insufficient-evidence',
  );
  assert.equal(rotated([created, iamKey('credential.deleted', 20, 'K1')]).gate.verdict, 'satisfied');
});

const statement = (text: string, binding: 'bound' | 'simple' | 'none', code?: string) =>
  observed(
    'db.statement',
    30,
    { 'db.query.text': text, 'db.binding': binding, ...(code ? { 'db.response.status_code': code } : {}) },
    'E-0005',
  );
const probe = waf('waf.counted', 29, 'p1', 'SQLi_QUERYARGUMENTS', { 'url.query': 'q=lamp%27+OR+1%3D1--' });
const BOUND = statement('SELECT id FROM products WHERE name = $1', 'bound');

test('bound statements with no payload in any text satisfy', () => {
  const gate = gateOf(analysed([probe, BOUND, statement('BEGIN', 'simple')]), 'bound-parameters');
  assert.deepEqual([gate.verdict, gate.figure], ['satisfied', 0]);
});

test('a payload of a probe inside a statement text does not satisfy, with doubled quotes too', () => {
  for (const text of [
    "SELECT id FROM products WHERE name = 'lamp' OR 1=1--'",
    "SELECT id FROM products WHERE name = 'lamp'' OR 1=1--'",
  ]) {
    const gate = gateOf(analysed([probe, BOUND, statement(text, 'simple')]), 'bound-parameters');
    assert.deepEqual([gate.verdict, gate.figure], ['not-satisfied', 1], text);
  }
});

test('statements whose binding the log does not tell leave the question open', () => {
  const gate = gateOf(analysed([probe, BOUND, statement('SELECT 1 FROM t', 'none')]), 'bound-parameters');
  assert.equal(gate.verdict, 'insufficient-evidence');
});

test('a log without statements is not observable', () => {
  assert.match(gateOf(analysed([probe]), 'bound-parameters').why, /not observable/);
});

test('a statement that widens a role’s rights does not satisfy, one that failed or narrows does not count', () => {
  const judged = (text: string, code?: string) =>
    gateOf(analysed([statement(text, 'simple', code)]), 'db-least-privilege').verdict;
  assert.equal(judged('GRANT ALL ON SCHEMA public TO app'), 'not-satisfied');
  assert.equal(judged('SELECT 1; ALTER ROLE app SUPERUSER'), 'not-satisfied');
  assert.equal(judged('GRANT ALL ON SCHEMA public TO app', '42501'), 'insufficient-evidence');
  assert.equal(judged('ALTER ROLE app NOSUPERUSER'), 'insufficient-evidence');
  assert.equal(judged('GRANT SELECT ON products TO app'), 'insufficient-evidence');
  assert.equal(judged("CREATE ROLE app LOGIN PASSWORD 'superuser'"), 'insufficient-evidence');
});
