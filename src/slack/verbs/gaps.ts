import { oneLine } from '../../domain/visible.ts';
import { header, listing, markup } from '../blocks.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import type { SlackVerb } from './verb.ts';

const LINES_MAX = 15;
const WHY_CHARS_MAX = 160;

export const gaps: SlackVerb<void> = {
  usage: {
    line: 'gaps',
    does: 'posts what is missing in the evidence, why, and what would mend it.',
    example: '/rca gaps',
  },
  parse: (argument) => nothingAfter('gaps', argument),
  ack: () => 'Reading what is missing. It appears here.',
  needs: () => 'read',
  async carryOut(_given, job, work) {
    const incident = await incidentHere(job, work);
    const found = await work.useCases.gaps(incident);
    const summary =
      found.length === 0 ? `No gap is recorded for ${incident}.` : `${found.length} gaps in ${incident}.`;
    await work.messenger.postOnce(`${job.key}:gaps`, job.channelId, {
      text: summary,
      blocks: [
        header(`Gaps of ${incident}`),
        markup(summary),
        ...listing(
          'What is missing, and what would mend it',
          found.map(
            ({ source, why, mend }) =>
              `${source}: ${oneLine(why, WHY_CHARS_MAX)} Mend: ${oneLine(mend, WHY_CHARS_MAX)}`,
          ),
          LINES_MAX,
        ),
      ],
    });
  },
};
