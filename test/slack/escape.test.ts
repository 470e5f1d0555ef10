import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { plainText, slackText } from '../../src/slack/escape.ts';
import { times } from '../helpers/times.ts';

const HOSTILE = [
  '<!channel>',
  '<!here|now>',
  '<@U0123ABC>',
  '<#C0123ABC|general>',
  '<https://evil.example|Click here>',
  'https://evil.example/steal',
  '<!date^1^{date}^https://evil.example|x>',
  '<mailto:a@evil.example|mail>',
  '*bold*',
  '_italic_',
  'a__b',
  'RCA_HOME',
  '~gone~',
  '`code`',
  '```block```',
  '> quote',
  '\n> quote',
  ':white_check_mark:',
  '\u202Egnp.exe',
  'ad\u200Bmin',
  '&lt;!channel&gt;',
  '&amp;lt;!channel',
];

/** Everything that Slack would act upon in mrkdwn: its own characters, schemes, emoji codes, quotes. */
const ACTIVE = [
  /[<>*~`|]/,
  /(?<![\p{L}\p{N}])_/u,
  /:\/\//,
  /:[\w+'-]*[a-z][\w+'-]*:/i,
  /&(?!(?:amp|lt|gt);)/,
  /(?:^|\n)\s*&gt;/,
  /\n/,
];

const hostileText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

test('nothing of foreign origin is active in a text of Slack, whatever it holds and wherever it is cut', () => {
  fc.assert(
    fc.property(hostileText, fc.integer({ min: 1, max: 80 }), (text, maxChars) => {
      const shown = slackText(text, maxChars);
      for (const active of ACTIVE) assert.doesNotMatch(shown, active);
      assert.ok(shown.length <= maxChars);
    }),
    { numRuns: times(2_000) },
  );
});

test('nothing of foreign origin is invisible or turns the text around, in mrkdwn and in plain text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      for (const shown of [slackText(text, 500), plainText(text, 500)]) {
        assert.doesNotMatch(shown, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
      }
    }),
  );
});

test('hostile text stays readable', () => {
  assert.equal(slackText('<!channel> a & b', 100), '&lt;!channel&gt; a &amp; b');
  assert.equal(slackText('see https://evil.example', 100), 'see https[:]//evil.example');
  assert.equal(slackText('> quoted *bold*', 100), '› quoted ∗bold∗');
  assert.equal(slackText('at 10:00:00Z in ns:pod', 100), 'at 10:00:00Z in ns:pod');
  assert.equal(slackText('_x_ RCA_HOME', 100), 'ˍxˍ RCA_HOME');
  assert.equal(slackText('a\u202Eb', 100), 'a⟦U+202E⟧b');
});

test('a cut text ends in an ellipsis and never inside an entity', () => {
  assert.equal(slackText('ab<cd', 5), 'ab…');
  assert.equal(slackText('abcdef', 6), 'abcdef');
  assert.equal(plainText('abcdefg', 6), 'abcde…');
});
