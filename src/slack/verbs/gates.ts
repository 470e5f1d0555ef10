import type { GateResult } from '../../domain/gate.ts';
import { oneLine } from '../../domain/visible.ts';
import { header, listing, markup } from '../blocks.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import type { SlackVerb } from './verb.ts';

const LINES_MAX = 20;
const WHY_CHARS_MAX = 140;

const groups = [
  ['not-satisfied', 'Not satisfied'],
  ['insufficient-evidence', 'Insufficient evidence'],
  ['satisfied', 'Satisfied'],
] as const;

export const gates: SlackVerb<void> = {
  usage: {
    line: 'gates',
    does: 'posts what the policy says of the evidence: each gate with its verdict, reason and evidence.',
    example: '/rca gates',
  },
  parse: (argument) => nothingAfter('gates', argument),
  ack: () => 'Judging the gates. They appear here.',
  needs: () => 'read',
  async carryOut(_given, job, work) {
    const incident = await incidentHere(job, work);
    const results = await work.useCases.gates(incident);
    const counts = groups.map(([verdict, words]) => `${count(results, verdict)} ${words.toLowerCase()}`);
    const summary = `Gates of ${incident}: ${counts.join(', ')}.`;
    await work.messenger.postOnce(`${job.key}:gates`, job.channelId, {
      text: summary,
      blocks: [
        header(`Gates of ${incident}`),
        markup(counts.join(', ')),
        ...groups.flatMap(([verdict, words]) =>
          listing(words, results.filter((gate) => gate.verdict === verdict).map(line), LINES_MAX),
        ),
        ...fallenAway(results),
      ],
    });
  },
};

/** Gates that fall away by what is declared, in one line. */
function fallenAway(results: readonly GateResult[]) {
  const away = results.filter(({ verdict }) => verdict === 'not-applicable').map(({ gate }) => gate);
  return away.length === 0 ? [] : [markup(`Not applicable, as declared: ${away.join(', ')}`)];
}

const count = (results: readonly GateResult[], verdict: GateResult['verdict']): number =>
  results.filter((gate) => gate.verdict === verdict).length;

const line = ({ gate, why, evidence }: GateResult): string =>
  `${gate}: ${oneLine(why, WHY_CHARS_MAX)}${evidence.length === 0 ? '' : ` (${evidence.slice(0, 4).join(' ')})`}`;
