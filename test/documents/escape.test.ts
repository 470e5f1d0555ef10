import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cssString, htmlText, markdownCode, markdownText } from '../../src/documents/escape.ts';
import { times } from '../helpers/times.ts';

const markdownish = fc
  .array(
    fc.constantFrom(
      ...[
        '![',
        '](',
        ')',
        '[',
        ']',
        '<',
        '>',
        '`',
        '``',
        '\\',
        '|',
        '*',
        '_',
        '#',
        '~',
        '&lt;',
        '-',
        '1. ',
        '$',
        '!',
      ],
      ...[
        'https://evil.example',
        'www.evil.example',
        'a@evil.example',
        'mailto:x',
        '\n',
        '\n\n# ',
        '\n| a |',
        ' ',
        'a',
      ],
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

/** What is left of Markdown when escapes and code spans are taken out: nothing active may be among it. */
const outsideCode = (markdown: string): string =>
  markdown.replace(/\\[!-/:-@[-`{-~]/g, '').replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');

test('text in Markdown is never a link, image, heading, list, table border or HTML', () => {
  fc.assert(
    fc.property(markdownish, (text) => {
      const escaped = markdownText(text);
      assert.doesNotMatch(escaped, /\n/);
      const rest = outsideCode(escaped);
      assert.doesNotMatch(
        rest,
        /[\\`*_[\]<>&|~#$!@]|:\/\/|www\.|mailto:/i,
        JSON.stringify({ text, escaped }),
      );
      assert.doesNotMatch(escaped, /^(?:[-+=>#]|\d+[.)](?:\s|$))/);
    }),
    { numRuns: times(500) },
  );
});

test('addresses in Markdown prose are cut by code spans, because renderers link bare ones', () => {
  assert.equal(markdownText('see https://evil.example/x'), 'see https`://`evil.example/x');
  assert.equal(markdownText('www.evil.example'), '`www`.evil.example');
  assert.equal(markdownText('root@evil.example'), 'root`@`evil.example');
});

test('ordinary prose stays readable in Markdown', () => {
  assert.equal(
    markdownText('203.0.113.7 sent 3,118 requests (45 %).'),
    '203.0.113.7 sent 3,118 requests (45 %).',
  );
});

test('a Markdown code span cannot be left by backticks or table borders', () => {
  assert.equal(markdownCode('a`b``c'), '```a`b``c```');
  assert.equal(markdownCode('`x`'), '`` `x` ``');
  assert.equal(markdownCode('a|b'), '`a\\|b`');
});

test('text in HTML holds no character that opens markup or ends an attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.doesNotMatch(htmlText(text), /[<>"'`]|&(?!(?:amp|lt|gt|quot|#39|#96);)/);
    }),
  );
});

test('a CSS string cannot end itself or its style element', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.match(cssString(text), /^"(?:[A-Za-z0-9 ]|\\[0-9a-f]{1,6} )*"$/);
    }),
  );
});
