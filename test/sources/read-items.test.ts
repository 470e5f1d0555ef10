import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ItemReader, type ReadPage, readItems } from '../../src/sources/read-items.ts';
import type { Reply } from '../../src/sources/source.ts';

const collecting = {
  window: { fromMs: 0, toMs: 1_000 },
  signal: new AbortController().signal,
  nowMs: () => 0,
  sleep: async () => undefined,
  announce: async () => 1,
};

const endless: ItemReader = {
  item: 'logs',
  format: 'text',
  query: {},
  fidelity: 'wire',
  permission: 'read',
  async *read() {
    for (let page = 1; ; page += 1) {
      const read: ReadPage = {
        bytes: Buffer.from(`page ${page}`),
        retrievedAtMs: 0,
        clockOffsetMs: null,
        answered: null,
        proof: [],
      };
      yield read;
    }
  },
};

test('an item without end is cut off as truncated, with a gap', async () => {
  const replies: Reply[] = [];
  for await (const reply of readItems([endless], collecting, 3)) replies.push(reply);
  assert.deepEqual(
    replies.map((reply) => (reply.kind === 'page' ? Buffer.from(reply.page.bytes).toString() : 'gap')),
    ['page 1', 'page 2', 'page 3', 'gap'],
  );
  const last = replies[2];
  assert.ok(last?.kind === 'page' && last.page.coverage.state === 'truncated');
  assert.equal(last.page.coverage.limit, 3);
});
