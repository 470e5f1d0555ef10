import { readFile } from 'node:fs/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackRefusal } from './slack-errors.ts';

export interface SlackImage {
  readonly channelId: string;
  readonly path: string;
  readonly filename: string;
  readonly title: string;
  /** What the image shows; Slack takes 1,000 characters. */
  readonly alt: string;
}

const ALT_CHARS_MAX = 1_000;
const UPLOAD_MS_MAX = 60_000;

const placeSchema = z.object({ upload_url: z.string(), file_id: z.string() });

/**
 * Puts an image with its description into a channel; returns Slack's id of the file. In three calls, because the SDK's
 * upload names the description `alt_text`, which Slack does not know.
 * https://docs.slack.dev/reference/methods/files.getUploadURLExternal
 */
export async function uploadImage(client: WebClient, image: SlackImage): Promise<string> {
  const bytes = await readFile(image.path);
  try {
    const described = { alt_txt: image.alt.slice(0, ALT_CHARS_MAX) };
    const answer = await client.files.getUploadURLExternal({
      filename: image.filename,
      length: bytes.length,
      ...described,
    });
    const place = placeSchema.parse(answer);
    await send(place.upload_url, bytes);
    await client.files.completeUploadExternal({
      channel_id: image.channelId,
      files: [{ id: place.file_id, title: image.title }],
    });
    return place.file_id;
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}

async function send(url: string, bytes: Uint8Array): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    body: new Uint8Array(bytes),
    headers: { 'content-type': 'application/octet-stream' },
    signal: AbortSignal.timeout(UPLOAD_MS_MAX),
  });
  if (!answer.ok) throw new Error(`Slack answered the upload of an image with ${answer.status}`);
  await answer.arrayBuffer();
}
