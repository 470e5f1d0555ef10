import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tell } from '../../src/domain/errors.ts';

const mend = 'check the path';

test('an error is told in two lines: code, message and place, then what mends it', () => {
  const told = tell({ code: 'FILE_UNREADABLE', message: 'it cannot be read', where: '/a', mend });
  assert.equal(told, 'FILE_UNREADABLE: it cannot be read (/a)\n  mend: check the path');
  assert.equal(tell({ code: 'A', message: 'b', mend }), 'A: b\n  mend: check the path');
});

test('a file name or a service cannot move the cursor, reorder the text or add a line', () => {
  const told = tell({ code: 'A', message: 'said \u001b[2J', where: 'x\u202e\ny', mend });
  assert.equal(told, 'A: said ⟦U+001B⟧[2J (x⟦U+202E⟧⟦U+000A⟧y)\n  mend: check the path');
});
