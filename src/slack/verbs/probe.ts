import { slackText } from '../escape.ts';
import { postProgress } from '../watch-collection.ts';
import { incidentHere } from './incident-here.ts';
import { actorOf, type SlackVerb } from './verb.ts';

export const probe: SlackVerb<{ readonly targets: readonly string[] }> = {
  usage: {
    line: 'probe [target …]',
    does: 'sends the configured synthetic checks to their targets, or to those named, and keeps the transcripts as evidence.',
    example: '/rca probe search',
  },
  parse: (argument) => ({ targets: argument.split(/[\s,]+/).filter(Boolean) }),
  ack: ({ targets }) =>
    `Probing ${targets.length === 0 ? 'all configured targets' : slackText(targets.join(', '), 300)}. Progress and answers appear here.`,
  async carryOut(asked, job, work) {
    const incident = await incidentHere(job, work);
    const { id } = await work.useCases.requestProbes(
      incident,
      { ...asked, checks: [] },
      actorOf(job),
      job.key,
    );
    await postProgress(incident, id, job.channelId, work);
  },
};
