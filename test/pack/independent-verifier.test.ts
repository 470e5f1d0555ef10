import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { judges, verifyIndependently } from './independent/verifier.ts';
import { holder, timestampAuthority } from './pki.ts';
import { META, printedPdf, sample } from './sample.ts';
import { SEALED_AT_MS, sealerOf } from './sealers.ts';
import type { Expected } from './vectors/expected.ts';

const at = (path: string): string => fileURLToPath(new URL(`../vectors/${path}`, import.meta.url));
const vectors: readonly Expected[] = JSON.parse(await readFile(at('expected.json'), 'utf8')).vectors;

test('a verifier that was written from the text alone fails what ours fails, in every vector', async () => {
  const told = new Set<string>();
  for (const { file, options, failing } of vectors) {
    const key = options.key === undefined ? null : await readFile(at(options.key), 'utf8');
    const verdict = verifyIndependently(at(file), key);
    const theirs = judges.filter((check) => verdict[check] === false);
    assert.deepEqual(
      theirs,
      judges.filter((check) => check in failing),
      file,
    );
    for (const check of theirs) told.add(check);
  }
  assert.deepEqual([...told].toSorted(), [...judges].toSorted());
});

test('it accepts every part of a good seal', () => {
  const verdict = verifyIndependently(at('good/full.pdf'), null);
  const { 'evidence.beside': beside, 'seal.key': key, ...others } = verdict;
  assert.deepEqual([beside, key], [null, null]);
  assert.deepEqual(new Set(Object.values(others)), new Set([true]));
});

test('it judges signatures by keys on a curve as well: the vectors have RSA alone', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-independent-'));
  const made = await sample();
  t.after(async () => {
    await rm(folder, { recursive: true });
    await rm(made.folder, { recursive: true });
  });
  const root = await holder('Test root', { authority: true });
  const signer = await holder('Pack signer', { issuer: root });
  const authority = await holder('Timestamps', { issuer: root, timestamps: true });
  const { url: timestampUrl } = await timestampAuthority(t, authority, new Date(SEALED_AT_MS));
  const sealer = sealerOf({ key: signer.keyPem, certificate: `${signer.pem}${root.pem}`, timestampUrl });
  const basePdf = await finalizePdf(await printedPdf(), META, { signatureField: true });
  const file = join(folder, 'pack.pdf');
  await writePack({ ...made.input, basePdf, sealer }, file);
  const verdict = verifyIndependently(file, null);
  const failing = judges.filter((check) => verdict[check] === false);
  assert.deepEqual(failing, []);
  assert.deepEqual(
    [verdict['seal.signer'], verdict['seal.signature'], verdict['seal.timestamp']],
    [true, true, true],
  );
});
