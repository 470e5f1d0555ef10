import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RcaError } from '../../../src/domain/errors.ts';
import { findTimes } from '../../../src/domain/time-words/find.ts';
import { readTime, takeSpan, takeTime } from '../../../src/domain/time-words/take.ts';

/** A Tuesday, 14:30 in Berlin. */
const NOW_MS = Date.parse('2026-01-27T13:30:00Z');
const berlin = { nowMs: NOW_MS, zone: 'Europe/Berlin' };

const read = (text: string, moment: { nowMs: number; zone: string | null } = berlin): string | string[] => {
  const reading = readTime(text, moment);
  return 'atMs' in reading
    ? new Date(reading.atMs).toISOString()
    : reading.choices.map(({ atMs }) => new Date(atMs).toISOString());
};

test('a time is read in the writer’s zone', () => {
  const times = {
    '14:05': '2026-01-27T13:05:00.000Z',
    '2:05pm': '2026-01-27T13:05:00.000Z',
    '12:10 am': '2026-01-26T23:10:00.000Z',
    'today 09:00:30': '2026-01-27T08:00:30.000Z',
    'Yesterday 22:00': '2026-01-26T21:00:00.000Z',
    'monday 9:30': '2026-01-26T08:30:00.000Z',
    'last tuesday 9:30': '2026-01-20T08:30:00.000Z',
    '2026-01-25 10:00': '2026-01-25T09:00:00.000Z',
    '2025-07-25 10:00': '2025-07-25T08:00:00.000Z',
    '90m ago': '2026-01-27T12:00:00.000Z',
    now: '2026-01-27T13:30:00.000Z',
    '2026-01-27T10:00:00+02:00': '2026-01-27T08:00:00.000Z',
    '05:05 America/New_York': '2026-01-27T10:05:00.000Z',
    '14:05 +05:30': '2026-01-27T08:35:00.000Z',
    '14:05 UTC+1': '2026-01-27T13:05:00.000Z',
    '05:05 New York time': '2026-01-27T10:05:00.000Z',
  };
  for (const [text, right] of Object.entries(times)) assert.equal(read(text), right, text);
});

test('what may mean several times names them all', () => {
  const several = {
    // On a Tuesday, of Tuesdays.
    'tuesday 9:30': ['2026-01-27T08:30:00.000Z', '2026-01-20T08:30:00.000Z'],
    // A minute ahead: a clock that is wrong, or a day ago.
    '14:31': ['2026-01-27T13:31:00.000Z', '2026-01-26T13:31:00.000Z'],
    '02/01/2026 10:00': ['2026-01-02T09:00:00.000Z', '2026-02-01T09:00:00.000Z'],
    '10:00 IST': ['2026-01-27T04:30:00.000Z', '2026-01-27T08:00:00.000Z', '2026-01-27T10:00:00.000Z'],
    '2026-01-27T10:00': ['2026-01-27T09:00:00.000Z', '2026-01-27T10:00:00.000Z'],
    'half past two': ['2026-01-27T01:30:00.000Z', '2026-01-27T13:30:00.000Z'],
    'tomorrow 10:00': ['2026-01-28T09:00:00.000Z'],
  };
  for (const [text, right] of Object.entries(several)) assert.deepEqual(read(text), right, text);
  assert.deepEqual(read('14:05 America/New_York'), ['2026-01-27T19:05:00.000Z', '2026-01-26T19:05:00.000Z']);
  assert.equal(read('10:00 IST', { ...berlin, zone: 'Asia/Kolkata' }), '2026-01-27T04:30:00.000Z');
});

