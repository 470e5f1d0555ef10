import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { RcaError } from '../../src/domain/errors.ts';
import { openStream, PACK_MARK } from '../../src/pack/layout.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { times } from '../helpers/times.ts';
import { type Sample, sample } from './sample.ts';

let folder: string;
let made: Sample;
let bytes: Buffer;
let file: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rca-tampering-'));
  made = await sample();
  file = join(folder, 'pack.pdf');
  await writePack(made.input, file);
  bytes = await readFile(file);
});
after(async () => {
  await rm(folder, { recursive: true });
  await rm(made.folder, { recursive: true });
});

/** Where an attachment's stored bytes lie in the file. */
interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

function spans(): readonly Span[] {
  const text = bytes.toString('latin1');
  const header = /\/F \(([^)]+)\) \/UF[^\n]*\nendobj\n[^\n]*\n[^\n]* \/Length (\d+)[^\n]*\nstream\n/g;
  return Array.from(text.matchAll(header), (match) => {
    const from = match.index + match[0].length;
    return { name: match[1] ?? '', from, to: from + Number(match[2]) };
  });
}

/** Details of the failed checks once one byte of the pack is another. */
async function failedWith(position: number, mask: number): Promise<Record<string, string>> {
  await using handle = await open(file, 'r+');
  const original = bytes[position] ?? 0;
  await handle.write(Uint8Array.of(original ^ mask), 0, 1, position);
  try {
    const { ok, intact, checks } = await verifyPack(file);
    assert.deepEqual([ok, intact], [false, false], `byte ${position}`);
    const failed = checks.filter((check) => check.ok === false);
    return Object.fromEntries(failed.map(({ check, detail }) => [check, detail]));
  } finally {
    await handle.write(Uint8Array.of(original), 0, 1, position);
  }
}

test('a changed byte in any attachment is told with the attachment’s name', async () => {
  const attached = spans();
  assert.equal(attached.length, 15);
  for (const { name, from, to } of attached) {
    for (const position of [from, (from + to) >> 1, to - 1]) {
      const failed = await failedWith(position, 0x01);
      const told = `${failed['pack.sums'] ?? ''} ${failed['pack.structure'] ?? ''}`;
      assert.ok('pack.sums' in failed || 'pack.structure' in failed, `${name}: ${told}`);
      if (name !== 'SHA256SUMS' && 'pack.sums' in failed) assert.match(told, new RegExp(`\\b${name}\\b`));
    }
  }
});

test('a changed byte in a stored page is told by digest checks alone, for the structure still holds', async () => {
  const stored = spans().find(({ name }) => name === 'evidence-E-0001-0002.ndjson');
  assert.ok(stored);
  assert.deepEqual(await failedWith(stored.from + 1_000, 0x20), {
    'pack.sums': 'evidence-E-0001-0002.ndjson was changed',
    'evidence.items': 'E-0001: evidence-E-0001-0002.ndjson was changed',
  });
});

test('a changed byte in the pages of the document is told as that', async () => {
  for (const position of [9, 500, made.input.basePdf.length >> 1]) {
    assert.deepEqual(await failedWith(position, 0x01), {
      'pack.base': 'the pages of the document were changed',
    });
  }
});

test('a changed byte between the attachments is told as the structure’s', async () => {
  const attached = spans();
  const base = made.input.basePdf.length;
  const firstSpec = bytes.indexOf('/Type /Filespec', base);
  const between = attached.flatMap(({ from, to }) => [from - 3, from - 12, from - 60, to + 2, to + 14]);
  for (const position of [base + 1, base + 20, firstSpec - 40, ...between]) {
    assert.ok('pack.structure' in (await failedWith(position, 0x01)), `byte ${position}`);
  }
});

test('a changed byte in the cross-reference and the trailer is told as the structure’s', async () => {
  const xref = bytes.lastIndexOf('/Type /XRef');
  for (let position = xref - 12; position < bytes.length; position += 7) {
    assert.deepEqual(Object.keys(await failedWith(position, 0x02)), ['pack.structure'], `byte ${position}`);
  }
});

test('no changed byte anywhere goes unnoticed', async () => {
  const position = fc.integer({ min: 0, max: bytes.length - 1 });
  const mask = fc.integer({ min: 1, max: 255 });
  await fc.assert(
    fc.asyncProperty(position, mask, async (at, bits) => {
      assert.notDeepEqual(await failedWith(at, bits), {});
    }),
    { numRuns: times(150) },
  );
});

test('garbage is answered, never a crash or a hang', async () => {
  const hostile = join(folder, 'hostile.pdf');
  const answer = async (content: Buffer): Promise<void> => {
    await writeFile(hostile, content);
    try {
      assert.equal((await verifyPack(hostile)).ok, false);
    } catch (error) {
      assert.ok(error instanceof RcaError, String(error));
      assert.equal(error.code, 'NOT_A_PACK');
    }
  };
  await answer(randomBytes(100_000));
  await answer(Buffer.concat([Buffer.from(`%PDF-1.7\n%%EOF\n${PACK_MARK}`), randomBytes(100_000)]));
  await answer(Buffer.concat([made.input.basePdf, Buffer.from(PACK_MARK), randomBytes(100_000)]));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(4_000)), { minLength: 1, maxLength: 6 }),
      async (cuts) =>
        answer(Buffer.concat(cuts.map(([from, length]) => bytes.subarray(from, from + length)))),
    ),
    { numRuns: times(60) },
  );
});

test('a stream that inflates to far more than it says is not inflated', async () => {
  const [first] = spans();
  assert.ok(first);
  const openingFrom = bytes.lastIndexOf('\n', bytes.lastIndexOf(' 0 obj', first.from)) + 1;
  const number = Number.parseInt(bytes.toString('latin1', openingFrom, openingFrom + 10), 10);
  const bomb = deflateSync(Buffer.alloc(200_000_000));
  const header = {
    mediaType: 'application/json',
    lengthBytes: bomb.length,
    sizeBytes: 100,
    deflated: true,
    asOf: made.input.caseFile.asOf,
  };
  const bombed = join(folder, 'bomb.pdf');
  await writeFile(
    bombed,
    Buffer.concat([
      bytes.subarray(0, openingFrom),
      Buffer.from(openStream(number, header)),
      bomb,
      bytes.subarray(first.to),
    ]),
  );
  const heldBefore = process.memoryUsage().rss;
  const report = await verifyPack(bombed);
  const heldAfter = process.memoryUsage().rss;
  assert.equal(report.ok, false);
  assert.match(report.checks.find(({ check }) => check === 'pack.sums')?.detail ?? '', /cannot be unpacked/);
  assert.ok(heldAfter - heldBefore < 50_000_000, `${heldAfter - heldBefore} bytes more were held`);
});
