import type { Incident, Note } from '../domain/incident.ts';
import { type Kind, kinds, type SourcedObservation } from '../domain/observation.ts';
import { compareInstants, windowOf } from '../domain/time.ts';
import type { Phases, Timeline, TimelineEntry } from '../domain/timeline.ts';
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
  finish(computed?: Phases): Timeline;
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
  const signals = signalFinder(window, incident.services);

  return {
    add(sourced) {
      const { kind } = sourced.observation;
      if (kind === 'waf.total') return;
      if (kind === 'sli.sample') {
        series.add(sourced);
        return;
      }
      signals.add(sourced);
      const ofKind = records.get(kind) ?? kindRecords(kind);
      records.set(kind, ofKind);
      ofKind.add(sourced);
    },
    finish(computed = {}) {
      const allSeries = series.all();
      const phases = phasesOf(signals.find(allSeries, standingNotes), computed);
      const boundariesMs = Object.values(phases).map(({ at }) => Date.parse(at));
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
          phase: phaseAt(phases, draft.at),
          origin: draft.kind === 'note' ? 'human' : 'source',
          evidence: draft.evidence,
          version: versions.get(draft.subject) ?? 1,
          attributes: draft.attributes,
        }),
      );
      return { entries, phases };
    },
  };
}

const inTime = (a: EntryDraft, b: EntryDraft): number =>
  compareInstants(a.at, b.at) ||
  compareInstants(a.until, b.until) ||
  KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
  compareTexts(a.subject, b.subject) ||
  compareTexts(a.evidence.join(), b.evidence.join());

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
