import { incidentCard } from '../card.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import type { SlackVerb } from './verb.ts';

export const status: SlackVerb<void> = {
  usage: {
    line: 'status',
    does: 'posts the card: state, window, phases, sources and how complete they are, gaps, gates, what is missing.',
    example: '/rca status',
  },
  parse: (argument) => nothingAfter('status', argument),
  ack: () => 'Reading the state of this incident. The card appears here.',
  needs: () => 'read',
  async carryOut(_given, job, work) {
    const report = await work.useCases.status(await incidentHere(job, work));
    await work.messenger.postOnce(`${job.key}:card`, job.channelId, incidentCard(report));
  },
};
