import { canonicalJson, sha256Hex } from './canonical.ts';

/** One line of the ledger. Bodies carry digests and ids, never texts or personal data. */
export interface LedgerEntry {
  readonly v: 1;
  /** From 0, without a hole. */
  readonly seq: number;
  readonly at: string;
  /** `incident.started`, `evidence.collected`, `evidence.withdrawn`, `note.written`, … */
  readonly type: string;
  /** Role or account: `cli:root`, `slack:T1/U1`, `rca`. */
  readonly actor: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** SHA-256 of the line before, without its newline; 64 zeros for the first. */
  readonly prev: string;
}

export interface LedgerHead {
  readonly size: number;
  /** `prev` of the next entry. */
  readonly tip: string;
}

export const emptyHead: LedgerHead = { size: 0, tip: '0'.repeat(64) };

/** The next line and the head behind it. */
export function chain(
  head: LedgerHead,
  entry: Omit<LedgerEntry, 'v' | 'seq' | 'prev'>,
): { readonly line: string; readonly head: LedgerHead } {
  const line = canonicalJson({ ...entry, v: 1, seq: head.size, prev: head.tip });
  return { line, head: { size: head.size + 1, tip: sha256Hex(line) } };
}
