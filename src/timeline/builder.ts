import { cycleSpans, type Incident, type Note } from '../domain/incident.ts';
import type { Kind, SourcedObservation } from '../domain/observation.ts';
import { compareInstants, toIso, type Window, windowOf } from '../domain/time.ts';
import { type Cycle, cycleAt, phasesOfWhole, type Timeline, type TimelineEntry } from '../domain/timeline.ts';
import type { Understanding } from '../domain/understanding.ts';
import { entryOf, kinds } from '../domain/vocabulary/index.ts';
import { type EntryDraft, entryIds } from './entry.ts';
import { type KindRecords, kindRecords } from './kind-records.ts';
import { latestNotes, noteDraft } from './notes.ts';
import { phaseAt, phasesOf } from './phases.ts';
import { seriesStore } from './series.ts';
import { seriesDraft, type Threshold } from './series-entry.ts';
import { signalFinder } from './signals.ts';

/** Takes observations one by one, each new (see `deduplicator`), in any order. */
export interface TimelineBuilder {
  add(sourced: SourcedObservation): void;
  /** `computed`: the phases that explanations of the effects place. */
  finish(computed?: Pick<Understanding, 'phases' | 'cycles'>): Timeline;
}

const KIND_ORDER: readonly TimelineEntry['kind'][] = [...kinds, 'note'];

/** `thresholds`, by name of query, only word the titles of series. Every version of a note may be handed in. */
export function timelineBuilder(
  incident: Incident,
  notes: readonly Note[],
  thresholds: Readonly<Record<string, Threshold>> = {},
): TimelineBuilder {
  const window = windowOf(incident.window);
  const standingNotes = latestNotes(notes);
  const records = new Map<Kind, KindRecords>();
  const series = seriesStore();
  const spans = cycleSpans(incident);
  const signals = spans.map((span) => signalFinder(span, incident.services));

  return {
    add(sourced) {
      const { kind } = sourced.observation;
      if (kind === 'sli.sample') {
        series.add(sourced);
        return;
      }
      if (entryOf(kind).listing === 'none') return;
      for (const ofCycle of signals) ofCycle.add(sourced);
      const ofKind = records.get(kind) ?? kindRecords(kind);
      records.set(kind, ofKind);
      ofKind.add(sourced);
    },
    finish(computed = { phases: {} }) {
      const allSeries = series.all();
      const notesOf = notesByCycle(standingNotes, spans);
      const cycles = signals.map((ofCycle, index): Cycle => {
        const { fromMs = 0, toMs = 0 } = spans[index] ?? {};
        const found = ofCycle.find(allSeries, notesOf[index] ?? []);
        const own = spans.length === 1 ? computed.phases : computed.cycles?.[index];
        const span = { from: toIso(fromMs), to: toIso(toMs) };
        return { number: index + 1, ...span, phases: phasesOf(found, own) };
      });
      const phases = phasesOfWhole(cycles.map((cycle) => cycle.phases));
      const boundariesMs = [
        ...cycles.slice(1).map(({ from }) => Date.parse(from)),
        ...cycles.flatMap((cycle) => Object.values(cycle.phases).map(({ at }) => Date.parse(at))),
      ];
      const drafts: readonly EntryDraft[] = [
        ...[...records.values()].flatMap((ofKind) => ofKind.drafts(boundariesMs)),
        ...allSeries.flatMap((one) => seriesDraft(one, window, thresholds[one.name]) ?? []),
        ...standingNotes.map(noteDraft),
      ];
      const idOf = entryIds();
      const versions = new Map(standingNotes.map(({ id, version }) => [id, version]));
      const entries = [...drafts].sort(inTime).map(
        (draft): TimelineEntry => ({
          id: draft.kind === 'note' ? draft.subject : idOf(draft),
          at: draft.at,
          until: draft.until,
          kind: draft.kind,
          title: draft.title,
          count: draft.count,
          phase: phaseAt(cycleAt(cycles, draft.at)?.phases ?? phases, draft.at),
          origin: draft.kind === 'note' ? 'human' : 'source',
          evidence: draft.evidence,
          version: versions.get(draft.subject) ?? 1,
          attributes: draft.attributes,
        }),
      );
      return { entries, phases, ...(cycles.length > 1 && { cycles }) };
    },
  };
}

/** A note belongs to the cycle that its time lies in; what ends a cycle is the last of it. */
const notesByCycle = (notes: readonly Note[], spans: readonly Window[]): readonly (readonly Note[])[] =>
  spans.map(({ fromMs, toMs }, index) =>
    notes.filter(({ at }) => {
      const atMs = Date.parse(at);
      return (index === 0 || atMs > fromMs) && (index === spans.length - 1 || atMs <= toMs);
    }),
  );

const inTime = (a: EntryDraft, b: EntryDraft): number =>
  compareInstants(a.at, b.at) ||
  compareInstants(a.until, b.until) ||
  KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
  compareTexts(a.subject, b.subject) ||
  compareTexts(a.evidence.join(), b.evidence.join());

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
