import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { LinePages } from '../../src/collect/line-pages.ts';

const limits = { pageBytes: 16, longLineBytesKept: 5 };

function cut(chunks: readonly Uint8Array[], lineBytesMax = 32) {
  const lines = new LinePages({ ...limits, lineBytesMax });
  const pages: string[] = [];
  for (const chunk of chunks) for (const page of lines.push(chunk)) pages.push(Buffer.from(page).toString());
  const last = lines.end();
  if (last !== null) pages.push(Buffer.from(last).toString());
  return { pages, lines };
}

const chunksOf = (text: string, sizes: readonly number[]): Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  const bytes = Buffer.from(text);
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
};

test('pages are whole lines and together the file, however it arrives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-é]{0,14}$/), { maxLength: 30 }),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
      (texts, sizes) => {
        const file = texts.join('\n');
        const { pages } = cut(chunksOf(file, sizes));
        assert.equal(pages.join(''), file);
        for (const page of pages.slice(0, -1)) assert.ok(page.endsWith('\n'), 'cut at a line end');
      },
    ),
  );
});

const privateKey = (lines: number): string =>
  `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEpAIBAAKC\n'.repeat(lines)}-----END RSA PRIVATE KEY-----\n`;

test('a private key is in one page, wherever it would have been cut and however it arrives', () => {
  for (let before = 0; before < 12; before += 1) {
    for (const size of [1, 5, 16, 64, 1_000]) {
      const file = `${'ab\n'.repeat(before)}key: ${privateKey(9)}${'cd\n'.repeat(20)}`;
      const { pages } = cut(chunksOf(file, [size]), 64);
      assert.equal(pages.join(''), file);
      const page = pages.find((one) => one.includes('-----BEGIN'));
      assert.ok(page?.includes('-----END'), `${before} lines, ${size}`);
    }
  }
});

test('what begins like a private key and never ends is cut after all', () => {
  const file = `a\n-----BEGIN PRIVATE KEY-----\n${'x\n'.repeat(100_000)}`;
  const { pages } = cut(chunksOf(file, [1_000]), 64);
  assert.equal(pages.join(''), file);
  assert.ok(Math.max(...pages.map((page) => page.length)) < 70_000);
});

test('of a line that is too long the beginning is kept, and the rest is counted', () => {
  const file = `one\n${'x'.repeat(100)}\ntwo\n`;
  for (const size of [1, 7, 33, 200]) {
    const { pages, lines } = cut(chunksOf(file, [size]));
    if (size === 200) {
      assert.equal(pages.join(''), file, 'it arrived at once, within a page of its own');
      continue;
    }
    assert.equal(pages.join(''), `one\n${'x'.repeat(5)}\ntwo\n`);
    assert.deepEqual([lines.longLines, lines.droppedBytes], [1, 95]);
  }
});

test('a line that is too long and never ends does not fill the memory', () => {
  const { pages, lines } = cut(Array.from({ length: 1_000 }, () => Buffer.alloc(64, 'x')));
  assert.deepEqual(pages, ['xxxxx']);
  assert.equal(lines.droppedBytes, 64_000 - 5);
});
