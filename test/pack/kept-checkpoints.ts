import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { emptyHead } from '../../src/domain/ledger.ts';
import { merkleRoot } from '../../src/evidence/merkle.ts';
import { checkpointBody } from '../../src/pack/checkpoint.ts';
import { signNote } from '../../src/pack/seal/signed-note.ts';
import { readSigner } from '../../src/pack/seal/signing-key.ts';
import type { ManyPacks } from './many-packs.ts';

/** Checkpoints as somebody may have kept them of the ledger of good packs, right and wrong: files by what they are. */
export async function keptCheckpoints(many: ManyPacks): Promise<ReadonlyMap<string, string>> {
  const { ledger, origin } = many;
  const own = readSigner(many.signingKey, 'test');
  const other = readSigner(many.otherSigningKey, 'test');
  const body = (lines: readonly string[], of = origin) =>
    checkpointBody(of, { size: lines.length, root: Buffer.from(merkleRoot(lines)).toString('hex') });
  const elsewhere = origin.replace('rca.', 'other.');
  const first = ledger.slice(0, 2);
  const texts = {
    'same-signed': signNote(body(ledger), origin, own),
    'earlier-signed': signNote(body(first), origin, own),
    'earlier-unsigned': body(first),
    'earlier-by-another-key': signNote(body(first), origin, other),
    'earlier-changed': signNote(body(first), origin, own).replace('\n2\n', '\n1\n'),
    forked: signNote(body([ledger[0] ?? '', emptyHead.tip]), origin, own),
    later: signNote(body([...ledger, '{}']), origin, own),
    'of-another': signNote(body(first, elsewhere), elsewhere, own),
  };
  const files = new Map<string, string>();
  for (const [name, text] of Object.entries(texts)) {
    files.set(name, join(many.folder, `${name}.checkpoint`));
    await writeFile(join(many.folder, `${name}.checkpoint`), text);
  }
  return files;
}
