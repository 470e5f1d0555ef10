import { recordCard } from '../record-card.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import type { SlackVerb } from './verb.ts';

export const record: SlackVerb<void> = {
  usage: {
    line: 'record',
    does: 'posts the compliance record: packs with their digests and deliveries, sign-offs, controls, retention and legal hold.',
    example: '/rca record',
  },
  parse: (argument) => nothingAfter('record', argument),
  ack: () => 'Reading the compliance record. It appears here.',
  needs: () => 'read',
  async carryOut(_given, job, work) {
    const incident = await incidentHere(job, work);
    const card = recordCard(await work.useCases.complianceRecord(incident));
    await work.messenger.postOnce(`${job.key}:record`, job.channelId, card);
  },
};
