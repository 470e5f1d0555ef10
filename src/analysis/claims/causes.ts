import type { Claim } from '../../domain/claim.ts';
import type { TimelineEntry } from '../../domain/timeline.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { ranked } from '../../timeline/tally.ts';
import { cleaned, counted, minuteOf } from '../../timeline/words.ts';
import { type Context, phaseMs } from '../context.ts';
import { total } from '../facts/minutes.ts';
import { wafModeOf } from '../facts/waf-mode.ts';
import { claim, durationOf, listed, momentOf, slug } from './claim.ts';
import { availabilityCourse } from './course.ts';

/** What set it off: concluded from what began when the incident did. */
export function triggerOf({ timeline: { phases }, waf }: Context): Claim | null {
  const { started } = phases;
  if (!started) return null;
  const path = ranked(waf.sqliPaths)[0]?.[0];
  const text =
    path !== undefined && started.setBy === 'evidence'
      ? `Probing of ${path} for SQL injection set in at ${minuteOf(started.at)}: ${started.why}.`
      : `The first sign stands at ${minuteOf(started.at)}: ${started.why}.`;
  return claim('trigger', 'inferred', text, started.evidence)[0] ?? null;
}

/** Conditions that made it possible or made it last. */
export const factorsOf = (context: Context): readonly Claim[] => [
  ...countMode(context),
  ...recovery(context),
  ...changesBefore(context),
  ...rollouts(context),
  ...lateAlert(context),
];

function countMode(context: Context): readonly Claim[] {
  const mode = wafModeOf(context);
  if (mode.countMs === 0 || mode.countToMs === null) return [];
  const matches = counted(total(context.waf.sqliCounted), 'match was', 'matches were');
  return claim(
    'factor.count-mode',
    'observed',
    `The firewall's rules against SQL injection were in COUNT until ${momentOf(mode.countToMs)}: ${matches} recorded and let through.`,
    mode.evidence,
  );
}

function recovery(context: Context): readonly Claim[] {
  const mitigatedMs = phaseMs(context, 'mitigated');
  const course = availabilityCourse(context);
  if (mitigatedMs === null || !course || course.firstOutsideMs === null || course.lastOutsideMs === null)
    return [];
  if (course.firstOutsideMs >= mitigatedMs) return [];
  const after = course.lastOutsideMs - mitigatedMs;
  const end =
    after > 0
      ? `was back within ${durationOf(after)} of the mitigation`
      : 'was within its target again from the mitigation on';
  return claim(
    'factor.recovery',
    'inferred',
    `Availability was below its target while probes reached the service, and ${end}: the probes' load is a likely condition of the dip.`,
    sortedIds([...course.sli.evidence, ...(context.timeline.phases.mitigated?.evidence ?? [])]),
  );
}

const HOURS_BEFORE_MS = 24 * 3_600_000;

function changesBefore(context: Context): readonly Claim[] {
  const startedMs = phaseMs(context, 'started');
  if (startedMs === null) return [];
  return context.configuration
    .filter(({ changed, at, key }) => {
      const beforeMs = startedMs - Date.parse(at);
      return changed && key !== 'waf.mode' && beforeMs > 0 && beforeMs <= HOURS_BEFORE_MS;
    })
    .flatMap(({ at, name, key, evidence }) =>
      claim(
        `factor.change.${slug(key, name)}`,
        'inferred',
        `${cleaned(key, 60)} of ${cleaned(name, 60)} changed at ${minuteOf(at)}, ${durationOf(startedMs - Date.parse(at))} before the start.`,
        [evidence],
      ),
    );
}

/** Words for a rollout, the most telling first; a release manager is no release. */
const ROLLOUTS: readonly (readonly [string, RegExp])[] = [
  ['canary', /\bcanary\b/i],
  ['rollout', /\broll-?out\b/i],
  ['deployment', /\bdeploy(?:ment|ed)?\b/i],
  ['release', /\brelease\b(?! (?:manager|engineer))/i],
  ['feature flag', /\bfeature flag\b/i],
];

/** Rollouts that notes tell of, up to the end of the incident. The notes are cited, not quoted. */
function rollouts({ timeline: { entries, phases } }: Context): readonly Claim[] {
  const { started } = phases;
  if (!started) return [];
  const endMs = Date.parse((phases.resolved ?? phases.mitigated ?? started).at);
  const notes = entries.filter(({ kind, at }) => kind === 'note' && Date.parse(at) <= endMs);
  for (const [word, pattern] of ROLLOUTS) {
    const telling = notes.filter((note) => pattern.test(noteText(note)));
    const [first, second] = telling;
    if (!first) continue;
    const ids = telling.map(({ id }) => id);
    const cited = second
      ? `say notes ${listed(ids)}, the first about ${minuteOf(first.at)}`
      : `says note ${first.id} about ${minuteOf(first.at)}`;
    return claim('factor.rollout', 'asserted', `A ${word} was under way, ${cited}.`, sortedIds(ids));
  }
  return [];
}

function noteText(note: TimelineEntry): string {
  const text = note.attributes['note.text'];
  return typeof text === 'string' ? text : '';
}

const LATE_MS = 5 * 60_000;

function lateAlert({ timeline: { phases } }: Context): readonly Claim[] {
  const { started, detected } = phases;
  if (!started || !detected) return [];
  const afterMs = Date.parse(detected.at) - Date.parse(started.at);
  if (afterMs < LATE_MS) return [];
  return claim(
    'factor.late-alert',
    'observed',
    `The first sign that reached a responder came ${durationOf(afterMs)} after the start.`,
    sortedIds([...started.evidence, ...detected.evidence]),
  );
}
