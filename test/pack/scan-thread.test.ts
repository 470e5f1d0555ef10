import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { checkPack } from '../../src/pack/check-pack.ts';
import type { PageSpan } from '../../src/pack/random-access.ts';
import { scanThread } from '../../src/pack/scan-thread.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { holder } from './pki.ts';
import { basePdf, sample } from './sample.ts';
import { sealerOf } from './sealers.ts';

const { keyPem, pem } = await holder('Signer');
const signer = sealerOf({
  key: keyPem,
  certificate: pem,
  signingKey: generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
});

const NOTHING_BESIDE = { place: 'nowhere', find: async () => undefined };

for (const [kind, sealer] of [
  ['a pack', null],
  ['a signed pack', signer],
] as const) {
  test(`${kind} whose large pages are scanned in a thread gets the same report`, async (t) => {
    const { folder, input } = await sample();
    t.after(() => rm(folder, { recursive: true }));
    const pack = join(folder, 'pack.pdf');
    const base = await basePdf({ signatureField: true });
    await writePack({ ...input, basePdf: base, sealer }, pack);
    const threaded = await reportWithThread(pack);
    const plain = await verifyPack(pack);
    assert.deepEqual(threaded.report, plain);
    assert.equal(plain.intact, true);
    assert.deepEqual(threaded.digested, [sealer !== null]);
  });
}

test('a change within a page that a thread digests is found', async (t) => {
  const { folder, input } = await sample();
  t.after(() => rm(folder, { recursive: true }));
  const pack = join(folder, 'pack.pdf');
  const base = await basePdf({ signatureField: true });
  await writePack({ ...input, basePdf: base, sealer: signer }, pack);
  const bytes = await readFile(pack);
  bytes[bytes.indexOf('"COUNT"') + 1] = 0x4b;
  await writeFile(pack, bytes);
  const { report } = await reportWithThread(pack);
  assert.deepEqual(report, await verifyPack(pack));
  const failed = report.checks.filter(({ ok }) => ok === false).map(({ check }) => check);
  assert.deepEqual(failed, ['pack.sums', 'evidence.items', 'seal.signature']);
});

async function reportWithThread(pack: string) {
  await using file = await open(pack);
  const { size } = await file.stat();
  const thread = scanThread(file.fd, 1_000_000);
  const digested: boolean[] = [];
  const scanner = {
    scan(span: PageSpan) {
      digested.push(span.isDigested);
      thread.scan(span);
    },
    finish: thread.finish,
  };
  const source = { file, sizeBytes: size, name: pack, beside: NOTHING_BESIDE, scanner };
  const { report } = await checkPack(source);
  await thread.close();
  return { report, digested };
}

test('each span is a page of its own, and too many different tokens are told', async (t) => {
  const { folder } = await sample();
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'spans');
  const token = '[email:ABCDEFGH23]';
  await writeFile(path, `${token}${'x'.repeat(300_000)}${token}[email:ABCDEFGH24]`);
  await using file = await open(path);
  const thread = scanThread(file.fd, 1);
  thread.scan({ fromByte: 0, lengthBytes: 10, isDigested: false });
  thread.scan({ fromByte: 10, lengthBytes: 300_000, isDigested: true });
  thread.scan({ fromByte: 300_000 + token.length - 4, lengthBytes: 1_000, isDigested: false });
  assert.deepEqual(await thread.finish(), {
    counts: new Map([[token, 1]]),
    isComplete: false,
    digests: [sha256Hex((await readFile(path)).subarray(10, 300_010))],
  });
  await thread.close();
});

test('a thread that cannot read the file says so to who asks for what it found', async () => {
  const thread = scanThread(9_999, 1);
  thread.scan({ fromByte: 0, lengthBytes: 10, isDigested: false });
  await assert.rejects(thread.finish(), { code: 'EBADF' });
  await thread.close();
});
