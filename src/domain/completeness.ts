import type { CaseItem } from './case-file.ts';
import type { Coverage } from './coverage.ts';
import type { Gap } from './gap.ts';
import type { SourceState } from './incident.ts';
import { covers, supersededItems } from './supersession.ts';
import type { WindowJson } from './time.ts';

/** One time that a source was asked. */
export interface Asking {
  readonly collection: string;
  readonly at: string;
  readonly by: string;
  readonly window: WindowJson;
  readonly state: SourceState;
  /** Why it could not be read, or not to its end. */
  readonly error: string | null;
}

/** A source that the incident asked, that the configuration names, or that files came from (`import`). */
export interface SourceAccount {
  readonly source: string;
  /** `aws.waf`; null when neither configuration nor evidence says. */
  readonly type: string | null;
  readonly configured: boolean;
  readonly askings: readonly Asking[];
}

export const completenessVerdicts = ['whole', 'in-part', 'unknown', 'unreadable', 'not-asked'] as const;

/** What was asked of a source, what it answered, what is missing. `completeness.json` of a pack is a list of these. */
export interface SourceCompleteness {
  readonly source: string;
  readonly type: string | null;
  readonly verdict: (typeof completenessVerdicts)[number];
  readonly configured: boolean;
  readonly asked: readonly Asking[];
  readonly answered: {
    readonly evidence: readonly string[];
    readonly records: number;
    /** The source's own word for each item that is not whole. */
    readonly notWhole: readonly { readonly item: string; readonly coverage: Coverage }[];
  };
  readonly missing: readonly Pick<Gap, 'window' | 'why' | 'mend'>[];
}

/** One account a source, in the given order; gaps and items of other sources are ignored. */
export const completenessOf = (
  sources: readonly SourceAccount[],
  items: readonly CaseItem[],
  gaps: readonly Gap[],
): readonly SourceCompleteness[] => {
  const superseded = supersededItems(items.map(({ item }) => item));
  return sources.map(({ source, type, configured, askings }) => {
    const own = items.filter(({ item }) => item.source === source);
    const missing = gaps
      .filter((gap) => gap.source === source)
      .map(({ window, why, mend }) => ({ window, why, mend }));
    const notWhole = own.flatMap(({ item: { id, coverage } }) =>
      coverage.state === 'complete' || superseded.has(id) ? [] : [{ item: id, coverage }],
    );
    const answered = {
      evidence: own.map(({ item }) => item.id),
      records: own.reduce((sum, { item }) => sum + item.records, 0),
      notWhole,
    };
    const account = { source, type, configured, asked: askings, answered, missing };
    return { ...account, verdict: verdictOf(account) };
  });
};

/** A later one that was read to its end makes up for one that was not, when its window covers it. */
const standingAskings = (askings: readonly Asking[]): readonly Asking[] =>
  askings.filter(
    ({ state, at, window }) =>
      state === 'done' ||
      !askings.some((other) => other.state === 'done' && other.at > at && covers(other.window, window)),
  );

function verdictOf({
  asked,
  answered,
  missing,
}: Omit<SourceCompleteness, 'verdict'>): SourceCompleteness['verdict'] {
  const { evidence, notWhole } = answered;
  const standing = standingAskings(asked);
  if (asked.length === 0 && evidence.length === 0) return 'not-asked';
  const refused = notWhole.filter(({ coverage: { state } }) => state === 'denied' || state === 'failed');
  if (refused.length === evidence.length && standing.some(({ state }) => state === 'failed'))
    return 'unreadable';
  const isEnded = standing.every(({ state }) => state === 'done');
  const unknown = notWhole.filter(({ coverage }) => coverage.state === 'unknown');
  if (missing.length > 0 || !isEnded || notWhole.length > unknown.length) return 'in-part';
  return unknown.length > 0 ? 'unknown' : 'whole';
}
