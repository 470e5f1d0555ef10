import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCanvas, replaceCanvas } from '../../deliver/slack-canvas.ts';
import { uploadImage } from '../../deliver/slack-image.ts';
import { filePermalink } from '../../deliver/slack-permalink.ts';
import { uploadToSlack } from '../../deliver/slack-upload.ts';
import type { RenderedDocument } from '../../incident/use-cases.ts';
import { keepBookmark } from '../channel/bookmark.ts';
import type { Work } from '../handlers.ts';
import { actorOf, type CommandJob } from '../verbs/verb.ts';
import { canvasMarkdown } from './canvas-markdown.ts';

/** Slack's own address, which ends no link of ours. */
const ADDRESS = /^https:\/\/[^\s<>|]+$/;

/**
 * Renders the RCA and shows it, once a job: on the channel's canvas where that can be, else as a Markdown file; as PDF,
 * which can be signed off, always.
 */
export async function postDraft(incident: string, job: CommandJob, work: Work): Promise<void> {
  const uploadKey = `${job.key}:draft`;
  if (await work.links.messageOf(uploadKey)) return;
  const documents = await work.useCases.draft(incident, join(work.draftsDir, incident), actorOf(job));
  const canvas = await putOnCanvas(incident, documents, job, work);
  let ts = '';
  for (const { format, path, sha256 } of documents) {
    if (format === 'html' || (format === 'markdown' && canvas !== null)) continue;
    const what = `Draft of the RCA of ${incident}, ${format === 'pdf' ? 'PDF' : 'Markdown'}`;
    ts = await uploadToSlack(work.client, {
      channelId: job.channelId,
      path,
      filename: `rca-${incident}.${format === 'pdf' ? 'pdf' : 'md'}`,
      title: what,
      comment: `${what}\nSHA-256 ${sha256}`,
    });
  }
  await keepBookmark('RCA', job.channelId, () => filePermalink(work.client, canvas ?? ts), work);
  await postPreview(incident, job, work);
  await work.links.keepMessage(uploadKey, { channelId: job.channelId, ts });
}

/** Key of the canvas that the app made in a channel. */
const canvasKey = (channelId: string): string => `canvas:${channelId}`;

/** The canvas that holds the draft now; null when there is none, which is said once for each reason. */
async function putOnCanvas(
  incident: string,
  documents: readonly RenderedDocument[],
  job: CommandJob,
  work: Work,
): Promise<string | null> {
  const document = documents.find(({ format }) => format === 'markdown');
  if (document === undefined) return null;
  const { client, links, messenger } = work;
  const { channelId } = job;
  const title = `RCA of ${incident}`;
  const markdown = canvasMarkdown(await readFile(document.path, 'utf8'));
  const made = await links.messageOf(canvasKey(channelId));
  const written = made
    ? await replaceCanvas(client, made.ts, markdown)
    : await createCanvas(client, { channelId, title, markdown });
  if ('why' in written) {
    await messenger.postOnce(`canvas-none:${channelId}:${written.code}`, channelId, {
      text: `Drafts of the RCA come as files here: ${written.why}.`,
    });
    return null;
  }
  await links.keepMessage(canvasKey(channelId), { channelId, ts: written.id });
  const link = await filePermalink(client, written.id);
  const where = link === null || !ADDRESS.test(link) ? '' : `: <${link.replaceAll('&', '&amp;')}|open it>`;
  await messenger.postOnce(`${job.key}:canvas`, channelId, {
    text: `The draft of the RCA of ${incident} is on the canvas of this channel${where}`,
  });
  return written.id;
}

/** The first chart as an image with its description; a draft without charts has none. */
async function postPreview(incident: string, job: CommandJob, work: Work): Promise<void> {
  const chart = await work.useCases.preview(incident, join(work.draftsDir, incident));
  if (chart === null) return;
  const { path, title, alt } = chart;
  const filename = `chart-${incident}.png`;
  await uploadImage(work.client, { channelId: job.channelId, path, filename, title, alt });
}
