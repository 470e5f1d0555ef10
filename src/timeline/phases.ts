import { type Note, type PhaseName, phaseNames } from '../domain/incident.ts';
import { compareInstants } from '../domain/time.ts';
import type { Phase, Phases } from '../domain/timeline.ts';
import type { Onset } from './onset.ts';
import { cleaned, counted, grouped, minuteOf } from './words.ts';

/** An event that can mark a phase. */
export interface Mark {
  readonly at: string;
  /** Alert or web ACL, as the source names it. */
  readonly name: string;
  /** Values of labels that say what it is about; empty where nothing does. */
  readonly subjects: readonly string[];
  /** It stood already at the edge of what was collected. */
  readonly sinceBefore?: true;
  readonly evidence: readonly string[];
}

/** All that phases are found in. Marks are in order of time. */
export interface Signals {
  readonly onset: Onset | undefined;
  readonly authFailuresRose: Mark | undefined;
  readonly alertsFired: readonly Mark[];
  readonly alertsAcknowledged: readonly Mark[];
  readonly alertsResolved: readonly Mark[];
  /** The web ACL began to block. */
  readonly blockingBegan: readonly Mark[];
  readonly notes: readonly Note[];
  /** Services that the incident is declared for. */
  readonly services: readonly string[];
}

const byEvidence = (mark: Mark, why: string): Phase => ({
  at: mark.at,
  evidence: mark.evidence,
  setBy: 'evidence',
  why,
});

const nameOf = ({ name, sinceBefore }: Mark): string =>
  `${cleaned(name, 60)}${sinceBefore ? ' (firing since before: it is in the first sample that was collected)' : ''}`;

const notBefore =
  (start: Phase) =>
  (mark: { readonly at: string }): boolean =>
    compareInstants(mark.at, start.at) >= 0;

/** Phases by the rules of docs/timeline.md: each found in evidence unless a person set it. */
export function phasesOf(signals: Signals, computed: Phases = {}): Phases {
  const set = new Map<PhaseName, Phase>();
  const place = (name: PhaseName, found: (started: Phase) => Phase | undefined): void => {
    const started = set.get('started');
    const phase = byHuman(name, signals.notes) ?? (started && found(started));
    if (phase) set.set(name, phase);
  };
  const started = byHuman('started', signals.notes) ?? computed.started ?? startedOf(signals);
  if (started) set.set('started', started);
  place('detected', (start) => detectedOf(signals, start));
  place('acknowledged', (start) => acknowledgedOf(signals, start));
  place('mitigated', (start) => (computed.started ? computed.mitigated : mitigatedOf(signals, start)));
  place('resolved', (start) =>
    computed.started ? calmOf(signals, start, computed.resolved) : resolvedOf(signals, start),
  );
  return Object.fromEntries(set);
}

function byHuman(name: PhaseName, notes: readonly Note[]): Phase | undefined {
  const note = notes
    .filter(({ phase }) => phase === name)
    .reduce<Note | undefined>(
      (last, next) => (last && compareInstants(last.writtenAt, next.writtenAt) > 0 ? last : next),
      undefined,
    );
  return note && { at: note.at, evidence: [note.id], setBy: 'human', why: `set by note ${note.id}` };
}

function startedOf({ onset, alertsFired, authFailuresRose, services }: Signals): Phase | undefined {
  if (onset) {
    return {
      at: onset.at,
      evidence: onset.evidence,
      setBy: 'evidence',
      why: `first of ${grouped(onset.matches)} SQL-injection matches in the minute from ${minuteOf(onset.at)}; the hour before had ${onset.before.toFixed(1)} a minute`,
    };
  }
  const alert = alertsFired.find(isAbout(services));
  if (alert && !(authFailuresRose && compareInstants(authFailuresRose.at, alert.at) < 0)) {
    return byEvidence(alert, `first alert, ${nameOf(alert)}; no onset shows in firewall records`);
  }
  return (
    authFailuresRose &&
    byEvidence(authFailuresRose, 'authentication failures rose to three times their level before the window')
  );
}

/** An alert about something that is not part of the incident marks none of its phases. */
const isAbout =
  (services: readonly string[]) =>
  ({ subjects }: Mark): boolean =>
    services.length === 0 || subjects.length === 0 || subjects.some((subject) => services.includes(subject));

function detectedOf({ alertsFired, notes, services }: Signals, started: Phase): Phase | undefined {
  const later = alertsFired.filter(notBefore(started));
  const alert = later.find(isAbout(services)) ?? (notes.length === 0 ? later[0] : undefined);
  if (alert) return byEvidence(alert, `first alert after the start: ${nameOf(alert)}`);
  const note = [...notes].sort((a, b) => compareInstants(a.at, b.at)).find(notBefore(started));
  return (
    note && {
      at: note.at,
      evidence: [note.id],
      setBy: 'human',
      why: `first note after the start, ${note.id}; no alert fired`,
    }
  );
}

function acknowledgedOf({ alertsAcknowledged }: Signals, started: Phase): Phase | undefined {
  const first = alertsAcknowledged.find(notBefore(started));
  return first && byEvidence(first, `first acknowledgement of an alert, ${cleaned(first.name, 60)}`);
}

function mitigatedOf({ blockingBegan }: Signals, started: Phase): Phase | undefined {
  const change = blockingBegan.find(notBefore(started));
  return change && byEvidence(change, `firewall mode of ${cleaned(change.name, 60)} changed to block`);
}

function resolvedOf({ alertsFired, alertsResolved }: Signals, started: Phase): Phase | undefined {
  const last = alertsResolved.filter(notBefore(started)).at(-1);
  const firing = alertsFired.at(-1);
  if (!last || (firing && compareInstants(firing.at, last.at) > 0)) return undefined;
  return byEvidence(
    last,
    `last of ${counted(alertsResolved.length, 'resolved alert')}, ${cleaned(last.name, 60)}; none fired after it`,
  );
}

/** Over when the effects were, or, where an alert about them stood longer, when it was resolved. */
function calmOf(signals: Signals, started: Phase, effectsOver: Phase | undefined): Phase | undefined {
  if (effectsOver === undefined) return undefined;
  const about = {
    ...signals,
    alertsFired: signals.alertsFired.filter(isAbout(signals.services)),
    alertsResolved: signals.alertsResolved.filter(isAbout(signals.services)),
  };
  const alert = resolvedOf(about, started);
  return alert && compareInstants(alert.at, effectsOver.at) > 0 ? alert : effectsOver;
}

/** The phase that had begun at a time; null before the first. */
export function phaseAt(phases: Phases, at: string): PhaseName | null {
  let current: PhaseName | null = null;
  let since: string | undefined;
  for (const name of phaseNames) {
    const phase = phases[name];
    if (!phase || compareInstants(phase.at, at) > 0) continue;
    if (since !== undefined && compareInstants(phase.at, since) < 0) continue;
    current = name;
    since = phase.at;
  }
  return current;
}
