import { readFile } from 'node:fs/promises';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackRefusal } from './slack-errors.ts';

export interface SlackUpload {
  readonly channelId: string;
  /** Local file; read whole, as the upload needs its length first. */
  readonly path: string;
  readonly filename: string;
  readonly title: string;
  /** mrkdwn; foreign text in it must have been neutralised. */
  readonly comment: string;
}

/** Answers of `files.completeUploadExternal`, one a channel, as the SDK hands them on. */
const uploadedSchema = z.object({
  files: z.tuple([z.object({ files: z.tuple([z.object({ id: z.string() })]) })]),
});

/** Puts a file into a channel; returns Slack's id of the file. Refusals are `SLACK_*` errors. */
export async function uploadToSlack(client: WebClient, upload: SlackUpload): Promise<string> {
  const file = await readFile(upload.path);
  try {
    const answer = await client.files.uploadV2({
      channel_id: upload.channelId,
      file,
      filename: upload.filename,
      title: upload.title,
      initial_comment: upload.comment,
    });
    return uploadedSchema.parse(answer).files[0].files[0].id;
  } catch (error) {
    throw slackRefusal(error) ?? error;
  }
}
