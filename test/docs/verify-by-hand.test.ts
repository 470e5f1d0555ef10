import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { readGivenCheckpoint } from '../../src/pack/given-checkpoint.ts';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { forge } from '../pack/forge.ts';
import { keptCheckpoints } from '../pack/kept-checkpoints.ts';
import { manyPacks } from '../pack/many-packs.ts';
import { holder } from '../pack/pki.ts';
import { META, printedPdf, sample } from '../pack/sample.ts';
import { carelessSealer } from '../pack/sealers.ts';
import { forgeText } from '../recompute/forge-documents.ts';
import { madePack } from '../recompute/made-pack.ts';

const PAGE = new URL('../../docs/verify-by-hand.md', import.meta.url);

/** What the page tells to type, and nothing else. */
const typed = async (): Promise<string> =>
  [...(await readFile(PAGE, 'utf8')).matchAll(/^```sh\n([\s\S]*?)^```$/gm)]
    .map(([, block]) => block)
    .join('');

/** Types it in a folder with these files. */
async function byHand(folder: string, files: Readonly<Record<string, string | null>>): Promise<string> {
  const own = await mkdtemp(join(folder, 'hand-'));
  for (const [name, from] of Object.entries(files)) if (from !== null) await copyFile(from, join(own, name));
  const shell = spawn('bash', { cwd: own, stdio: ['pipe', 'pipe', 'pipe'] });
  shell.stdin.end(await typed());
  const [out] = await Promise.all([text(shell.stdout), text(shell.stderr)]);
  await rm(own, { recursive: true });
  return out;
}

const SIGNERS = { verified: 'SIGNER VERIFIED', unchecked: 'SIGNER UNCHECKED', unsealed: 'UNSEALED' } as const;

test('who follows docs/verify-by-hand.md to the letter gets the verdict of rca verify', async (t) => {
  const many = await manyPacks(t);
  for (const [name, pack] of many.packs) {
    const { intact, signer } = await verifyPack(pack);
    const said = await byHand(many.folder, { 'PACK.pdf': pack });
    assert.match(said, intact ? /^INTACT$/m : /^NOT INTACT$/m, `${name}\n${said}`);
    if (intact) assert.match(said, new RegExp(`^${SIGNERS[signer]}`, 'm'), `${name}\n${said}`);
  }
});

test('a certificate of the given root that is not for signing documents is told by hand too', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-unfit-'));
  const made = await sample();
  t.after(() => Promise.all([folder, made.folder].map((path) => rm(path, { recursive: true }))));
  const root = await holder('Test root', { authority: true });
  const unfit = await holder('Timestamps', { issuer: root, timestamps: true });
  const basePdf = await finalizePdf(await printedPdf(), META, { signatureField: true });
  const [pack, ca] = [join(folder, 'pack.pdf'), join(folder, 'ROOT.pem')];
  const sealer = carelessSealer(unfit.keyPem, `${unfit.pem}${root.pem}`);
  await writePack({ ...made.input, basePdf, sealer }, pack);
  await writeFile(ca, root.pem);
  const { intact, signer, checks } = await verifyPack(pack, { ca: root.pem });
  assert.deepEqual([intact, signer], [true, 'unchecked']);
  assert.equal(checks.find(({ check }) => check === 'seal.certificate')?.ok, false);
  const said = await byHand(folder, { 'PACK.pdf': pack, 'ROOT.pem': ca });
  assert.match(said, /^FAIL {2}it is no certificate for signing documents$/m);
  assert.match(said, /^INTACT$/m, said);
  assert.match(said, /^SIGNER UNCHECKED/m);
});

test('with a key and a root, right or wrong, the signer is told as rca verify tells it', async (t) => {
  const { folder, packs, key, ca, otherKey, otherCa } = await manyPacks(t);
  for (const name of ['sealed-ec', 'sealed-by-key', 'unsealed']) {
    const pack = packs.get(name) ?? '';
    for (const [keyFile, caFile] of [
      [key, ca],
      [otherKey, ca],
      [key, otherCa],
    ] as const) {
      const { intact, signer } = await verifyPack(pack, {
        key: await readFile(keyFile, 'utf8'),
        ca: caFile && (await readFile(caFile, 'utf8')),
      });
      const said = await byHand(folder, { 'PACK.pdf': pack, 'PUB.pem': keyFile, 'ROOT.pem': caFile });
      const given = `${name} ${keyFile} ${caFile}\n${said}`;
      assert.equal(/^INTACT$/m.test(said), intact, given);
      assert.match(said, new RegExp(`^${SIGNERS[signer]}`, 'm'), given);
    }
  }
});

/** A contradiction is told as what it is. */
const WHY: Readonly<Record<string, RegExp>> = {
  later: /it was rolled back, or the pack is older$/m,
  forked: /is of other lines: the ledger was rewritten$/m,
  'of-another': /is of another ledger$/m,
};

test('checkpoints that were kept, right or wrong, are told as rca verify tells them', async (t) => {
  const many = await manyPacks(t);
  const kept = await keptCheckpoints(many);
  const pack = many.packs.get('sealed-by-key') ?? '';
  let contradicted = 0;
  for (const [name, file] of kept) {
    // Without a key its signature is not judged, which makes a difference to the unsigned one alone.
    for (const keyFile of name === 'earlier-unsigned' ? [null, many.key] : [many.key]) {
      const { checks } = await verifyPack(pack, {
        ...(keyFile === null ? {} : { key: await readFile(keyFile, 'utf8') }),
        checkpoints: [readGivenCheckpoint(name, await readFile(file, 'utf8'))],
      });
      const ok = checks.find(({ check }) => check === 'ledger.consistency')?.ok;
      const said = await byHand(many.folder, {
        'PACK.pdf': pack,
        'PUB.pem': keyFile,
        'old.checkpoint': file,
      });
      assert.match(said, ok ? /^LEDGER AS KEPT$/m : /^LEDGER CONTRADICTED$/m, `${name}, ${keyFile}\n${said}`);
      assert.match(said, /^INTACT$/m);
      assert.match(said, WHY[name] ?? /./, name);
      if (ok !== true) contradicted += 1;
    }
  }
  assert.equal(contradicted, 6);
});

test('other words than the ledger commits to, whose digests all hold, are told by hand', async (t) => {
  const made = await madePack();
  t.after(() => made.clear());
  const forged = join(made.folder, 'forged.pdf');
  await forge(made.file, forged, (all) =>
    forgeText(all, 'inputs.json', 'No order was lost.', 'All is well.'),
  );
  assert.doesNotMatch(
    await byHand(made.folder, { 'PACK.pdf': made.file }),
    /NOT INTACT|NOT AS COMMITTED|^FAIL/m,
  );
  const said = await byHand(made.folder, { 'PACK.pdf': forged });
  assert.match(said, /^INTACT$/m);
  assert.match(said, /^NOT AS COMMITTED\nwhat people wrote is what the ledger commits to$/m);
});
