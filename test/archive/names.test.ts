import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { readManifest, writeManifest } from '../../src/archive/bag-text.ts';
import { blobAt, isKnown, readEntryName, tableAt } from '../../src/archive/layout.ts';
import { times } from '../helpers/times.ts';

const part = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '',
    'data',
    'rows',
    'blobs',
    'a\\b',
    'C:',
    '~',
    'nul\0',
    '\u202e',
    'é',
    '-x',
    'bagit.txt',
  ),
  fc.string({ maxLength: 8, unit: 'binary' }),
);
const name = fc
  .tuple(
    fc.constantFrom('', '/', './', '../', 'INC-2026-0001/', 'INC-2026-0001//'),
    fc.array(part, { maxLength: 5 }),
  )
  .map(([lead, parts]) => `${lead}${parts.join('/')}`);

test('a name that is taken stays in its folder, is ASCII, and reads in one way', () => {
  fc.assert(
    fc.property(name, (text) => {
      const read = readEntryName(text);
      if (read === undefined) return;
      assert.match(text, /^INC-\d{4}-\d{4,9}(?:\/[A-Za-z0-9._/-]*)?$/);
      const folder = `/store/${read.incident}`;
      const place = posix.resolve(folder, read.place);
      assert.ok(place === folder || place.startsWith(`${folder}/`), text);
      if (read.place !== '') assert.equal(posix.join(read.incident, read.place), text);
    }),
    { numRuns: times(5_000) },
  );
});

test('names that lead elsewhere, or could, are none', () => {
  for (const bad of [
    '/etc/passwd',
    '../INC-2026-0001/bagit.txt',
    'INC-2026-0001/../x',
    'INC-2026-0001/data/../../x',
    'INC-2026-0001/data//ledger.ndjson',
    'INC-2026-0001/data\\ledger.ndjson',
    './INC-2026-0001/bagit.txt',
    'INC-2026-0001/data/\ufffd',
    'INC-2026-0001/data/a\nb',
    'bag/bagit.txt',
  ]) {
    assert.equal(readEntryName(bad), undefined, bad);
  }
});

test('only the places of the format are known', () => {
  assert.equal(tableAt('data/rows/source_runs.ndjson'), 'source_runs');
  assert.equal(blobAt(`data/blobs/${'a'.repeat(64)}`), 'a'.repeat(64));
  for (const place of [
    'data/rows/x.csv',
    'data/blobs/abc',
    'fetch.txt',
    'data/x',
    'data/blobs/'.concat('A'.repeat(64)),
  ]) {
    assert.equal(isKnown(place), false, place);
  }
});

test('a manifest reads back as it was written, and one that names a place twice is none', () => {
  const place = fc.stringMatching(/^data\/[a-z0-9._-]{1,20}$/);
  const sha256 = fc.stringMatching(/^[0-9a-f]{64}$/);
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(place, sha256), { selector: ([one]) => one }), (listed) => {
      const text = writeManifest(listed.map(([at, digest]) => ({ place: at, sha256: digest })));
      assert.deepEqual(new Map(readManifest(text)), new Map([...listed].sort()));
    }),
  );
  const line = `${'0'.repeat(64)}  data/x\n`;
  assert.equal(readManifest(line + line), undefined);
  assert.equal(readManifest(line.trimEnd()), undefined);
});
