import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { fileLimits } from '../../src/collect/file-pages.ts';
import { RcaError } from '../../src/domain/errors.ts';
import type { BlobStore } from '../../src/evidence/store.ts';
import { formatOf } from '../../src/formats/registry.ts';
import { freshBlobs, importBytes, storedText, wafLog, wafRecord, window } from './importing.ts';
import { redactor } from './redact/redactors.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

const failsWith = (code: string, told: RegExp) => (error: unknown) => {
  assert.ok(error instanceof RcaError);
  assert.equal(error.code, code);
  assert.equal(error.fault, 'user');
  assert.match(`${error.message} ${error.where} ${error.mend}`, told);
  return true;
};

test('a log becomes stored pages without its secrets, and a description that counts them', async (context) => {
  const blobs = await freshBlobs(context);
  const { item, gaps } = await importBytes(blobs, wafLog(3));
  const text = await storedText(blobs, item.pages);
  assert.doesNotMatch(text, /tops3cret/);
  assert.equal(text.split('\n').length, 4);
  assert.equal(item.format, 'aws.waf-log');
  assert.deepEqual([item.records, item.observations, item.rejected], [3, 3, 0]);
  assert.deepEqual(item.redactions, { authorization: 3 });
  assert.deepEqual(item.asked, window);
  assert.deepEqual(item.answered, { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T10:00:02.001Z' });
  assert.deepEqual(item.coverage, { state: 'unknown' });
  assert.deepEqual(
    item.pages.map(({ records }) => records),
    [3],
  );
  assert.equal(item.retrievedAt, '2026-01-27T13:00:00.000Z');
  assert.deepEqual(gaps, []);
});

test('the digest of a file is published only when nothing was redacted in it, else a commitment', async (context) => {
  const blobs = await freshBlobs(context);
  const secret = (await importBytes(blobs, wafLog(1))).item.original;
  assert.equal(secret?.sha256, null);
  assert.equal(secret?.commitment, redactor.commitFile(Buffer.from(sha256(wafLog(1)), 'hex')));
  const plain = wafLog(1).replace('Bearer tops3cret', 'none').replace('authorization', 'accept');
  const packed = gzipSync(plain);
  const { original, pages } = (await importBytes(blobs, packed, { name: 'waf.log.gz' })).item;
  assert.deepEqual(original, {
    name: 'waf.log.gz',
    sizeBytes: packed.length,
    sha256: sha256(packed),
    commitment: null,
  });
  assert.equal(await storedText(blobs, pages), plain);
});

test('a large file goes through threads and gives what a small one gives', async (context) => {
  const blobs = await freshBlobs(context);
  const log = wafLog(3_000);
  assert.ok(log.length > 1024 * 1024);
  const done: number[] = [];
  const { item } = await importBytes(
    blobs,
    log,
    {},
    {
      limits: { ...fileLimits, pageBytes: 600 * 1024 },
      onProgress: (bytes) => done.push(bytes),
    },
  );
  assert.ok(item.pages.length >= 2);
  assert.equal(
    item.pages.reduce((sum, page) => sum + page.records, 0),
    3_000,
  );
  assert.deepEqual([item.records, item.observations], [3_000, 3_000]);
  assert.deepEqual(item.redactions, { authorization: 3_000 });
  const expected = redactor.redactPage(Buffer.from(log), 'application/x-ndjson').bytes;
  assert.equal(await storedText(blobs, item.pages), Buffer.from(expected).toString());
  assert.equal(done.at(-1), log.length);
});

test('the name of a file loses its folders and its secrets, and nothing in it stays unseen', async (context) => {
  const blobs = await freshBlobs(context);
  const named = async (name: string) => (await importBytes(blobs, wafLog(1), { name })).item.original?.name;
  assert.equal(await named('/home/alice/waf.log'), 'waf.log');
  assert.equal(await named('C:\\Users\\alice\\waf.log'), 'waf.log');
  assert.equal(await named('a\u001b[31m\u202eb.log'), 'a⟦U+001B⟧[31m⟦U+202E⟧b.log');
  assert.match((await named('mail of bob@example.com.log')) ?? '', /^mail of \[email:\w{10}\]/);
});

test('a time that the person gave stands in the item, and is the time of facts without one', async (context) => {
  const blobs = await freshBlobs(context);
  const keys = JSON.stringify({
    keys: [{ kty: 'EC', crv: 'P-256', kid: 'k1', x: 'abc', y: 'def', alg: 'ES256' }],
  });
  const { item } = await importBytes(blobs, keys, {
    name: 'jwks.json',
    capturedAtMs: Date.parse('2026-01-27T11:00:00Z'),
  });
  assert.equal(item.format, 'jwks');
  assert.deepEqual(item.query, { capturedAt: '2026-01-27T11:00:00.000Z' });
  assert.deepEqual(item.answered, { from: '2026-01-27T11:00:00.000Z', to: '2026-01-27T11:00:00.001Z' });
});

test('records that cannot be read are counted, told and left as a gap', async (context) => {
  const blobs = await freshBlobs(context);
  const { item, gaps } = await importBytes(blobs, `${wafRecord(1)}\n{"broken\n${wafRecord(2)}\n`);
  assert.deepEqual([item.records, item.rejected], [3, 1]);
  assert.equal(item.rejects[0]?.record, 1);
  assert.match(gaps[0]?.why ?? '', /1 of 3 records of waf\.log could not be read \(record 1: /);
});

test('a line that is too long is one rejected record with its beginning kept, and a gap', async (context) => {
  const blobs = await freshBlobs(context);
  const log = `${wafRecord(1)}\n{"long":"${'x'.repeat(60_000)}"}\n${wafRecord(2)}\n`;
  const limits = { ...fileLimits, pageBytes: 2_000, lineBytesMax: 20_000, longLineBytesKept: 1_000 };
  const bytes = (async function* () {
    for (let at = 0; at < log.length; at += 500) yield Buffer.from(log.slice(at, at + 500));
  })();
  const { item, gaps } = await importBytes(blobs, '', { bytes }, { limits });
  assert.deepEqual([item.records, item.rejected], [3, 1]);
  assert.equal(item.coverage.state, 'truncated');
  assert.ok(gaps.some(({ why }) => /too long to be read/.test(why)));
  assert.match(await storedText(blobs, item.pages), /^\{.*\}\n\{"long":"x+\n\{.*\}\n$/);
});

test('a gzip file that breaks off gives what came before and says what is missing', async (context) => {
  const blobs = await freshBlobs(context);
  const packed = gzipSync(wafLog(2_000), { level: 0 });
  const { item, gaps } = await importBytes(blobs, packed.subarray(0, packed.length / 2));
  assert.ok(item.records > 500);
  assert.equal(item.coverage.state, 'truncated');
  assert.ok(gaps.some(({ why }) => /breaks off/.test(why)));
});

test('a file that cannot be opened, a folder, and broken gzip are unreadable', async (context) => {
  const blobs = await freshBlobs(context);
  for (const bytes of [createReadStream('/nowhere/x.log'), createReadStream(tmpdir())]) {
    await assert.rejects(importBytes(blobs, '', { bytes }), failsWith('FILE_UNREADABLE', /waf\.log/));
  }
  await assert.rejects(
    importBytes(blobs, Buffer.from('1f8b0800ffffffff', 'hex')),
    failsWith('FILE_UNREADABLE', /gzip/),
  );
});

test('gzip that unpacks without end is refused before it fills disk and time', async (context) => {
  const blobs = await freshBlobs(context);
  const bomb = gzipSync(Buffer.alloc(128 * 1024 * 1024, '\n'));
  await assert.rejects(
    importBytes(blobs, bomb, { format: 'aws.waf-log' }),
    failsWith('FILE_TOO_LARGE', /more than 200 times its size/),
  );
});

test('an empty file, an unknown format, nothing readable and a huge document are told apart', async (context) => {
  const blobs = await freshBlobs(context);
  await assert.rejects(importBytes(blobs, ''), failsWith('FILE_EMPTY', /empty/));
  await assert.rejects(importBytes(blobs, 'just words\n'), failsWith('FORMAT_UNKNOWN', /--as/));
  await assert.rejects(
    importBytes(blobs, 'just words\n', { format: 'aws.waf-log' }),
    failsWith('FILE_NO_RECORDS', /none of the 1 records/),
  );
  await assert.rejects(
    importBytes(blobs, '\n\n', { format: 'aws.waf-log' }),
    failsWith('FILE_NO_RECORDS', /no record/),
  );
  await assert.rejects(
    importBytes(
      blobs,
      JSON.stringify({ keys: [] }),
      { format: 'jwks' },
      { limits: { ...fileLimits, documentBytesMax: 5 } },
    ),
    failsWith('FILE_TOO_LARGE', /shorter/),
  );
});

test('a file that could be of two formats is not guessed at', async (context) => {
  const blobs = await freshBlobs(context);
  context.mock.method(formatOf('jwks'), 'detect', () => true);
  await assert.rejects(
    importBytes(blobs, wafLog(1)),
    failsWith('FORMAT_AMBIGUOUS', /--as aws\.waf-log or --as jwks/),
  );
  assert.equal((await importBytes(blobs, wafLog(1), { format: 'aws.waf-log' })).item.records, 1);
});

const failing = (blobs: BlobStore): BlobStore => ({
  ...blobs,
  put: () => Promise.reject(new Error('disk full')),
});

test('evidence that cannot be stored fails the import, small or large, and leaves no thread', async (context: TestContext) => {
  const blobs = await freshBlobs(context);
  for (const records of [1, 3_000]) {
    await assert.rejects(importBytes(failing(blobs), wafLog(records)), /disk full/);
  }
});

test('times without a zone are a gap that names the option, and none when the zone is given', async (context) => {
  const log = readFileSync(
    new URL('../fixtures/modsecurity.v3-json/ingress-local-time.json', import.meta.url),
    'utf8',
  );
  const assumed = await importBytes(await freshBlobs(context), log);
  assert.deepEqual(
    assumed.gaps.map(({ why }) => /have no zone and were taken for UTC$/.test(why)),
    [true],
  );
  assert.match(assumed.gaps[0]?.mend ?? '', /--zone/);
  const given = await importBytes(await freshBlobs(context), log, { zone: 'Europe/Berlin' });
  assert.deepEqual(given.gaps, []);
  assert.equal(given.item.query['zone'], 'Europe/Berlin');
  await assert.rejects(
    importBytes(await freshBlobs(context), log, { zone: 'CST' }),
    failsWith('ZONE_UNKNOWN', /Europe\/Berlin/),
  );
});
