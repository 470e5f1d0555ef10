import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintBlame } from '../../src/analysis/blame.ts';

const phrases = (text: string): readonly string[] => lintBlame(text).map(({ phrase }) => phrase);

test('blaming wording is found, with a reason and another wording', () => {
  for (const [text, phrase] of [
    ['The engineer should have checked the mode.', 'engineer should have'],
    ['The on-call engineer failed to notice the alert.', 'on-call engineer failed to notice'],
    ['The root cause was human error.', 'human error'],
    ['A careless change opened the door.', 'careless'],
    ['The database team was to blame.', 'team was to blame'],
    ['It was caused by a junior developer.', 'caused by a junior developer'],
    ['It was caused by Jane Miller.', 'caused by Jane Miller'],
    ['We clearly needed a second look.', 'We clearly needed'],
    ['<@U0123> forgot to drain the node.', '<@U0123> forgot'],
    ['The mode was ignored by Jane Miller.', 'ignored by Jane Miller'],
  ] as const) {
    const [finding] = lintBlame(text);
    assert.equal(finding?.phrase, phrase, text);
    assert.equal(finding.index, text.indexOf(phrase));
    assert.ok(finding.why.length > 10 && finding.instead.length > 10);
  }
});

test('each place is found once, in order', () => {
  assert.deepEqual(phrases('He should have looked. It was negligence.'), ['He should have', 'negligence']);
});

test('plain statements of fact are left alone', () => {
  for (const text of [
    'The firewall only counted until 10:00.',
    'The job failed and was retried.',
    'Failures of authentication rose because of the probe.',
    'The on-call engineer switched the firewall to block.',
    'The rotation did not complete: the old key is still published.',
    'Blocks were triggered by AWS Managed rules.',
    'The pod failed to start.',
    'Redis should have evicted the key.',
    'The engineer saw that the job failed to finish.',
    'The admin API failed to answer.',
    'Nobody is to blame.',
    'If an engineer forgot the flag, the tool now asks.',
    'Was it human error?',
    'Customers failed to log in for 40 minutes.',
    'We run `git blame` on the file.',
  ]) {
    assert.deepEqual(phrases(text), [], text);
  }
});

test('a quotation keeps its words', () => {
  assert.deepEqual(phrases('The ticket says “we should have blocked it”.'), []);
  assert.deepEqual(phrases('> somebody failed to look\nThe rule counted.'), []);
});
