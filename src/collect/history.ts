import { z } from 'zod';
import type { Coverage } from '../domain/coverage.ts';
import { type EvidenceItemDraft, evidenceItemSchema } from '../domain/evidence-item.ts';
import type { Gap } from '../domain/gap.ts';
import { type WindowJson, windowJsonSchema } from '../domain/time.ts';
import type { BlobStore } from '../evidence/store.ts';
import type { Origin } from '../formats/format.ts';
import { formatOf } from '../formats/registry.ts';
import { rejectedGaps } from './gaps.ts';
import { keepPages } from './keep-pages.ts';
import type { Redactor } from './redact/redactor.ts';

const { pages, records, observations, rejected, tally, rejects, redactions, commitments } =
  evidenceItemSchema.shape;

/** What one reply of a slow source gave: its bytes are stored already, and this is all that is left to know. */
export const historyPartSchema = z.object({
  pages,
  records,
  observations,
  rejected,
  tally,
  rejects,
  redactions,
  commitments,
  span: windowJsonSchema.nullable(),
});
export type HistoryPart = z.infer<typeof historyPartSchema>;

export interface KeepingHistory {
  readonly origin: Origin;
  readonly redactor: Redactor;
  readonly blobs: BlobStore;
}

const FORMAT = 'slack.history';
/** What gaps call it. */
export const HISTORY = 'the history of the channel';

/** Redacts, stores and observes one reply. */
export async function keepHistoryPart(bytes: Uint8Array, keeping: KeepingHistory): Promise<HistoryPart> {
  const kept = await keepPages(once(bytes), {
    ...keeping,
    format: formatOf(FORMAT),
    onPage: () => undefined,
  });
  const { observed } = kept;
  return {
    pages: [...kept.pages],
    records: observed.records,
    observations: observed.observations,
    rejected: observed.rejected,
    tally: {
      observed: observed.observed,
      routine: observed.routine,
      notCovered: observed.notCovered,
      notUnderstood: observed.notUnderstood,
    },
    rejects: [...observed.rejects],
    redactions: { ...kept.redactions },
    ...(kept.commitments.length === 0 ? {} : { commitments: [...kept.commitments] }),
    span: observed.span,
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const REJECTS_MAX = 20;

export interface HistoryFacts
  extends Pick<
    EvidenceItemDraft,
    'query' | 'asked' | 'retrievedAt' | 'collector' | 'tool' | 'ruleSetSha256'
  > {
  readonly source: string;
  readonly sourceType: string;
  readonly coverage: Coverage;
}

/** The one item that parts, in order, are the pages of, and what of it could not be read. */
export function describeHistory(
  parts: readonly HistoryPart[],
  facts: HistoryFacts,
): { readonly item: EvidenceItemDraft; readonly gaps: readonly Gap[] } {
  const { mediaType } = formatOf(FORMAT);
  const total = parts.reduce(joined, EMPTY);
  const { span, ...counts } = total;
  return {
    item: {
      ...facts,
      format: FORMAT,
      mediaType,
      answered: span,
      clockOffsetMs: null,
      proof: [],
      fidelity: 'reserialised',
      ...counts,
      original: null,
    },
    gaps: rejectedGaps(facts.source, HISTORY, facts.asked, total),
  };
}

const EMPTY: HistoryPart = {
  pages: [],
  records: 0,
  observations: 0,
  rejected: 0,
  rejects: [],
  redactions: {},
  span: null,
};

function joined(before: HistoryPart, part: HistoryPart): HistoryPart {
  const rejectsSoFar = part.rejects.map(({ record, why }) => ({ record: record + before.records, why }));
  const lists = [...(before.commitments ?? []), ...(part.commitments ?? [])];
  const redactionCounts = { ...before.redactions };
  for (const [rule, count] of Object.entries(part.redactions)) {
    redactionCounts[rule] = (redactionCounts[rule] ?? 0) + count;
  }
  return {
    pages: [...before.pages, ...part.pages],
    records: before.records + part.records,
    observations: before.observations + part.observations,
    rejected: before.rejected + part.rejected,
    ...((before.records === 0 || before.tally) && part.tally && { tally: added(before.tally, part.tally) }),
    rejects: [...before.rejects, ...rejectsSoFar].slice(0, REJECTS_MAX),
    redactions: redactionCounts,
    ...(lists.length === 0 ? {} : { commitments: lists }),
    span: widest(before.span, part.span),
  };
}

type Counts = NonNullable<HistoryPart['tally']>;

const added = (a: Counts | undefined, b: Counts): Counts => ({
  observed: (a?.observed ?? 0) + b.observed,
  routine: (a?.routine ?? 0) + b.routine,
  notCovered: (a?.notCovered ?? 0) + b.notCovered,
  notUnderstood: (a?.notUnderstood ?? 0) + b.notUnderstood,
});

function widest(a: WindowJson | null, b: WindowJson | null): WindowJson | null {
  if (a === null || b === null) return a ?? b;
  const [from = a.from] = [a.from, b.from].sort();
  const to = [a.to, b.to].sort().at(-1) ?? a.to;
  return { from, to };
}
