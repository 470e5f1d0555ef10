import { sha256Hex } from '../domain/canonical.ts';
import type { TimelineEntry } from '../domain/timeline.ts';

/** An entry before it is placed in a phase and has its id. */
export interface EntryDraft {
  readonly kind: TimelineEntry['kind'];
  readonly at: string;
  readonly until: string;
  readonly title: string;
  readonly count: number;
  readonly evidence: readonly string[];
  readonly attributes: TimelineEntry['attributes'];
  /** What the entry is about, beside its kind and time. */
  readonly subject: string;
}

const idOf = ({ kind, at, until, subject }: EntryDraft, repetition: number): string =>
  `T-${sha256Hex(JSON.stringify([kind, at, until, subject, repetition])).slice(0, 10)}`;

/** Gives ids out; equal drafts (records that look alike at one instant) are told apart by a running number. */
export function entryIds(): (draft: EntryDraft) => string {
  const given = new Set<string>();
  return (draft) => {
    let repetition = 0;
    while (given.has(idOf(draft, repetition))) repetition += 1;
    const id = idOf(draft, repetition);
    given.add(id);
    return id;
  };
}
