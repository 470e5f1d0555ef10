/** One line of the verification of a store. `ok` is null when there was nothing to check. */
export interface StoreCheck {
  /** Null for the store as a whole. */
  readonly incident: string | null;
  readonly check: StoreCheckId;
  readonly ok: boolean | null;
  /** One sentence that names what it fails on. */
  readonly detail: string;
}

/** Scripts rely on the names: add, never rename. */
export const storeCheckIds = [
  'store.guard',
  'store.incidents',
  'ledger.chain',
  'ledger.rows',
  'evidence.blobs',
  'checkpoints.store',
  'checkpoints.folder',
  'checkpoints.given',
] as const;
export type StoreCheckId = (typeof storeCheckIds)[number];

export interface StoreReport {
  /** No check is false. */
  readonly ok: boolean;
  readonly incidents: number;
  readonly checks: readonly StoreCheck[];
}

const PROBLEMS_TOLD = 5;

/** Holds when there are no problems. */
export function storeCheck(
  incident: string | null,
  check: StoreCheckId,
  problems: readonly string[],
  whenOk: string,
): StoreCheck {
  if (problems.length === 0) return { incident, check, ok: true, detail: whenOk };
  const more = problems.length - PROBLEMS_TOLD;
  const told = problems.slice(0, PROBLEMS_TOLD).join('; ');
  return { incident, check, ok: false, detail: more > 0 ? `${told}; and ${more} more` : told };
}
