import type { Argument, Hypothesis } from '../../domain/understanding.ts';
import { oneLine } from '../../domain/visible.ts';
import { header, listing, markup, paragraph } from '../blocks.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import type { SlackVerb } from './verb.ts';

const EXPLANATIONS_MAX = 6;
const LINES_MAX = 8;
const TEXT_CHARS_MAX = 200;
const EVIDENCE_MAX = 4;

const VERDICTS = { leading: 'Leads', possible: 'Possible', 'ruled-out': 'Ruled out' } as const;

type Looked = Hypothesis & { readonly verdict: keyof typeof VERDICTS };

export const why: SlackVerb<void> = {
  usage: {
    line: 'why',
    does: 'posts the explanations side by side: what in the evidence speaks for each, what against it, and what would decide.',
    example: '/rca why',
  },
  parse: (argument) => nothingAfter('why', argument),
  ack: () => 'Setting the explanations side by side. They appear here.',
  needs: () => 'read',
  async carryOut(_given, job, work) {
    const incident = await incidentHere(job, work);
    const { hypotheses } = await work.useCases.analysis(incident);
    const looked = hypotheses.filter((one): one is Looked => one.verdict !== 'not-checked');
    const open = hypotheses.filter(({ verdict }) => verdict === 'not-checked');
    const summary = summaryOf(incident, looked);
    await work.messenger.postOnce(`${job.key}:why`, job.channelId, {
      text: summary,
      blocks: [
        header(`Why: ${incident}`),
        markup(summary),
        ...looked.slice(0, EXPLANATIONS_MAX).flatMap(explanation),
        ...listing(
          'Not checked, and what would tell',
          open.map(({ kind, missing }) => `${kind}: ${oneLine(missing.join('; '), TEXT_CHARS_MAX)}`),
          LINES_MAX,
        ),
      ],
    });
  },
};

function summaryOf(incident: string, looked: readonly Looked[]): string {
  const leading = looked.filter(({ verdict }) => verdict === 'leading').map(({ kind }) => kind);
  return leading.length === 0
    ? `Why ${incident} happened is not determined: the evidence carries no explanation.`
    : `${[...new Set(leading)].join(' and ')} ${leading.length === 1 ? 'leads' : 'lead'} among the explanations of ${incident}.`;
}

const explanation = (one: Looked) => [
  markup(`*${VERDICTS[one.verdict]}: ${one.kind}*`),
  paragraph(oneLine(one.text, TEXT_CHARS_MAX)),
  ...listing('For', one.for.map(line), LINES_MAX),
  ...listing('Against', one.against.map(line), LINES_MAX),
  ...listing('Would decide', one.missing, LINES_MAX),
];

const line = ({ text, weight, evidence }: Argument): string =>
  `${oneLine(text, TEXT_CHARS_MAX)} (${[weight, ...evidence.slice(0, EVIDENCE_MAX)].join(' ')})`;
