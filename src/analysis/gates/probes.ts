import { forgedTokenChecks } from '../../domain/probe.ts';
import { ceiling } from '../../judges/ceiling.ts';
import { insufficient, type Judgement } from '../../judges/judgement.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { cleaned, counted, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { latestOf, type ProbeFact, targetsOf } from '../facts/probes.ts';
import { boundOf } from '../policy.ts';
import { judgeSli, type Proof } from './gate.ts';

const TOLD_MAX = 4;

/** `sqli of search: 500: the application failed`, the first few. */
function told(facts: readonly ProbeFact[]): string {
  const words = facts
    .slice(0, TOLD_MAX)
    .map(({ check, target, seen }) => `${check} of ${cleaned(target, 40)}: ${seen}`);
  const more = facts.length - words.length;
  return `${words.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

const evidenceOf = (facts: readonly ProbeFact[]): readonly string[] =>
  sortedIds([...new Set(facts.map(({ evidence }) => evidence))]);

/** The last answer counts: what was put right is probed again. Earlier ones that were otherwise are told. */
export const probes: Proof = {
  judge({ probes: facts }) {
    if (facts.length === 0) return insufficient('No probe transcript is in evidence.');
    const latest = latestOf(facts);
    const answers = latest.flatMap(({ fact }) => fact ?? []);
    const unexpected = answers.filter(({ outcome }) => outcome === 'unexpected');
    const undecided = answers.filter(({ outcome }) => outcome === 'undecided');
    const unsent = latest.filter(({ fact }) => fact === null);
    const targets = targetsOf(facts)
      .map((target) => cleaned(target, 40))
      .join(', ');
    const until = facts.at(-1)?.at ?? '';
    const counts = `${counted(answers.length, 'probe')} of ${targets}, the last at ${minuteOf(until)}`;
    const judged = {
      figure: unexpected.length,
      threshold: 0,
      unit: 'unexpected answers',
      evidence: evidenceOf(facts),
    };
    if (unexpected.length > 0) {
      return { ...judged, verdict: 'not-satisfied', why: `${counts}: ${told(unexpected)}.` };
    }
    if (undecided.length > 0 || unsent.length > 0) {
      const doubts = [
        ...(undecided.length > 0 ? [`undecided are ${told(undecided)}`] : []),
        ...(unsent.length > 0
          ? [
              `not sent were ${unsent
                .slice(0, TOLD_MAX)
                .map(({ check, target }) => `${check} of ${cleaned(target, 40)}`)
                .join(', ')}${unsent.length > TOLD_MAX ? ` and ${unsent.length - TOLD_MAX} more` : ''}`,
            ]
          : []),
      ];
      return insufficient(`${counts}: ${doubts.join('; ')}.`, judged.evidence);
    }
    const before = facts.filter((fact) => fact.outcome === 'unexpected').length;
    return {
      ...judged,
      verdict: 'satisfied',
      why: `${counts}: each was answered as expected.${before === 0 ? '' : ` ${counted(before, 'earlier answer')} had not been.`}`,
    };
  },
};

const isTaken = ({ check, status }: ProbeFact): boolean =>
  forgedTokenChecks.has(check) && status !== null && status >= 200 && status < 300;

/** A trigger that fired once has fired, whatever was answered later. */
export const rollbackToken: Proof = {
  judge({ probes: facts }) {
    const forged = facts.filter(({ check }) => forgedTokenChecks.has(check));
    if (forged.length === 0) {
      return insufficient('No probe with a malformed, expired or unsigned token is in evidence.');
    }
    const taken = forged.filter(isTaken);
    const judged = { figure: taken.length, threshold: 0, unit: 'tokens taken', evidence: evidenceOf(forged) };
    if (taken.length > 0) {
      return { ...judged, verdict: 'not-satisfied', why: `A forged token was taken: ${told(taken)}.` };
    }
    const open = latestOf(facts).filter(
      ({ check, fact }) => FORGED.has(check) && fact?.outcome !== 'expected',
    );
    if (open.length > 0) {
      const names = open.map(({ check, target }) => `${check} of ${cleaned(target, 40)}`).join(', ');
      return insufficient(
        `No forged token was taken, but ${names} did not show whether it would be.`,
        judged.evidence,
      );
    }
    return {
      ...judged,
      verdict: 'satisfied',
      why: `${counted(forged.length, 'request')} with malformed, unsigned and expired tokens were all refused.`,
    };
  },
};

const FORGED: ReadonlySet<string> = forgedTokenChecks;

/** Checks that make an application answer with an error, if anything does. */
const PROVOKING = new Set<string>(['sqli-authenticated', ...forgedTokenChecks]);

/** A leak in one response decides it; without one, the counter and the answers to provocations are both needed. */
export const rollbackLeak: Proof = {
  judge(context) {
    const { probes: facts } = context;
    const leaking = facts.filter(({ leaks }) => leaks.length > 0);
    if (leaking.length > 0) {
      const kinds = [...new Set(leaking.flatMap(({ leaks }) => leaks))].sort().join(', ');
      return {
        verdict: 'not-satisfied',
        figure: leaking.length,
        threshold: 0,
        unit: 'responses',
        evidence: evidenceOf(leaking),
        why: `${counted(leaking.length, 'response')} to probes showed the inside of the application (${kinds}), the first at ${minuteOf(leaking[0]?.at ?? '')}.`,
      };
    }
    return withProbes(context, stackTraces(context));
  },
};

/** The counter of responses with a stack trace, at most as many as the policy takes. */
function stackTraces(context: Context): Judgement {
  const indicator = 'stack_traces';
  const limit = boundOf(context.policy, indicator)?.limit ?? 0;
  return judgeSli(context, indicator, (sli) =>
    ceiling({ id: 'stack-traces', check: 'ceiling', indicator, limit, over: 'window' }, sli),
  );
}

function withProbes({ probes: facts }: Context, judgement: Judgement): Judgement {
  if (judgement.verdict !== 'satisfied') return judgement;
  const open = latestOf(facts).filter(
    ({ check, fact }) =>
      PROVOKING.has(check) && (fact === null || !fact.seenWhole || fact.outcome === 'undecided'),
  );
  if (facts.length === 0 || open.length > 0) {
    const names = open.map(({ check, target }) => `${check} of ${cleaned(target, 40)}`).join(', ');
    return {
      ...judgement,
      verdict: 'insufficient-evidence',
      why: `${judgement.why} Whether a response showed a schema is not in evidence${names === '' ? '' : `: the whole answers to ${names} were not seen`}.`,
    };
  }
  return {
    ...judgement,
    evidence: sortedIds([...new Set([...judgement.evidence, ...evidenceOf(facts)])]),
    why: `${judgement.why} None of ${counted(facts.length, 'response')} to probes shows a schema, a statement or a stack trace.`,
  };
}
