import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { everySlot } from '../../src/jobs/every-slot.ts';

const HOUR_MS = 3_600_000;

/** Slots that were told while the clock of the test runs. */
function watch(t: TestContext, startMs: number, everyMs: number) {
  t.mock.timers.enable({ apis: ['setTimeout', 'Date'], now: startMs });
  const slots: number[] = [];
  const faults: unknown[] = [];
  const due = async (slot: number): Promise<void> => {
    slots.push(slot);
    if (slot === 2) throw new Error('queue away');
  };
  const clock = everySlot(everyMs, { nowMs: Date.now, due, onFault: (cause) => faults.push(cause) });
  t.after(() => clock.stop());
  return { slots, faults, clock };
}

test('the current slot is told at once and each next one at its beginning, by whichever replica', async (t) => {
  const { slots, faults, clock } = watch(t, 1.5 * HOUR_MS, HOUR_MS);
  assert.deepEqual(slots, [1]);
  t.mock.timers.tick(0.5 * HOUR_MS - 1);
  assert.deepEqual(slots, [1]);
  t.mock.timers.tick(1);
  assert.deepEqual(slots, [1, 2]);
  for (const _ of [3, 4]) t.mock.timers.tick(HOUR_MS);
  await Promise.resolve();
  assert.deepEqual(slots, [1, 2, 3, 4]);
  assert.deepEqual(faults.map(String), ['Error: queue away']);
  clock.stop();
  t.mock.timers.tick(HOUR_MS);
  assert.deepEqual(slots, [1, 2, 3, 4]);
});
