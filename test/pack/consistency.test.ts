import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { chain, type LedgerEntry } from '../../src/domain/ledger.ts';
import { proveConsistency, proveInclusion } from '../../src/evidence/merkle/prove.ts';
import { merkleRoot } from '../../src/evidence/merkle.ts';
import { checkpointBody } from '../../src/pack/checkpoint.ts';
import { type GivenCheckpoint, readGivenCheckpoint } from '../../src/pack/given-checkpoint.ts';
import { hexOf } from '../../src/pack/ledger-proof.ts';
import { packCheckpoint } from '../../src/pack/pack-part.ts';
import type { Signer } from '../../src/pack/seal/ed25519.ts';
import { type PublicKey, readPublicKey } from '../../src/pack/seal/ed25519.ts';
import { signNote } from '../../src/pack/seal/signed-note.ts';
import { readSigner } from '../../src/pack/seal/signing-key.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { verifyProof } from '../../src/pack/verify-proof.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { type Sample, sample } from './sample.ts';
import { sealerOf } from './sealers.ts';

const newKey = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    signer: readSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'test'),
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
};

const [key, other] = [newKey(), newKey()];
const trusted: PublicKey = readPublicKey(key.pem, 'test');
let made: Sample;
let pack: string;
let lines: readonly string[];
/** The ledger some entries later. */
let grown: readonly string[];

before(async () => {
  made = await sample();
  pack = join(made.folder, 'pack.pdf');
  lines = made.input.ledger;
  grown = more(more(lines, 'note.written'), 'pack.written');
  await writePack({ ...made.input, sealer: sealerOf({ signingKey: key.secret }) }, pack);
});
after(() => rm(made.folder, { recursive: true }));

function more(before: readonly string[], type: string): readonly string[] {
  const head = { size: before.length, tip: sha256Hex(before.at(-1) ?? '') };
  return [...before, chain(head, { at: '2026-01-28T00:00:00Z', type, actor: 'rca', body: {} }).line];
}

const noteOf = (
  of: readonly string[],
  signer: Signer | null = key.signer,
  origin = made.input.origin,
): string => {
  const body = checkpointBody(origin, { size: of.length, root: Buffer.from(merkleRoot(of)).toString('hex') });
  return signer === null ? body : signNote(body, origin, signer);
};
const given = (text: string): GivenCheckpoint => readGivenCheckpoint('kept', text);

async function consistency(checkpoint: GivenCheckpoint, pem: string | null = null) {
  const report = await verifyPack(pack, { checkpoints: [checkpoint], key: pem });
  const check = report.checks.find((each) => each.check === 'ledger.consistency');
  assert.ok(report.intact, 'the checkpoint says nothing of the pack itself');
  assert.equal(report.ok, check?.ok === true);
  return check?.detail ?? '';
}

const proofSince = (size: number, of: readonly string[]) =>
  JSON.stringify({
    proof: 'consistency',
    size,
    path: hexOf(proveConsistency(of, size)),
    checkpoint: noteOf(of),
  });

test('nothing is said of checkpoints when none was given', async () => {
  const { ok, checks } = await verifyPack(pack);
  assert.ok(ok);
  assert.equal(checks.find(({ check }) => check === 'ledger.consistency')?.ok, null);
});

test('an earlier checkpoint and one of the same head agree, and whose key signed them is said', async () => {
  const own = await consistency(given(noteOf(lines.slice(0, 2))));
  assert.match(
    own,
    /^kept is earlier: its 2 lines are the first of the pack's 3, signed by the pack's own Ed25519 key/,
  );
  const asked = await consistency(given(noteOf(lines)), key.pem);
  assert.match(asked, /^kept is of this very ledger of 3 lines, signed by the given Ed25519 key/);
  assert.match(await consistency(given(noteOf(lines, null))), /not signed$/);
});

test('a fork is told as one, with sizes', async () => {
  const forked = lines.with(0, more([], 'incident.started')[0] ?? '');
  const told = /forked: kept is of 2 lines that are not the first 2 of the pack's 3/;
  assert.match(await consistency(given(noteOf(forked.slice(0, 2)))), told);
});

test('a later checkpoint needs a proof that the pack is older, not rolled back', async () => {
  assert.match(
    await consistency(given(noteOf(grown))),
    /has 3 lines, kept is of 5: the ledger was rolled back, or the pack is older/,
  );
  assert.match(
    await consistency(given(proofSince(3, grown))),
    /the pack is older: its 3 lines are the first of the 5 of kept/,
  );
  assert.match(await consistency(given(proofSince(2, grown))), /rolled back, or the pack is older/);
  const forked = grown.with(1, grown[0] ?? '');
  assert.match(
    await consistency(given(proofSince(3, forked))),
    /forked: the pack's 3 lines are not the first of the 5/,
  );
});

test('a signature that is false, missing or by another key is told', async () => {
  const [good, bad] = [noteOf(lines), noteOf(lines.slice(0, 2))];
  const swapped = `${noteOf(lines, null)}${bad.slice(noteOf(lines.slice(0, 2), null).length)}`;
  assert.match(await consistency(given(swapped)), /its signature is not valid/);
  assert.match(
    await consistency(given(noteOf(lines, other.signer))),
    /its signature is by another key than the pack's own/,
  );
  assert.match(await consistency(given(noteOf(lines, null)), key.pem), /kept is not signed/);
  const foreign = noteOf(lines, key.signer, 'rca/INC-1999-0001');
  assert.match(await consistency(given(foreign)), /kept is of rca\/INC-1999-0001, the pack of/);
  assert.equal(await packCheckpoint(pack), good);
});

test('what is no checkpoint is refused', () => {
  for (const text of ['', 'x', '{}', noteOf(lines, null).trimEnd()]) {
    assert.throws(() => given(text), { code: 'CHECKPOINT_UNREADABLE' }, text);
  }
});

test('one entry is shown to stand under a checkpoint, and another text of it is not', () => {
  const line = grown[3] ?? '';
  const proof = {
    proof: 'inclusion',
    seq: 3,
    line,
    path: hexOf(proveInclusion(grown, 3)),
    checkpoint: noteOf(grown),
  };
  const judge = (changes: object, by?: PublicKey) =>
    verifyProof('proof.json', JSON.stringify({ ...proof, ...changes }), by).checks.map(({ ok }) => ok);
  assert.deepEqual(judge({}), [true, null]);
  assert.deepEqual(judge({}, trusted), [true, true]);
  assert.deepEqual(judge({}, readPublicKey(other.pem, 'test')), [true, false]);
  const changed = JSON.stringify({ ...(JSON.parse(line) as LedgerEntry), actor: 'cli:else' });
  assert.deepEqual(judge({ line: changed }, trusted), [false, true]);
  assert.deepEqual(judge({ seq: 2 }), [false, null]);
  assert.throws(() => judge({ proof: 'else' }), { code: 'PROOF_UNREADABLE' });
});
