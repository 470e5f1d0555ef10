import { coverageSchema } from '../domain/coverage.ts';
import type { EvidenceItemDraft } from '../domain/evidence-item.ts';
import { toIso, type WindowJson } from '../domain/time.ts';
import type { Format } from '../formats/format.ts';
import type { Page } from '../sources/source.ts';
import type { KeptPages } from './keep-pages.ts';
import type { Redactor } from './redact/redactor.ts';

/** A reply without its bytes. */
export type ReplyFacts = Omit<Page, 'bytes'>;

/** Who read a source's items, and what was asked. */
export interface Provenance {
  /** Configured id of the source. */
  readonly source: string;
  readonly sourceType: string;
  readonly collector: string;
  readonly asked: WindowJson;
  readonly tool: EvidenceItemDraft['tool'];
  readonly deliveryDelayMs?: number;
}

interface Described {
  readonly provenance: Provenance;
  /** Redacted. */
  readonly query: EvidenceItemDraft['query'];
  readonly format: Format;
}

/** What pages gave in counts: the part of a description that files and sources share. */
export const countsOf = ({ pages, observed, redactions, commitments }: KeptPages) => ({
  pages: [...pages],
  records: observed.records,
  observations: observed.observations,
  rejected: observed.rejected,
  tally: {
    observed: observed.observed,
    routine: observed.routine,
    notCovered: observed.notCovered,
    notUnderstood: observed.notUnderstood,
  },
  rejects: observed.rejects.map(({ record, why }) => ({ record, why })),
  redactions,
  ...(commitments.length === 0 ? {} : { commitments: [...commitments] }),
});

/** The description of an item that was read in these replies, first to last. */
export function describeItem(
  { provenance, query, format }: Described,
  replies: readonly [ReplyFacts, ...ReplyFacts[]],
  kept: KeptPages,
  redactor: Redactor,
): EvidenceItemDraft {
  const last = replies[replies.length - 1] ?? replies[0];
  return {
    ...provenance,
    format: format.id,
    mediaType: format.mediaType,
    query,
    answered: last.answered,
    retrievedAt: toIso(replies[0].retrievedAtMs),
    clockOffsetMs: last.clockOffsetMs,
    coverage: coverageSchema.parse(redactor.redactObject(last.coverage)),
    proof: replies.flatMap(({ proof }) => proof),
    fidelity: replies.every(({ fidelity }) => fidelity === 'wire') ? 'wire' : 'reserialised',
    ...countsOf(kept),
    ruleSetSha256: redactor.ruleSetSha256,
    original: null,
  };
}
