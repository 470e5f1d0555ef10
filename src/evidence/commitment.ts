import { canonicalJson, sha256Hex } from '../domain/canonical.ts';

/**
 * Binds the ledger to words that it must not hold: SHA-256 of the canonical JSON `{salt, words}`. Without the
 * salt, which stays in the row, short words cannot be guessed from it; destroying the row makes it final.
 */
export const commitment = (salt: string, words: unknown): string => sha256Hex(canonicalJson({ salt, words }));

/** What the ledger commits to of a note; what a note of a person's own words has not is left out. */
export const committedNote = ({
  at,
  text,
  phase,
  message,
  withdrawn,
}: {
  readonly at: string;
  readonly text: string;
  readonly phase: string | null;
  /** Canonical JSON. */
  readonly message: string | null;
  readonly withdrawn: string | null;
}): Readonly<Record<string, unknown>> => ({
  at,
  text,
  phase,
  ...(message === null ? {} : { message }),
  ...(withdrawn === null ? {} : { withdrawn }),
});
