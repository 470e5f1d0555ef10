import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryProblems } from '../../src/evidence/agreement/deliveries.ts';

const common = { seq: 1, at: '2026-01-27T12:00:00.000Z', actor: 'rca' };
const waiting = {
  incident: 'INC-2026-0001',
  version: 1,
  destination: 'folder',
  kind: 'folder',
  state: 'waiting',
  attempts: 0,
  triedAt: null,
  place: null,
  receipt: null,
  error: null,
  hold: null,
} as const;
const arrived = { ...waiting, state: 'delivered', triedAt: common.at, place: '/p', receipt: '{}' } as const;

test('ledgers from before destinations were entered are judged by what they tell', () => {
  const written = {
    ...common,
    type: 'pack.written' as const,
    body: { version: 1, sha256: 'a', manifestSha256: 'b' },
  };
  const delivered = {
    ...common,
    type: 'pack.delivered' as const,
    body: { version: 1, destination: 'folder' },
  };
  assert.deepEqual(deliveryProblems([written], [waiting]), []);
  assert.deepEqual(deliveryProblems([written], []), []);
  assert.deepEqual(deliveryProblems([written, delivered], [arrived]), []);
  assert.equal(deliveryProblems([written], [arrived]).length, 1);
  assert.equal(deliveryProblems([written, delivered], []).length, 1);
  assert.equal(deliveryProblems([], [waiting]).length, 1);
});
