import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { RcaError } from '../../src/domain/errors.ts';
import { parseWhen, takeTime } from '../../src/slack/when.ts';

/** A Tuesday, 14:30 in Berlin. */
const NOW_MS = Date.parse('2026-01-27T13:30:00Z');
const berlin = { nowMs: NOW_MS, zone: 'Europe/Berlin' };
const iso = (text: string, moment = berlin): string => new Date(parseWhen(text, moment)).toISOString();

test('a time is read in the writer’s zone', () => {
  const times = {
    '14:05': '2026-01-27T13:05:00.000Z',
    '2:05pm': '2026-01-27T13:05:00.000Z',
    '12:10 am': '2026-01-26T23:10:00.000Z',
    'today 09:00:30': '2026-01-27T08:00:30.000Z',
    'Yesterday 22:00': '2026-01-26T21:00:00.000Z',
    'monday 9:30': '2026-01-26T08:30:00.000Z',
    'tuesday 9:30': '2026-01-20T08:30:00.000Z',
    '2026-01-25 10:00': '2026-01-25T09:00:00.000Z',
    '2026-07-25 10:00': '2026-07-25T08:00:00.000Z',
    '90m ago': '2026-01-27T12:00:00.000Z',
    now: '2026-01-27T13:30:00.000Z',
    '2026-01-27T10:00:00+02:00': '2026-01-27T08:00:00.000Z',
  };
  for (const [text, expected] of Object.entries(times)) assert.equal(iso(text), expected, text);
});

test('a clock time that has not been yet today was yesterday', () => {
  assert.equal(iso('14:31'), '2026-01-26T13:31:00.000Z');
  assert.equal(iso('14:31', { nowMs: NOW_MS, zone: 'Asia/Tokyo' }), '2026-01-27T05:31:00.000Z');
});

test('without a known zone a clock time is UTC', () => {
  assert.equal(iso('10:00', { ...berlin, zone: null as never }), '2026-01-27T10:00:00.000Z');
});

test('what is no time is refused with examples', () => {
  for (const text of ['25:00', '13:05pm', 'yesterday', 'soon', '2026-02-30 10:00', '3y ago', '']) {
    assert.throws(() => parseWhen(text, berlin), { code: 'TIME_INVALID', mend: /yesterday 22:00/ }, text);
  }
});

test('a time behind its keyword ends a text, words that only look like one do not', () => {
  assert.deepEqual(takeTime('WAF to block at yesterday 10:05 pm', 'at', berlin), {
    rest: 'WAF to block',
    atMs: Date.parse('2026-01-26T21:05:00Z'),
  });
  assert.deepEqual(takeTime('at 10:05', 'at', berlin), {
    rest: '',
    atMs: Date.parse('2026-01-27T09:05:00Z'),
  });
  for (const text of ['we meet at 14', 'errors at noon', 'looked at 3 hosts', '10:05', 'at']) {
    assert.equal(takeTime(text, 'at', berlin), undefined, text);
  }
});

test('whatever looks like a time is either one or refused with a mend', () => {
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
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
      const text = parts.join(' ');
      try {
        assert.ok(Number.isInteger(parseWhen(text, berlin)), text);
      } catch (error) {
        assert.ok(error instanceof RcaError, text);
      }
    }),
  );
});
