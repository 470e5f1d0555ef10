import { basename } from 'node:path';
import { filePermalink } from '../../deliver/slack-permalink.ts';
import { uploadToSlack } from '../../deliver/slack-upload.ts';
import { keepBookmark } from '../channel/bookmark.ts';
import { incidentHere } from './incident-here.ts';
import { nothingAfter } from './nothing-after.ts';
import { actorOf, type SlackVerb } from './verb.ts';

export const pack: SlackVerb<void> = {
  usage: {
    line: 'pack',
    does: 'renders the evidence pack and uploads the PDF to this channel, with its version and digest.',
    example: '/rca pack',
  },
  parse: (argument) => nothingAfter('pack', argument),
  ack: () => 'Rendering the evidence pack. It is uploaded here when it is done.',
  /** Announces first: when Slack cannot be reached, no version of the pack is spent. */
  async carryOut(_given, job, work) {
    const incident = await incidentHere(job, work);
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
    await keepBookmark('Evidence pack', job.channelId, () => filePermalink(work.client, fileId), work);
    await work.links.keepMessage(uploadKey, { channelId: job.channelId, ts: fileId });
    await work.messenger.update(posted, { text: `${what} is uploaded.` });
  },
};
