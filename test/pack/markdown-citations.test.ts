import assert from 'node:assert/strict';
import { test } from 'node:test';
import { markdownCitations } from '../../src/pack/checks/markdown-citations.ts';

const cited = (text: string): readonly string[] => [...markdownCitations(text)];

test('ids in brackets are citations, once each', () => {
  assert.deepEqual(cited('a [E-0001], b [E-0002] and [E-0001]\n| [E-0003] |'), [
    'E-0001',
    'E-0002',
    'E-0003',
  ]);
});

test('what evidence says itself is not a citation: escaped brackets and code spans', () => {
  assert.deepEqual(cited('\\[E-0001\\] `[E-0002]` `` ` [E-0003] `` E-0004'), []);
});

test('a citation behind escapes, behind code and behind a backtick that opens nothing still counts', () => {
  assert.deepEqual(cited('\\` [E-0001] \\` and `x` [E-0002]'), ['E-0001', 'E-0002']);
  assert.deepEqual(cited('one ` alone [E-0003]'), ['E-0003']);
});

test('a line of nothing but fences is read in linear time', () => {
  const fences = Array.from({ length: 2_000 }, (_, index) => '`'.repeat(index + 1)).join(' ');
  const started = performance.now();
  markdownCitations(`${fences} ${'` '.repeat(500_001)}`);
  assert.ok(performance.now() - started < 2_000);
});
