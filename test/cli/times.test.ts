import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sinceOption, timedText, timeOption } from '../../src/cli/times.ts';
import { windowOption } from '../../src/cli/window.ts';

/** 14:30 in Berlin. */
const NOW_MS = Date.parse('2026-01-27T13:30:00Z');
const berlin = { nowMs: NOW_MS, zone: 'Europe/Berlin' };
const at = (iso: string): number => Date.parse(iso);

test('flags take times as people write them, in the zone of the terminal', () => {
  assert.equal(timeOption('14:05', '--at', berlin), at('2026-01-27T13:05:00Z'));
  assert.equal(timeOption('um 14 Uhr', '--at', berlin), at('2026-01-27T13:00:00Z'));
  assert.equal(timeOption('yesterday 22:00', '--from', berlin), at('2026-01-26T21:00:00Z'));
  assert.equal(timeOption('2026-01-27T10:00:00Z', '--at', berlin), at('2026-01-27T10:00:00Z'));
  assert.equal(timeOption('2026-01-28T10:00:00Z', '--to', berlin), at('2026-01-28T10:00:00Z'));
  assert.equal(sinceOption('2h', '--since', berlin), NOW_MS - 2 * 3_600_000);
  assert.equal(sinceOption('20 min', '--since', berlin), NOW_MS - 20 * 60_000);
  assert.equal(sinceOption('9:00', '--since', berlin), at('2026-01-27T08:00:00Z'));
  assert.deepEqual(windowOption({ from: '9:00', to: '10:30' }, berlin), {
    fromMs: at('2026-01-27T08:00:00Z'),
    toMs: at('2026-01-27T09:30:00Z'),
  });
});

test('a text names its time, a flag overrules it', () => {
  assert.deepEqual(timedText('rolled back at 14:05', undefined, berlin), {
    text: 'rolled back',
    atMs: at('2026-01-27T13:05:00Z'),
  });
  const kept = { text: 'p95 was 14.05', atMs: NOW_MS };
  assert.deepEqual(timedText('p95 was 14.05', 'now', berlin), kept);
});

test('what is not clear is refused with its readings as flags, what does not exist with its reason', () => {
  const refused = [
    [
      () => timedText('p95 was 14.05', undefined, berlin),
      /--at 2026-01-27T13:05:00.000Z \(14:05 today.*--at now/,
    ],
    [() => timeOption('10:00 IST', '--at', berlin), /--at 2026-01-27T04:30:00.000Z/],
    [() => timeOption('tuesday 9:30', '--from', berlin), /--from 2026-01-20T08:30:00.000Z/],
  ] as const;
  for (const [refuse, mend] of refused) assert.throws(refuse, { code: 'TIME_UNCLEAR', fault: 'user', mend });
  assert.throws(() => timeOption('2026-02-30T10:00:00Z', '--at', berlin), {
    code: 'TIME_INVALID',
    message: /30 February 2026 does not exist/,
  });
  assert.throws(() => sinceOption('3y', '--since', berlin), { code: 'DURATION_INVALID' });
});
