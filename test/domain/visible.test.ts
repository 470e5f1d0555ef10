import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvCell, oneLine, terminalSafe, visible } from '../../src/domain/visible.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const nasty = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\u202E',
      '\u200B',
      '\u0000',
      '\u001b[31m',
      '\u009b',
      '\uD800',
      '\u{E0061}',
      '\uFE0F',
      '\u0301',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('what shows nothing or reorders text is named by its code point', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['invoice\u202Efdp.exe', 'invoice⟦U+202E⟧fdp.exe'],
    ['ad\u200Bmin\uFEFF', 'ad⟦U+200B⟧min⟦U+FEFF⟧'],
    ['\u0000\u0007\u001b[31m\u0085', '⟦U+0000⟧⟦U+0007⟧⟦U+001B⟧[31m⟦U+0085⟧'],
    ['bad\uD800tail', 'bad⟦U+D800⟧tail'],
    ['flag\u{E0061}', 'flag⟦U+E0061⟧'],
    ['\uE000\u{10FFFD}', '⟦U+E000⟧⟦U+10FFFD⟧'],
    ['a\u2028b\u3164c\u00ADd', 'a⟦U+2028⟧b⟦U+3164⟧c⟦U+00AD⟧d'],
    ['⚠\uFE0F', '⚠⟦U+FE0F⟧'],
    ['a\uFFF9b', 'a⟦U+FFF9⟧b'],
  ];
  for (const [text, shown] of cases) assert.equal(visible(text), shown);
});

test('ordinary writing, newlines and tabs stay as they are', () => {
  const text = 'Größe 100 %\n\tприёмник 漢字かな 🔥';
  assert.equal(visible(text), text);
  assert.equal(visible('a\r\nb'), 'a\nb');
});

test('stacked combining marks are cut after the third', () => {
  assert.equal(visible(`Z${'\u0301'.repeat(90)}algo`), 'Z\u0301\u0301\u0301⟦…⟧algo');
});

test('no unseen character is left in any text, and a second pass changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(anyText, nasty), (text) => {
      const shown = visible(text);
      assert.doesNotMatch(
        shown,
        /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]|\p{Default_Ignorable_Code_Point}/u,
      );
      assert.ok(shown.isWellFormed());
      assert.equal(visible(shown), shown);
    }),
  );
});

test('one line is one line and not longer than asked, however long the text', () => {
  assert.equal(oneLine(' a\r\n\tb  c ', 20), 'a b c');
  assert.equal(oneLine('abcdef', 3), 'abc…');
  assert.equal(oneLine('🔥🔥🔥', 3), '🔥🔥🔥');
  assert.equal(oneLine('A'.repeat(1_000_000), 5), 'AAAAA…');
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, max) => {
      assert.doesNotMatch(oneLine(text, max), /[\n\r\t]/);
    }),
  );
});

test('no cell of a CSV file is taken for a formula, and numbers stay numbers', () => {
  for (const formula of ['=1+1', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', ' =1', '＝1', '|calc', '%x']) {
    assert.match(csvCell(formula), /^"?'/, JSON.stringify(formula));
  }
  assert.equal(csvCell('-5'), '-5');
  assert.equal(csvCell('+1.5e3'), '+1.5e3');
  assert.equal(csvCell(-0.25), '-0.25');
});

test('a CSV cell quotes what would end it', () => {
  assert.equal(csvCell('a,"b"\nc'), '"a,""b""\nc"');
  assert.equal(csvCell('a\rb'), 'a⟦U+000D⟧b');
});

test('a field for the terminal holds no escape sequence and no line end', () => {
  assert.equal(terminalSafe('a\u001b]0;title\u0007\nb\tc'), 'a⟦U+001B⟧]0;title⟦U+0007⟧⟦U+000A⟧b⟦U+0009⟧c');
  fc.assert(
    fc.property(fc.oneof(anyText, nasty), (text) => {
      assert.doesNotMatch(terminalSafe(text), /[\u0000-\u001f\u007f-\u009f]/);
    }),
  );
});
