import { verifyConsistency } from '../evidence/merkle/verify.ts';
import { merkleRoot } from '../evidence/merkle.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { PublicKey } from './seal/ed25519.ts';
import { isSignedNote, keyHash, splitNote } from './seal/signed-note.ts';

/** How a ledger stands to a checkpoint of it. */
export type Relation =
  /** The ledger's first lines are those that the checkpoint was made of. */
  | 'consistent'
  /** They are others: the ledger was rewritten, or there are two of it. */
  | 'forked'
  /** The ledger is shorter: lines were taken away, or it is older than the checkpoint. */
  | 'shorter';

/** `rootAt`: hexadecimal root over the ledger's first lines; undefined when it has fewer. */
export function relationTo(
  { size, root }: Checkpoint,
  rootAt: (size: number) => string | undefined,
): Relation {
  const own = rootAt(size);
  if (own === undefined) return 'shorter';
  return own === root ? 'consistent' : 'forked';
}

/** Whether a later checkpoint, with a path, shows that these lines are the beginning of its ledger. */
export const isBeginningOf = (
  lines: readonly string[],
  later: Checkpoint,
  path: readonly Uint8Array[],
): boolean =>
  verifyConsistency(
    { size: lines.length, root: merkleRoot(lines) },
    { size: later.size, root: Buffer.from(later.root, 'hex') },
    path,
  );

export type NoteSignature = 'unsigned' | 'valid' | 'not valid' | 'by another key';

/** Whether a checkpoint is signed by a key, under the name of its origin. */
export function signatureOf(note: string, { origin }: Checkpoint, publicKey: PublicKey): NoteSignature {
  const { signatures } = splitNote(note);
  if (signatures === '') return 'unsigned';
  if (isSignedNote(note, origin, publicKey)) return 'valid';
  return signatures.split(' ').at(-1)?.startsWith(hashPrefix(origin, publicKey))
    ? 'not valid'
    : 'by another key';
}

/** The base64 digits of a signature that its key's hash alone decides: 30 of its 32 bits. */
const hashPrefix = (origin: string, publicKey: PublicKey): string =>
  keyHash(origin, publicKey).toString('base64').slice(0, 5);
