import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quickTests } from '../../scripts/quick-tests.ts';

const chosen = new Set(quickTests());

test('what is pure is among the quick tests', () => {
  for (const file of ['test/domain/time.test.ts', 'test/timeline/clusters.test.ts'])
    assert.ok(chosen.has(file));
});

test('what starts a process, a database or a server, itself or by a helper, is not', () => {
  for (const file of [
    'test/end-to-end/demo.test.ts',
    'test/docs/verify-by-hand.test.ts',
    'test/db/schema.test.ts',
    'test/pack/timestamp.test.ts',
  ]) {
    assert.ok(!chosen.has(file), file);
  }
});
