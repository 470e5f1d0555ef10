import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactionTotals } from '../../src/domain/redaction-totals.ts';

test('totals tell how many values each rule hid and where, the most first, own rules too', () => {
  const totals = redactionTotals([
    { id: 'E-0001', redactions: { email: 2, cookie: 7 } },
    { id: 'E-0002', redactions: {} },
    { id: 'E-0003', redactions: { email: 3, 'customer-number': 5 } },
  ]);
  assert.deepEqual(
    totals.map(({ rule, values, evidence }) => [rule, values, evidence]),
    [
      ['cookie', 7, ['E-0001']],
      ['customer-number', 5, ['E-0003']],
      ['email', 5, ['E-0001', 'E-0003']],
    ],
  );
  assert.deepEqual(totals[1]?.classes, []);
  assert.equal(totals[2]?.what, 'e-mail addresses');
});
