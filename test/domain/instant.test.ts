import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readInstant } from '../../src/domain/instant.ts';
import { parseInstant } from '../../src/domain/time.ts';

const whyOf = (text: string): string | undefined => {
  const instant = readInstant(text);
  return 'why' in instant ? instant.why : undefined;
};

test('what of a date does not exist is named, and nothing is rolled over into the next month', () => {
  for (const [text, why] of [
    ['2026-02-30T10:00:00Z', 'is not a time: 30 February 2026 does not exist'],
    ['2026-04-31T10:00:00+02:00', 'is not a time: 31 April 2026 does not exist'],
    ['2025-02-29T00:00Z', 'is not a time: 29 February 2025 does not exist'],
    ['2026-13-01T00:00:00Z', 'is not a time: month 13 does not exist'],
    ['2026-01-27T24:00:00Z', 'is not a time: 24:00 is not a time of day'],
    ['2016-12-31T23:59:60Z', 'is not a time: a leap second (:60) has no place in this time scale'],
    ['2026-01-27T10:00:00+25:00', 'is not a time: no zone is so far from UTC'],
    ['2026-01-27T10:00:00', 'is not a time with a zone'],
  ] as const) {
    assert.equal(whyOf(text), why, text);
    assert.throws(() => parseInstant(text, '--at'), { code: 'TIME_INVALID' });
  }
  assert.equal(whyOf('2024-02-29T00:00Z'), undefined);
  assert.equal(whyOf('1900-02-29T00:00Z'), 'is not a time: 29 February 1900 does not exist');
});

test('the digits that the source wrote behind the second stay', () => {
  for (const [text, iso] of [
    ['2026-01-27T10:00:00Z', '2026-01-27T10:00:00.000Z'],
    ['2026-01-27T10:00:00.5Z', '2026-01-27T10:00:00.500Z'],
    ['2026-01-27T11:00:00.123456+01:00', '2026-01-27T10:00:00.123456Z'],
    ['2026-01-27T10:00:00.123456789Z', '2026-01-27T10:00:00.123456789Z'],
  ] as const) {
    const instant = readInstant(text);
    assert.equal('iso' in instant && instant.iso, iso);
  }
});

test('every time that the platform writes is read as the same millisecond, whatever its offset', () => {
  const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), minutes, (atMs, offset) => {
      const sign = offset < 0 ? '-' : '+';
      const two = (value: number): string => String(value).padStart(2, '0');
      const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
      const local = new Date(atMs + offset * 60_000).toISOString().slice(0, -1);
      assert.equal(parseInstant(`${local}${zone}`, 'time'), atMs);
    }),
  );
});
