import type { Note } from '../domain/incident.ts';
import type { Kind, Observation, SourcedObservation } from '../domain/observation.ts';
import { compareInstants, toIso, type Window } from '../domain/time.ts';
import { textOf } from './attributes.ts';
import { sortedIds } from './evidence-ids.ts';
import { onsetFinder } from './onset.ts';
import type { Mark, Signals } from './phases.ts';
import { runsWhere } from './runs.ts';
import { meanOf, pointsWithin, type Series } from './series.ts';

const AUTH_FAILURES = 'auth_failures';
const TIMES_BASELINE = 3;
const HELD_MS = 10 * 60_000;

/** Picks out of the stream what can mark a phase. */
export interface SignalFinder {
  add(sourced: SourcedObservation): void;
  find(series: readonly Series[], notes: readonly Note[]): Signals;
}

export function signalFinder(window: Window, services: readonly string[]): SignalFinder {
  const onset = onsetFinder();
  const marks: Record<'fired' | 'acknowledged' | 'resolved' | 'blocking', Map<string, Mark>> = {
    fired: new Map(),
    acknowledged: new Map(),
    resolved: new Map(),
    blocking: new Map(),
  };
  const mark = (
    list: Map<string, Mark>,
    { evidence, observation }: SourcedObservation,
    name: string,
  ): void => {
    const key = JSON.stringify([observation.at, textOf(observation, 'alert.fingerprint') ?? '', name]);
    const known = list.get(key)?.evidence ?? [];
    list.set(key, {
      at: observation.at,
      name,
      subjects: subjectsOf(observation),
      ...(textOf(observation, 'alert.since') === 'before' && { sinceBefore: true as const }),
      evidence: sortedIds([...known, evidence]),
    });
  };

  return {
    add(sourced) {
      const { observation, evidence } = sourced;
      if (sourced.isBaseline) return;
      const atMs = Date.parse(observation.at);
      if (atMs < window.fromMs || atMs >= window.toMs) return;
      onset.add(evidence, observation);
      const name = (attribute: string): string => textOf(observation, attribute) ?? 'unknown';
      const list = ALERTS[observation.kind];
      if (list) mark(marks[list], sourced, name('alert.name'));
      if (
        observation.kind === 'config.changed' &&
        textOf(observation, 'config.key') === 'waf.mode' &&
        textOf(observation, 'config.to') === 'block'
      ) {
        mark(marks.blocking, sourced, name('config.name'));
      }
    },
    find: (series, notes) => ({
      // Where series were collected and none shows an effect, probing is background, and starts nothing.
      onset: series.length === 0 ? onset.find() : undefined,
      authFailuresRose: authFailuresRose(series, window),
      alertsFired: inOrder(marks.fired),
      alertsAcknowledged: inOrder(marks.acknowledged),
      alertsResolved: inOrder(marks.resolved),
      blockingBegan: inOrder(marks.blocking),
      notes,
      services,
    }),
  };
}

/** Labels that say where and how badly, not what an alert is about. */
const GENERAL =
  /^alert\.label\.(?:severity|priority|slo|env|environment|cluster|region|zone|team|receiver|monitor|prometheus|namespace|alertstate|__name__)$/;

const subjectsOf = (observation: Observation): readonly string[] =>
  Object.entries(observation.attributes).flatMap(([name, value]) =>
    name.startsWith('alert.label.') && !GENERAL.test(name) && typeof value === 'string' ? [value] : [],
  );

const ALERTS: Readonly<Partial<Record<Kind, 'fired' | 'acknowledged' | 'resolved'>>> = {
  'alert.fired': 'fired',
  'alert.acknowledged': 'acknowledged',
  'alert.resolved': 'resolved',
};

const inOrder = (marks: ReadonlyMap<string, Mark>): readonly Mark[] =>
  [...marks]
    .sort(([a, one], [b, other]) => compareInstants(one.at, other.at) || (a < b ? -1 : 1))
    .map(([, mark]) => mark);

/** The start of the first run of ten minutes at three times the level before the window. */
function authFailuresRose(series: readonly Series[], window: Window): Mark | undefined {
  const rises = series
    .filter(({ name }) => name === AUTH_FAILURES)
    .flatMap(({ points, evidence }) => {
      const before = pointsWithin(points, Number.NEGATIVE_INFINITY, window.fromMs);
      if (before.length === 0) return [];
      const level = TIMES_BASELINE * meanOf(before);
      const within = pointsWithin(points, window.fromMs, window.toMs);
      const run = runsWhere(within, (value) => value > 0 && value >= level).find(
        ({ fromMs, toMs }) => toMs - fromMs >= HELD_MS,
      );
      return run ? [{ atMs: run.fromMs, evidence }] : [];
    })
    .sort((a, b) => a.atMs - b.atMs);
  const first = rises[0];
  return first && { at: toIso(first.atMs), name: AUTH_FAILURES, subjects: [], evidence: first.evidence };
}
