import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compareInstants, parseDuration, parseInstant, toIso } from '../../src/domain/time.ts';

test('a time without a zone is refused with a mend', () => {
  assert.throws(() => parseInstant('2026-01-27T10:00:00', '--from'), {
    code: 'TIME_INVALID',
    where: '--from',
  });
  assert.equal(parseInstant('2026-01-27T11:00:00+01:00', '--from'), Date.UTC(2026, 0, 27, 10));
});

test('durations are whole numbers with a unit', () => {
  assert.equal(parseDuration('90m', '--since'), 5_400_000);
  assert.throws(() => parseDuration('1.5h', '--since'), { code: 'DURATION_INVALID' });
});

test('finer digits order after the millisecond that they refine', () => {
  assert.ok(compareInstants('2026-01-27T10:00:00.123Z', '2026-01-27T10:00:00.123456Z') < 0);
  assert.ok(compareInstants('2026-01-27T10:00:00.1239Z', '2026-01-27T10:00:00.123456Z') > 0);
  assert.equal(compareInstants('2026-01-27T10:00:00.120Z', '2026-01-27T10:00:00.12Z'), 0);
});

test('the order of instants is the order of their milliseconds', () => {
  const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(
    fc.property(instant, instant, (a, b) => {
      assert.equal(Math.sign(compareInstants(toIso(a), toIso(b))), Math.sign(a - b));
    }),
  );
});
