import { userError } from '../domain/errors.ts';
import { parseJson } from '../domain/parse-json.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { ledgerProofSchema, pathOf } from './ledger-proof.ts';

/** A checkpoint that was kept elsewhere. */
export interface GivenCheckpoint {
  /** File that it was read from, as it is told. */
  readonly name: string;
  readonly note: string;
  readonly head: Checkpoint;
  /** Shows that a ledger of `size` lines is the beginning of this one; null when no proof was given. */
  readonly proof: { readonly size: number; readonly path: readonly Uint8Array[] } | null;
}

/** Reads a checkpoint, or a proof of consistency with the checkpoint in it; undefined when it is neither. */
export function givenCheckpoint(name: string, text: string): GivenCheckpoint | undefined {
  const proof = ledgerProofSchema.safeParse(parseJson(text)).data;
  const note = proof?.checkpoint ?? text;
  const head = readCheckpoint(note);
  if (head === undefined) return undefined;
  const path = proof?.proof === 'consistency' ? { size: proof.size, path: pathOf(proof.path) } : null;
  return { name, note, head, proof: path };
}

/** The same; throws `CHECKPOINT_UNREADABLE`. */
export function readGivenCheckpoint(name: string, text: string): GivenCheckpoint {
  const given = givenCheckpoint(name, text);
  if (given === undefined) {
    throw userError({
      code: 'CHECKPOINT_UNREADABLE',
      message: 'the file is no checkpoint of a ledger',
      where: name,
      mend: 'name a file that rca checkpoint printed, of checkpoints.folder, or the attachment "checkpoint" of a pack',
    });
  }
  return given;
}
