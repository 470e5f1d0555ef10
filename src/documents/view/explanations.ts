import type { CaseFile } from '../../domain/case-file.ts';
import type { Argument, Hypothesis } from '../../domain/understanding.ts';
import { oneLine } from '../../domain/visible.ts';
import { counted, words } from './format.ts';
import type { Refer } from './references.ts';

const TEXT_CHARACTERS_MAX = 300;
const SHOWN_MAX = 8;
const ARGUMENTS_MAX = 8;
const REFERENCES_MAX = 4;

const VERDICTS = { leading: 'Leads', possible: 'Possible', 'ruled-out': 'Ruled out' } as const;

type Looked = Hypothesis & { readonly verdict: keyof typeof VERDICTS };

/** All explanations side by side, and what would decide: the same order as computed. */
export function explanationsView({ analysis: { understanding } }: CaseFile, refer: Refer) {
  const looked = understanding.hypotheses.filter((one): one is Looked => one.verdict !== 'not-checked');
  const open = understanding.hypotheses.filter(({ verdict }) => verdict === 'not-checked');
  const isDetermined = looked.some(({ verdict }) => verdict === 'leading');
  return {
    rows: looked.slice(0, SHOWN_MAX).map((one) => ({
      name: words(one.kind),
      verdict: one.verdict,
      verdictWord: VERDICTS[one.verdict],
      text: oneLine(one.text, TEXT_CHARACTERS_MAX),
      for: one.for.slice(0, ARGUMENTS_MAX).map((argument) => argumentView(argument, refer)),
      against: one.against.slice(0, ARGUMENTS_MAX).map((argument) => argumentView(argument, refer)),
      missing: one.missing.map((text) => oneLine(text, TEXT_CHARACTERS_MAX)),
    })),
    notDetermined:
      isDetermined || looked.length === 0
        ? ''
        : 'Not determined: the evidence carries none of these explanations before the others.',
    omitted:
      looked.length > SHOWN_MAX
        ? `${counted(looked.length - SHOWN_MAX, 'more explanation', 'more explanations')} that evidence speaks to: rca why.`
        : '',
    open: open.map(({ kind, missing }) => ({
      name: words(kind),
      wouldTell: oneLine(missing.join('; '), TEXT_CHARACTERS_MAX),
    })),
  };
}

const argumentView = ({ text, weight, evidence }: Argument, refer: Refer) => ({
  text: oneLine(text, TEXT_CHARACTERS_MAX),
  weight,
  evidence: refer(evidence.slice(0, REFERENCES_MAX)),
});
