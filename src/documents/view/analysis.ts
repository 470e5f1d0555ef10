import type { CaseFile } from '../../domain/case-file.ts';
import type { GateResult } from '../../domain/gate.ts';
import type { WindowJson } from '../../domain/time.ts';
import { oneLine } from '../../domain/visible.ts';
import { count, duration, figure, figureBeside, stamp, words } from './format.ts';
import type { Refer } from './references.ts';

const STATEMENT_CHARACTERS_MAX = 600;
/** What fits on a line of the one-page summary. */
const SHORT_FIGURE_CHARACTERS_MAX = 18;
const SHORT_REFERENCES = 3;

const verdictWords = {
  satisfied: 'Satisfied',
  'not-satisfied': 'Not satisfied',
  'insufficient-evidence': 'Insufficient evidence',
  'not-applicable': 'Not applicable',
} as const;

/** Gates that fall away by what is declared, in one line; empty when none does. */
export const fallenAway = (gates: readonly GateResult[]): string =>
  gates
    .filter(({ verdict }) => verdict === 'not-applicable')
    .map(({ gate }) => words(gate))
    .join(', ');

/** One gate; its window is said only where it is not the incident's. */
export const gateView = (gate: GateResult, usual: WindowJson, refer: Refer) => ({
  gate: gate.gate,
  name: words(gate.gate),
  verdict: gate.verdict,
  verdictWord: verdictWords[gate.verdict],
  figure: gate.figure === null ? '–' : figureBeside(gate.figure, gate.threshold, gate.unit),
  threshold: gate.threshold === null ? '–' : figure(gate.threshold, gate.unit),
  window:
    gate.window.from === usual.from && gate.window.to === usual.to
      ? ''
      : `${stamp(gate.window.from)} to ${stamp(gate.window.to)} UTC`,
  why: oneLine(gate.why, 500),
  evidence: refer(gate.evidence),
  short: {
    figure: shortFigure(gate.figure, gate.unit, gate.threshold),
    threshold: shortFigure(gate.threshold, gate.unit),
    evidence: refer(gate.evidence.slice(0, SHORT_REFERENCES)),
    more: gate.evidence.length > SHORT_REFERENCES ? `+${gate.evidence.length - SHORT_REFERENCES}` : '',
  },
});

/** With its unit where both fit on a line; the full form stands among the gates. */
function shortFigure(value: number | null, unit: string | null, limit: number | null = null): string {
  if (value === null) return '–';
  const full = figureBeside(value, limit, unit);
  return full.length <= SHORT_FIGURE_CHARACTERS_MAX ? full : full.slice(0, full.indexOf(' ')).trim();
}

/** Gates that the evidence could not answer, those with the same reason together. */
export function openQuestions(gates: readonly GateResult[]): { gates: string; why: string }[] {
  const open = gates.filter((gate) => gate.verdict === 'insufficient-evidence');
  const byReason = Object.entries(Object.groupBy(open, (gate) => gate.why));
  return byReason.map(([why, group = []]) => ({
    gates: group.map((gate) => words(gate.gate)).join(', '),
    why: oneLine(why, 500),
  }));
}

const measureNames = {
  MTTD: 'Time to detect',
  MTTA: 'Time to acknowledge',
  MTTM: 'Time to mitigate',
  MTTR: 'Time to resolve',
} as const;

export const detectionView = (caseFile: CaseFile, refer: Refer) =>
  caseFile.analysis.detection.map((measure) => ({
    measure: measure.measure,
    name: measureNames[measure.measure],
    duration: measure.durationMs === null ? 'not known' : duration(measure.durationMs),
    why: oneLine(measure.why, 300),
    evidence: refer(measure.evidence),
  }));

export const rotationsView = (caseFile: CaseFile, refer: Refer) =>
  caseFile.analysis.rotations.map((rotation) => ({
    kind: oneLine(rotation.credentialKind, 40),
    id: oneLine(rotation.credentialId, 120),
    state: rotation.complete ? 'Complete' : 'Not shown to be complete',
    complete: rotation.complete,
    why: oneLine(rotation.why, 400),
    steps: rotation.steps.map((step) => ({
      at: stamp(step.at),
      what: oneLine(step.what, 300),
      evidence: refer(step.evidence),
    })),
  }));

export function statementsView(caseFile: CaseFile, refer: Refer) {
  const { statements } = caseFile.analysis;
  if (statements === null) return null;
  return {
    bound: count(statements.bound),
    simple: count(statements.simple),
    unknown: count(statements.unknown),
    total: count(statements.bound + statements.simple + statements.unknown),
    evidence: refer(statements.evidence),
    examples: statements.examples.map((example) => ({
      text: oneLine(example.text, STATEMENT_CHARACTERS_MAX),
      binding: oneLine(example.binding, 20),
      count: count(example.count),
    })),
  };
}
