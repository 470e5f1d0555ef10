import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addBusinessDays } from '../../src/domain/business-days.ts';

test('weekends do not count', () => {
  const after = (from: string, days: number) =>
    new Date(addBusinessDays(Date.parse(from), days)).toISOString();
  assert.equal(after('2026-01-26T10:00:00Z', 3), '2026-01-29T10:00:00.000Z');
  assert.equal(after('2026-01-29T10:00:00Z', 3), '2026-02-03T10:00:00.000Z');
  assert.equal(after('2026-01-31T10:00:00Z', 1), '2026-02-02T10:00:00.000Z');
  assert.equal(after('2026-01-31T10:00:00Z', 0), '2026-01-31T10:00:00.000Z');
});
