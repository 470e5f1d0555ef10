import { z } from 'zod';
import { countByType, tellDeeds } from './deeds.ts';
import type { LedgerEntry } from './ledger.ts';

/**
 * Entries that are no part in the incident: a review of what others did, and that something was asked for, which has
 * entries of its own when it did anything.
 */
const NO_PART: ReadonlySet<string> = new Set([
  'signoff.approved',
  'signoff.rejected',
  'signoff.revoked',
  'slack.command',
  'slack.button',
  'slack.form',
]);
const ENTRIES_MAX = 20;

/** Whether an account had a part in the incident that it reviews, as the ledger has it. */
export const independenceSchema = z.object({
  independent: z.boolean(),
  /** How many entries of each type bear the account's name. */
  acts: z.record(z.string(), z.int().positive()),
  /** Sequence numbers of the first 20 of them. */
  entries: z.array(z.int().nonnegative()).max(ENTRIES_MAX),
});

export type Independence = z.infer<typeof independenceSchema>;

type Readable = Readonly<Pick<Independence, 'independent'>> & {
  readonly acts: Readonly<Record<string, number>>;
  readonly entries: readonly number[];
};

/** What the entries up to here tell of the account. Nothing that the account says of itself counts. */
export function independenceOf(
  entries: readonly Pick<LedgerEntry, 'seq' | 'type' | 'actor'>[],
  actor: string,
): Independence {
  const own = entries.filter((entry) => entry.actor === actor && !NO_PART.has(entry.type));
  return {
    independent: own.length === 0,
    acts: countByType(own),
    entries: own.slice(0, ENTRIES_MAX).map(({ seq }) => seq),
  };
}

/** One sentence for a person. */
export function tellIndependence({ independent, acts, entries }: Readable): string {
  if (independent) return 'Independent: until then the ledger has no act of this account in the incident.';
  const total = Object.values(acts).reduce((sum, count) => sum + count, 0);
  const more = total > entries.length ? ` and ${total - entries.length} more` : '';
  return `Not independent: until then this account ${tellDeeds(acts)} (ledger ${total === 1 ? 'entry' : 'entries'} ${entries.join(', ')}${more}).`;
}
