import type { Claim } from '../../domain/claim.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { cleaned, counted, minuteOf } from '../../timeline/words.ts';
import { type Context, phaseMs } from '../context.ts';
import { total } from '../facts/minutes.ts';
import { wafModeOf } from '../facts/waf-mode.ts';
import { claim, durationOf, listed, momentOf, slug } from './claim.ts';
import { availabilityCourse } from './course.ts';
import { leads } from './explained.ts';

/** What set it off: the explanations that lead. */
export function triggerOf({ understanding: { hypotheses } }: Context): Claim | null {
  const leading = hypotheses.filter(({ verdict }) => verdict === 'leading');
  const told = leading.map((one) => `${one.text}: ${listed(one.for.map(({ text }) => text))}.`);
  const evidence = leading.flatMap((one) => one.for.flatMap((argument) => argument.evidence));
  return claim('trigger', 'inferred', told.join(' '), sortedIds(evidence))[0] ?? null;
}

/** Conditions that made it possible or made it last. */
export const factorsOf = (context: Context): readonly Claim[] => [
  ...countMode(context),
  ...recovery(context),
  ...changesBefore(context),
  ...possible(context),
  ...lateAlert(context),
];

function countMode(context: Context): readonly Claim[] {
  if (!leads(context, 'injection')) return [];
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
  if (!leads(context, 'injection')) return [];
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

/** Explanations that evidence neither carries nor rules out. */
const possible = ({ understanding: { hypotheses } }: Context): readonly Claim[] =>
  hypotheses
    .filter(({ verdict }) => verdict === 'possible')
    .slice(0, POSSIBLE_SHOWN)
    .flatMap((one) =>
      claim(
        `factor.possible.${slug(one.kind, one.subject ?? '')}`,
        'inferred',
        `Possible, and not determined (${one.kind}): ${one.text}.`,
        sortedIds(one.for.flatMap(({ evidence }) => evidence)),
      ),
    );

const POSSIBLE_SHOWN = 5;

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
