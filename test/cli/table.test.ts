import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table } from '../../src/cli/table.ts';

const rows = [['E-0001', 80_861_780]];

test('a line wider than the terminal shows that it is cut: a shortened number must not pass for a whole one', () => {
  const wide = 'x'.repeat(70);
  assert.equal(table(['ID', wide], rows, 65), `ID      ${'x'.repeat(56)}…\nE-0001  80861780\n`);
  assert.equal(
    table(['A', 'BYTES'], [['y'.repeat(55), 80_861_780]], 60).split('\n')[1],
    `${'y'.repeat(55)}  80…`,
  );
});

test('a terminal that is narrower than any table gets 60 columns', () => {
  assert.equal(table(['A'], [['y'.repeat(80)]], 0), `A\n${'y'.repeat(59)}…\n`);
});
