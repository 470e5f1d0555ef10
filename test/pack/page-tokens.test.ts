import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PageTokens, pageTokens } from '../../src/pack/page-tokens.ts';

const page = Buffer.from('[authorization:ABCDEFGH23] [email:ABCDEFGH23] [email:ABCDEF');
const expected = new Map([
  ['[authorization:ABCDEFGH23]', 2],
  ['[email:ABCDEFGH23]', 2],
]);

async function countTwice(tokens: PageTokens): Promise<ReadonlyMap<string, number>> {
  const [buffer = Buffer.alloc(0)] = tokens.buffers;
  for (const part of [page, page, page.subarray(54), Buffer.from('GH23]')]) {
    await tokens.scan(buffer.subarray(0, part.copy(buffer)));
    if (part === page) tokens.endPage();
  }
  return tokens.counts();
}

for (const [where, sizeBytes] of [
  ['here', 0],
  ['in a thread', 1_000_000_000],
] as const) {
  test(`tokens are counted ${where}, by page, and a piece may be overwritten afterwards`, async () => {
    const tokens = pageTokens(sizeBytes);
    try {
      assert.deepEqual(await countTwice(tokens), expected);
    } finally {
      await tokens.close();
    }
  });
}

test('a thread that has ended answers with an error', async () => {
  const tokens = pageTokens(1_000_000_000);
  await tokens.close();
  await assert.rejects(tokens.counts(), /has ended/);
});
