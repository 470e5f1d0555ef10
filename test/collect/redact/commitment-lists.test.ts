import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommitmentLists } from '../../../src/collect/redact/commitment-lists.ts';
import { redactionToken } from '../../../src/domain/redaction-token.ts';
import { freshBlobs, importBytes, storedText, wafRecord } from '../importing.ts';

const line = (number: number): string => `email ${String(number).padStart(64, '0')}`;

test('an item keeps the commitment of every token in its pages, once, in order', async (t) => {
  const blobs = await freshBlobs(t);
  const log = Array.from(
    { length: 6_000 },
    (_none, second) => `${wafRecord(second, `tops3cret-${second % 9}`)}\n`,
  );
  const { item } = await importBytes(blobs, log.join(''));
  const lists = item.commitments ?? [];
  const text = await storedText(blobs, lists);
  const lines = text.trimEnd().split('\n');
  assert.deepEqual(lines, [...new Set(lines)].toSorted());
  assert.equal(lists[0]?.commitments, 9);
  const kept = lines.map((one) => {
    const [tokenClass = '', hex = ''] = one.split(' ');
    return redactionToken(tokenClass, Buffer.from(hex, 'hex'));
  });
  const inPages = (await storedText(blobs, item.pages)).match(/\[[a-z-]+:[A-Z2-7]{10}\]/g);
  assert.deepEqual(new Set(kept), new Set(inPages));
});

test('an item without tokens names no list', async (t) => {
  const { item } = await importBytes(await freshBlobs(t), `${wafRecord(0, '')}\n`);
  assert.equal('commitments' in item, false);
});

test('a list that is full is stored and another begun; the same pages give the same lists', async (t) => {
  const blobs = await freshBlobs(t);
  const keep = async () => {
    const lists = new CommitmentLists(blobs, 3);
    await lists.add([line(2), line(1), line(2)]);
    await lists.add([line(1), line(5), line(4)]);
    return lists.end();
  };
  const stored = await keep();
  assert.deepEqual(await keep(), stored);
  assert.deepEqual(await Promise.all(stored.map((list) => storedText(blobs, [list]))), [
    `${line(1)}\n${line(2)}\n${line(5)}\n`,
    `${line(4)}\n`,
  ]);
});
