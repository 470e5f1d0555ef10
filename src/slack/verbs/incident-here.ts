import { userError } from '../../domain/errors.ts';
import type { Work } from '../handlers.ts';
import type { CommandJob } from './verb.ts';

/** The incident of the channel that a command was sent in. Throws `CHANNEL_WITHOUT_INCIDENT`. */
export async function incidentHere(
  job: Pick<CommandJob, 'teamId' | 'channelId'>,
  { links }: Pick<Work, 'links'>,
): Promise<string> {
  const link = await links.incidentOf(job.teamId, job.channelId);
  if (link) return link.incident;
  throw userError({
    code: 'CHANNEL_WITHOUT_INCIDENT',
    message: 'there is no incident in this channel',
    mend: 'open one with /rca start, or send the command in the channel of the incident',
  });
}
