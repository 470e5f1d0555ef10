import { type ClockOffset, clockOffsetSchema, tellOffset } from './clock.ts';
import { spaced } from './deeds.ts';
import type { LedgerEntry } from './ledger.ts';

/** One ledger entry that concerns evidence, as the chain of custody shows it. */
export interface CustodyStep {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly actor: string;
  /** The items that it names; empty when it concerns all that there were. */
  readonly evidence: readonly string[];
  /** `all`: everything that the incident held at that time. */
  readonly scope: 'named' | 'all';
  /** What was done, in words. */
  readonly what: string;
}

/** Entries that concern everything when they name nothing: packing, exporting, holding, opening, destroying. */
const OF_ALL = /^(?:pack|hold|evidence|redaction|retention|incident\.(?:exported|restored|destroyed))\b/;

const WORDS: Readonly<Record<string, string>> = {
  'evidence.collected': 'Collected from its source, redacted and stored',
  'evidence.imported': 'Handed in as a file, redacted and stored',
  'evidence.withdrawn': 'Withdrawn from timeline and documents; nothing was erased',
  'evidence.destroyed': 'Destroyed: the stored bytes are gone, this ledger stays',
  'source.finished': 'The collection from its source ended',
  'redaction.revealed': 'A redaction token was opened for a value that was suspected behind it',
  'incident.exported': 'Exported as an archive: the stored bytes were read',
  'hold.placed': 'Put on hold: nothing may be destroyed',
  'hold.released': 'Hold lifted',
};

/** What an entry means for evidence; null when it concerns none. */
export function custodyStep(entry: LedgerEntry): CustodyStep | null {
  const { evidence } = entry.body;
  const named = Array.isArray(evidence)
    ? evidence.map(String)
    : typeof evidence === 'string'
      ? [evidence]
      : [];
  if (named.length === 0 && !OF_ALL.test(entry.type)) return null;
  const { seq, at, type, actor } = entry;
  return {
    seq,
    at,
    type,
    actor,
    evidence: named,
    scope: named.length === 0 ? 'all' : 'named',
    what: tell(entry),
  };
}

function tell({ type, body }: LedgerEntry): string {
  if (type === 'pack.written') {
    const offset = authorityOffset(body);
    const clock = offset === null ? '' : `; the timestamp authority's clock was ${tellOffset(offset)}`;
    return `Packed in version ${String(body['version'])}: the stored bytes were read and attached, their first records printed${clock}`;
  }
  const words = spaced(type);
  return WORDS[type] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** The timestamp authority's clock against ours when a pack was sealed; null when no authority was asked. */
export const authorityOffset = (body: LedgerEntry['body']): ClockOffset | null =>
  clockOffsetSchema.safeParse(body['authorityClock']).data ?? null;

/** The steps of one item, from when it was taken in; what concerns all items before then is not its own. */
export function stepsOf(steps: readonly CustodyStep[], evidence: string): readonly CustodyStep[] {
  const first = steps.find((step) => step.evidence.includes(evidence))?.seq ?? Number.POSITIVE_INFINITY;
  return steps.filter((step) => (step.scope === 'all' ? step.seq > first : step.evidence.includes(evidence)));
}
