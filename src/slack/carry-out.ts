import { basename } from 'node:path';
import { uploadToSlack } from '../deliver/slack-upload.ts';
import { userError } from '../domain/errors.ts';
import type { JobData } from '../jobs/jobs.ts';
import { markup, paragraph } from './blocks.ts';
import { incidentCard } from './card.ts';
import type { Command, NoteArguments, StartArguments } from './command.ts';
import { slackDate } from './dates.ts';
import { slackText } from './escape.ts';
import type { Work } from './handlers.ts';
import { progressMessage } from './progress.ts';
import { progressKey } from './watch-collection.ts';

type Job = JobData['slack.command'];

const DEFAULT_WINDOW_MS = 3_600_000;

const actorOf = (job: Job): string => `slack:${job.teamId}/${job.userId}`;

/** Does what an acknowledged command asked for. The same job again has no further effect. */
export async function carryOut(command: Command, job: Job, work: Work): Promise<void> {
  switch (command.verb) {
    case 'start':
      return start(command, job, work);
    case 'status':
      return status(await incidentHere(job, work), job, work);
    case 'note':
      return note(command, await incidentHere(job, work), job, work);
    case 'pack':
      return pack(await incidentHere(job, work), job, work);
    case 'help':
      return undefined;
  }
}

async function incidentHere(job: Job, work: Work): Promise<string> {
  const link = await work.links.incidentOf(job.teamId, job.channelId);
  if (link) return link.incident;
  throw userError({
    code: 'CHANNEL_WITHOUT_INCIDENT',
    message: 'there is no incident in this channel',
    mend: 'open one with /rca start, or send the command in the channel of the incident',
  });
}

/** Evidence first: sources forget, so the collection is requested before anything is posted. */
async function start(command: StartArguments, job: Job, work: Work): Promise<void> {
  const { useCases, links, messenger, jobs } = work;
  const nowMs = Date.parse(job.triggeredAt);
  const channelKey = `slack:${job.teamId}/${job.channelId}`;
  const incident = await useCases.start(
    {
      title: command.title ?? 'Untitled incident',
      severity: command.severity,
      services: command.services,
      window: command.window ?? { fromMs: nowMs - DEFAULT_WINDOW_MS, toMs: nowMs },
    },
    actorOf(job),
    channelKey,
  );
  const link = await links.link(job.teamId, job.channelId, { incident: incident.id, requestKey: job.key });
  if (link.requestKey !== job.key) throw alreadyOpen(link.incident);
  const collection = await useCases.requestCollection(incident.id, {}, actorOf(job), `${channelKey}/first`);

  await messenger.postOnce(
    `${job.key}:card`,
    job.channelId,
    incidentCard(await useCases.status(incident.id)),
  );
  await messenger.postOnce(
    progressKey(collection.id),
    job.channelId,
    progressMessage(incident.id, await useCases.sourceRuns(collection.id), Date.now()),
  );
  await jobs.enqueue(
    'slack.progress',
    { incident: incident.id, collection: collection.id, leg: 0 },
    `${progressKey(collection.id)}:0`,
  );
}

const alreadyOpen = (incident: string): Error =>
  userError({
    code: 'CHANNEL_HAS_INCIDENT',
    message: `${incident} is already open in this channel`,
    mend: 'see it with /rca status, or start the new incident in a channel of its own',
  });

async function status(incident: string, job: Job, work: Work): Promise<void> {
  const report = await work.useCases.status(incident);
  await work.messenger.postOnce(`${job.key}:card`, job.channelId, incidentCard(report));
}

async function note(command: NoteArguments, incident: string, job: Job, work: Work): Promise<void> {
  const written = await work.useCases.note(
    incident,
    { text: command.text, atMs: command.atMs ?? Date.parse(job.triggeredAt), phase: command.phase },
    actorOf(job),
    job.key,
  );
  const phase = written.phase === null ? '' : `, marks ${written.phase}`;
  const head = `Note ${written.id} in ${incident}, ${slackDate(Date.parse(written.at))}${phase}`;
  await work.messenger.postOnce(`${job.key}:echo`, job.channelId, {
    text: `${head}: ${slackText(written.text, 1_000)}`,
    blocks: [markup(head), paragraph(written.text)],
  });
}

/** Announces first: when Slack cannot be reached, no version of the pack is spent. */
async function pack(incident: string, job: Job, work: Work): Promise<void> {
  const posted = await work.messenger.postOnce(`${job.key}:pack`, job.channelId, {
    text: `Rendering the evidence pack of ${incident}.`,
  });
  const uploadKey = `${job.key}:upload`;
  if (await work.links.messageOf(uploadKey)) return;
  const result = await work.useCases.pack(incident, null, actorOf(job));
  const what = `Evidence pack of ${incident}, version ${result.version}`;
  const fileId = await uploadToSlack(work.client, {
    channelId: job.channelId,
    path: result.path,
    filename: basename(result.path),
    title: what,
    comment: `${what}, ${result.evidence} evidence items\nSHA-256 ${result.sha256}`,
  });
  await work.links.keepMessage(uploadKey, { channelId: job.channelId, ts: fileId });
  await work.messenger.update(posted, { text: `${what} is uploaded.` });
}
