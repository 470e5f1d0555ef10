import type { Claim } from '../../domain/claim.ts';
import type { GateResult } from '../../domain/gate.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { cleaned, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { claim, listed, momentOf, slug } from './claim.ts';
import { availabilityCourse, errorCourse, latencyCourse } from './course.ts';

export const resolutionOf = (context: Context): readonly Claim[] => [
  ...phases(context),
  ...backToNormal(context),
  ...rotations(context),
];

function phases({ timeline }: Context): readonly Claim[] {
  return (['mitigated', 'resolved'] as const).flatMap((name) => {
    const phase = timeline.phases[name];
    if (!phase) return [];
    const basis = phase.setBy === 'human' ? 'asserted' : 'observed';
    return claim(
      `resolution.${name}`,
      basis,
      `The incident was ${name} at ${minuteOf(phase.at)}: ${phase.why}.`,
      phase.evidence,
    );
  });
}

function backToNormal(context: Context): readonly Claim[] {
  const courses = [availabilityCourse(context), latencyCourse(context), errorCourse(context)].filter(
    (course) => course !== null,
  );
  const last = Math.max(
    Number.NEGATIVE_INFINITY,
    ...courses.map(({ lastOutsideMs }) => lastOutsideMs ?? -Infinity),
  );
  if (courses.length < 3 || !Number.isFinite(last)) return [];
  return claim(
    'resolution.back-to-normal',
    'observed',
    `Availability, latency and errors were last out of bounds at ${momentOf(last)}.`,
    sortedIds(courses.flatMap(({ sli }) => sli.evidence)),
  );
}

const rotations = ({ understanding }: Context): readonly Claim[] =>
  understanding.rotations.flatMap(({ credentialKind, credentialId, complete, missing, why, steps }) =>
    claim(
      `resolution.rotation.${slug(credentialKind, credentialId)}`,
      'observed',
      `Rotation of ${credentialKind} ${cleaned(credentialId, 60)} is ${complete ? 'complete' : missing.length > 0 ? 'not proved' : 'not complete'}: ${why}.`,
      sortedIds(steps.flatMap(({ evidence }) => evidence)),
    ),
  );

/** What a satisfied gate rules out. */
const RULES_OUT: Readonly<Record<string, string>> = {
  'bound-parameters': 'Probe text executed as SQL in a logged statement',
  'stack-traces': 'Stack traces in responses',
  'jwt-replay': 'An unusual number of replayed tokens',
  'cors-denied': 'A spike of denied origins',
  'limiter-errors': 'A disturbed rate limiter',
  'db-pool': 'An exhausted database connection pool',
};

export const ruledOutOf = (
  { understanding, waf }: Context,
  gates: readonly GateResult[],
): readonly Claim[] => [
  ...understanding.hypotheses
    .filter(({ verdict }) => verdict === 'ruled-out')
    .flatMap((one) =>
      claim(
        `ruled-out.explanation.${slug(one.kind, one.subject ?? '')}`,
        'inferred',
        `${one.text} (${one.kind}): ruled out, because ${listed(one.against.filter(({ weight }) => weight === 'decisive').map(({ text }) => text))}.`,
        sortedIds(one.against.flatMap(({ evidence }) => evidence)),
      ),
    ),
  ...gates.flatMap(({ gate, verdict, why, evidence }) => {
    const what = RULES_OUT[gate];
    // Over no probe there is nothing that could have been executed.
    const isOverNothing = gate === 'bound-parameters' && waf.sqliMatches === 0;
    return what !== undefined && verdict === 'satisfied' && !isOverNothing
      ? claim(`ruled-out.${gate}`, 'inferred', `${what}: ruled out. ${why}`, evidence)
      : [];
  }),
];

/** What evidence does not answer: gates first, then sources that gave nothing or not all. */
export const notCheckedOf = ({ gaps }: Context, gates: readonly GateResult[]): readonly string[] => [
  ...gates
    .filter(({ verdict }) => verdict === 'insufficient-evidence')
    .map(({ gate, why }) => `${gate}: ${why}`),
  ...gaps.map(({ source, why }) => `${source}: ${why}`).sort(),
];
