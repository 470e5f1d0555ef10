import { z } from 'zod';
import { type Window, type WindowJson, windowOf } from './time.ts';

export const severities = ['sev1', 'sev2', 'sev3', 'sev4'] as const;
export type Severity = (typeof severities)[number];

export const statuses = ['open', 'mitigated', 'resolved', 'closed'] as const;
export type IncidentStatus = (typeof statuses)[number];

/** How an incident was closed: worked through, opened by mistake, or part of another. */
export const closings = ['done', 'cancelled', 'merged'] as const;

export type Closing =
  | { readonly as: 'done' | 'cancelled' }
  | { readonly as: 'merged'; readonly into: string };

export const phaseNames = ['started', 'detected', 'acknowledged', 'mitigated', 'resolved'] as const;
export type PhaseName = (typeof phaseNames)[number];

export interface Incident {
  /** `INC-2026-0001`: the year and a running number. */
  readonly id: string;
  /** Redacted before it was stored. */
  readonly title: string;
  readonly severity: Severity | null;
  readonly status: IncidentStatus;
  /** Null while it is not closed. */
  readonly closing: Closing | null;
  readonly services: readonly string[];
  readonly window: WindowJson;
  /** True while nobody has said where the window ends: it follows the incident. Absent: its end stays. */
  readonly windowFollows?: true;
  /** When each cycle after the first begins, in order: the resolution before the incident was opened again. */
  readonly cycles?: readonly string[];
  readonly startedAt: string;
  /** Role or account that opened it, never a person's name. */
  readonly startedBy: string;
}

/** Where a note that is a captured message comes from. */
export const capturedMessageSchema = z.strictObject({
  /** `slack:T1/C1/1769508000.000100`: workspace, channel and the message's own time, which is its name. */
  key: z.string(),
  permalink: z.string().nullable(),
  /** Account that wrote it, `slack:T1/U2`; the note's author is who captured or changed it. */
  author: z.string(),
  /** When its author last edited it, as of this version. */
  editedAt: z.string().nullable(),
  /** When it was deleted where it was written. */
  deletedAt: z.string().nullable(),
  /** Evidence items that hold its attached files. */
  evidence: z.array(z.string()).readonly(),
});
export type CapturedMessage = z.infer<typeof capturedMessageSchema>;

/** The spans of an incident's cycles within its window: one, unless it was opened again. */
export function cycleSpans({ window, cycles = [] }: Pick<Incident, 'window' | 'cycles'>): readonly Window[] {
  const { fromMs, toMs } = windowOf(window);
  const bounds = cycles.map((at) => Math.min(Math.max(Date.parse(at), fromMs), toMs));
  return [fromMs, ...bounds].map((from, index) => ({ fromMs: from, toMs: bounds[index] ?? toMs }));
}

/** Something a person wrote down, one version of it. */
export interface Note {
  /** `N-0001` within its incident. */
  readonly id: string;
  /** From 1; every version stays. */
  readonly version: number;
  /** When it happened, as the person says. */
  readonly at: string;
  /** Redacted. */
  readonly text: string;
  readonly author: string;
  readonly writtenAt: string;
  /** Set when the note places a phase. */
  readonly phase: PhaseName | null;
  /** Set when the note is a captured message. */
  readonly message?: CapturedMessage;
  /** Why it was taken off the timeline; absent while it stands. */
  readonly withdrawn?: string;
}

/** The latest version of each note that stands, in the order that they are in. */
export const standingNotes = (notes: readonly Note[]): readonly Note[] => {
  const latest = new Map<string, Note>();
  for (const note of notes) {
    const known = latest.get(note.id);
    if (known === undefined || known.version < note.version) latest.set(note.id, note);
  }
  return [...latest.values()].filter(({ withdrawn }) => withdrawn === undefined);
};

/** One run over sources and a window. */
export interface Collection {
  readonly id: string;
  readonly incident: string;
  readonly sources: readonly string[];
  readonly window: WindowJson;
  readonly requestedAt: string;
  readonly requestedBy: string;
  readonly finishedAt: string | null;
}

export type SourceState = 'waiting' | 'running' | 'done' | 'failed';

/** How one source of a collection did. */
export interface SourceRun {
  readonly source: string;
  readonly state: SourceState;
  readonly evidence: readonly string[];
  readonly pages: number;
  readonly records: number;
  readonly observations: number;
  readonly rejected: number;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly error: string | null;
}
