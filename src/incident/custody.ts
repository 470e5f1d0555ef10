import type { ClockOffset } from '../domain/clock.ts';
import { authorityOffset, type CustodyStep, custodyStep, stepsOf } from '../domain/custody.ts';
import { userError } from '../domain/errors.ts';
import type { StoredItem } from '../evidence/store.ts';
import { readEntries } from '../ledger/read-entries.ts';
import type { Context } from './context.ts';

/** What is known of an item's life. */
export interface Custody {
  readonly stored: StoredItem;
  /** Versions of the evidence pack that hold the item. */
  readonly packs: readonly number[];
  /** The timestamp authority's clock against ours when the first of these packs that has a timestamp was sealed. */
  readonly authorityClock: (ClockOffset & { readonly pack: number }) | null;
  readonly steps: readonly CustodyStep[];
}

/** Throws `EVIDENCE_UNKNOWN`. */
export async function custodyOf(
  { store }: Pick<Context, 'store'>,
  incident: string,
  evidence: string,
): Promise<Custody> {
  const stored = (await store.items(incident)).find(({ item }) => item.id === evidence);
  if (stored === undefined) {
    throw userError({
      code: 'EVIDENCE_UNKNOWN',
      message: `${incident} has no evidence ${evidence}`,
      where: '--custody',
      mend: `list the evidence with: rca evidence ${incident}`,
    });
  }
  const entries = readEntries(await store.ledger(incident));
  const steps = stepsOf(
    entries.map(custodyStep).filter((step) => step !== null),
    evidence,
  );
  const withdrawnSeq = steps.find(({ type }) => type === 'evidence.withdrawn')?.seq ?? entries.length;
  const takenInSeq = steps[0]?.seq ?? entries.length;
  const packs = entries.flatMap(({ seq, type, body }) =>
    type === 'pack.written' && seq > takenInSeq && seq < withdrawnSeq
      ? [{ pack: Number(body['version']), offset: authorityOffset(body) }]
      : [],
  );
  const authorityClock = packs.flatMap(({ pack, offset }) =>
    offset === null ? [] : [{ ...offset, pack }],
  )[0];
  return {
    stored,
    packs: packs.map(({ pack }) => pack),
    authorityClock: authorityClock ?? null,
    steps,
  };
}