test('the hour that a clock change repeats, and the one that it skips, are asked about', () => {
  const autumn = { nowMs: Date.parse('2026-10-25T12:00:00Z'), zone: 'Europe/Berlin' };
  assert.deepEqual(read('02:30', autumn), ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']);
  assert.equal(read('02:30 CET', autumn), '2026-10-25T01:30:00.000Z');
  const spring = { nowMs: Date.parse('2026-03-29T12:00:00Z'), zone: 'Europe/Berlin' };
  assert.deepEqual(read('02:30', spring), ['2026-03-29T00:30:00.000Z', '2026-03-29T01:30:00.000Z']);
  const summer = { nowMs: Date.parse('2026-07-01T14:00:00Z'), zone: 'Europe/Berlin' };
  assert.deepEqual(read('14:05 CET', summer), ['2026-07-01T13:05:00.000Z', '2026-07-01T12:05:00.000Z']);
});

test('what does not exist is refused with the reason', () => {
  const reasons = {
    '25:00': /25:00 is not a time of day/,
    '13:05pm': /not a time of day/,
    '2026-02-30 10:00': /30 February 2026 does not exist/,
    '30.02.2026 10:00': /30 February 2026 does not exist/,
    '2026-02-30T10:00:00Z': /30 February 2026 does not exist/,
    '2026-01-27T10:00:60Z': /leap second/,
    soon: /is not a time/,
    '3y ago': /is not a time/,
    '': /is not a time/,
  };
  for (const [text, reason] of Object.entries(reasons))
    assert.throws(
      () => readTime(text, berlin),
      { code: 'TIME_INVALID', message: reason, mend: /yesterday 22:00/ },
      text,
    );
});

test('without a known zone a clock time is UTC', () => {
  assert.equal(read('10:00', { ...berlin, zone: null }), '2026-01-27T10:00:00.000Z');
});

test('a time at an end of a text leaves it, one in the middle and one that is not exact stay', () => {
  const rests = {
    'WAF to block at yesterday 10:05 pm': 'WAF to block',
    '[14:05] deployed v2': 'deployed v2',
    'at 14:05 we rolled back': 'we rolled back',
    'rolled back at 14:05 because of errors': 'rolled back at 14:05 because of errors',
    'customers called around noon': 'customers called around noon',
  };
  for (const [text, rest] of Object.entries(rests)) {
    const taken = takeTime(text, berlin);
    assert.equal(taken.rest, rest, text);
    assert.ok(taken.atMs !== null && taken.asked === null, text);
  }
});

test('numbers that are no times are left alone', () => {
  for (const text of [
    'looked at 3 hosts',
    'p95 is 14.05 ms',
    'CPU at 14.05 %',
    'moved 10.0.0.12:8080 to 2001:db8::1',
    'v2.14.05 is out',
    'see https://grafana.example/d/1?from=14:05',
    'ran `date -d 14:05`',
    'took 14:05 min',
    'commit 10:20:30:40',
    'scaled from 3 to 12 replicas',
  ])
    assert.deepEqual(takeTime(text, berlin), { rest: text, atMs: null, asked: null }, text);
});

test('several times of a text are asked about, and an instant behind at decides', () => {
  const { asked } = takeTime('rolled back at 14:05, it was deployed at 13:50', berlin);
  assert.deepEqual(
    asked?.choices.map(({ label }) => label),
    ['14:05 today (13:05 UTC)', '13:50 today (12:50 UTC)'],
  );
  const decided = takeTime('rolled back at 14:05, deployed at 13:50 at 2026-01-27T12:50:00Z', berlin);
  assert.equal(decided.atMs, Date.parse('2026-01-27T12:50:00Z'));
});

test('a span has its bounds from the words, or is asked about', () => {
  const at = (iso: string) => Date.parse(iso);
  assert.deepEqual(takeSpan('errors since 20 min on search', berlin).span, {
    fromMs: NOW_MS - 1_200_000,
    toMs: null,
  });
  assert.deepEqual(takeSpan('from 9:00 to 10:30', berlin).span, {
    fromMs: at('2026-01-27T08:00:00Z'),
    toMs: at('2026-01-27T09:30:00Z'),
  });
  assert.deepEqual(takeSpan('von 9:00 bis 10:30 Uhr', berlin).span, {
    fromMs: at('2026-01-27T08:00:00Z'),
    toMs: at('2026-01-27T09:30:00Z'),
  });
  const { asked } = takeSpan('lent depuis 9h', berlin);
  assert.deepEqual(
    asked?.choices.map(({ atMs }) => atMs),
    [NOW_MS - 9 * 3_600_000, at('2026-01-27T08:00:00Z')],
  );
  for (const choice of asked?.choices ?? [])
    assert.equal(takeSpan(asked?.rewrite(choice) ?? '', berlin).span?.fromMs, choice.atMs);
});

test('any text is read without a fault, and what it names stands in it in order', () => {
  const part = fc.constantFrom(
    'today',
    'yesterday',
    'sunday',
    '2026-13-41',
    '99:99',
    '7:05',
    'pm',
    '2h',
    'ago',
    'now',
    'um',
    'à',
    '14時',
    'depuis',
    '[',
    '29.11.',
    'CET',
    'half past',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(part, fc.string({ unit: 'binary' })), { maxLength: 8 }), (parts) => {
      const text = parts.join(' ');
      let end = 0;
      for (const mention of findTimes(text, berlin)) {
        assert.ok(mention.start >= end && mention.end > mention.start && mention.end <= text.length, text);
        end = mention.end;
      }
      try {
        takeTime(text, berlin);
        takeSpan(text, berlin);
      } catch (error) {
        assert.ok(error instanceof RcaError, `${text}: ${String(error)}`);
      }
    }),
  );
});
