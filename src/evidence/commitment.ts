import { canonicalJson, sha256Hex } from '../domain/canonical.ts';

/**
 * Binds the ledger to words that it must not hold: SHA-256 of the canonical JSON `{salt, words}`. Without the
 * salt, which stays in the row, short words cannot be guessed from it; destroying the row makes it final.
 */
export const commitment = (salt: string, words: unknown): string => sha256Hex(canonicalJson({ salt, words }));
