import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gathered } from '../../src/domain/gathered.ts';

test('calls that come together go together, and each gets its own answer', async () => {
  const runs: number[][] = [];
  const double = gathered(async (items: readonly number[]) => {
    runs.push([...items]);
    return items.map((item) => item * 2);
  });
  assert.deepEqual(await Promise.all([double(1), double(2), double(3)]), [2, 4, 6]);
  assert.equal(await double(4), 8);
  assert.deepEqual(runs, [[1, 2, 3], [4]]);
});

test('a call during a run waits for the next, and a run that fails fails its own calls alone', async () => {
  const first = Promise.withResolvers<void>();
  let runs = 0;
  const run = gathered(async (items: readonly string[]) => {
    runs += 1;
    if (runs === 1) await first.promise;
    return items;
  });
  const failing = assert.rejects(run('a'), /down/);
  while (runs === 0) await new Promise(setImmediate);
  const later = run('b');
  first.reject(new Error('down'));
  await failing;
  assert.equal(await later, 'b');
  assert.equal(runs, 2);
});
