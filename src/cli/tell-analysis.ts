import type { Argument, Hypothesis } from '../domain/understanding.ts';
import type { Conclusions } from '../incident/use-cases.ts';
import { effectName } from '../indicators/groups.ts';
import { cleaned, minuteOf } from '../timeline/words.ts';

const VERDICTS = {
  leading: 'leads',
  possible: 'possible',
  'ruled-out': 'ruled out',
  'not-checked': 'not checked',
} as const;

const argumentLine = (sign: '+' | '-', { text, weight, evidence }: Argument): string =>
  `  ${sign} ${text} (${weight}; ${evidence.slice(0, 4).join(', ')})\n`;

/** Explanations as a person reads them, the leading ones first. */
export function tellWhy(hypotheses: readonly Hypothesis[]): string {
  const looked = hypotheses.filter(({ verdict }) => verdict !== 'not-checked');
  const open = hypotheses.filter(({ verdict }) => verdict === 'not-checked');
  const head = looked.some(({ verdict }) => verdict === 'leading')
    ? ''
    : 'Not determined: no explanation is carried by the evidence.\n';
  const told = looked.map((one) =>
    [
      `${one.kind} ${VERDICTS[one.verdict]}: ${cleaned(one.text, 300)}\n`,
      ...one.for.map((argument) => argumentLine('+', argument)),
      ...one.against.map((argument) => argumentLine('-', argument)),
      ...one.missing.map((text) => `  ? would tell: ${text}\n`),
    ].join(''),
  );
  const rest = open.map(({ kind, missing }) => `${kind} not checked: ${missing.join('; ')} would tell\n`);
  return [head, ...told, ...rest].join('');
}

export function tellAnalysis({ episodes, changes, hypotheses }: Conclusions): string {
  const effects = episodes.map(
    (one) =>
      `${minuteOf(one.from)} to ${one.to === null ? 'now' : minuteOf(one.to)}  ${cleaned(effectName(one), 100)} beyond its ${one.crossing}, worst ${one.worst}\n`,
  );
  const changed = changes.map(
    ({ at, kind, what, subject, to }) =>
      `${minuteOf(at)}  ${kind}: ${what} (${subject}${to === null ? '' : `, ${to}`})\n`,
  );
  return `${effects.join('') || 'No indicator left its usual band.\n'}${changed.join('')}${tellWhy(hypotheses)}`;
}
