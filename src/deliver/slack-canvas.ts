import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { slackAnswer, slackRefusal } from './slack-errors.ts';

/** https://docs.slack.dev/reference/methods/conversations.canvases.create: 1 MiB of Markdown. */
const MARKDOWN_CHARS_MAX = 1_048_576;

/** The canvas that was written, or why none was. */
export type CanvasWritten =
  | { readonly id: string }
  | {
      /** Slack's answer, or a word of ours. */
      readonly code: string;
      readonly why: string;
    };

/** What is left as it is, in words; https://docs.slack.dev/reference/methods/canvases.edit has the others. */
const WHY: ReadonlyMap<string, string> = new Map([
  ['team_tier_cannot_create_channel_canvases', "the workspace's plan has no canvases of channels"],
  ['canvas_disabled_user_team', 'canvases are switched off in this workspace'],
  ['channel_canvas_already_exists', 'the channel has a canvas of its own, which is left as it is'],
  ['free_team_canvas_tab_already_exists', 'the channel has a canvas of its own, which is left as it is'],
  ['restricted_action', 'an administrator keeps apps from writing canvases'],
  ['canvas_not_found', 'its canvas was deleted'],
  ['missing_scope', 'the app lacks the scope canvases:write; the operator updates it from manifest.yml'],
]);

const createdSchema = z.object({ canvas_id: z.string() });

/** Makes the canvas of a channel. Scope canvases:write. Throws when trying again may help. */
export async function createCanvas(
  client: WebClient,
  canvas: { readonly channelId: string; readonly title: string; readonly markdown: string },
): Promise<CanvasWritten> {
  if (canvas.markdown.length > MARKDOWN_CHARS_MAX) return tooLong;
  return orWhyNot(async () => {
    const answer = await client.conversations.canvases.create({
      channel_id: canvas.channelId,
      title: canvas.title,
      document_content: { type: 'markdown', markdown: canvas.markdown },
    });
    return { id: createdSchema.parse(answer).canvas_id };
  });
}

/**
 * Replaces all of a canvas that the app wrote last, as far as Slack tells who did: what people wrote in it is never
 * written over. Scopes canvases:write and files:read.
 */
export async function replaceCanvas(client: WebClient, id: string, markdown: string): Promise<CanvasWritten> {
  if (markdown.length > MARKDOWN_CHARS_MAX) return tooLong;
  return orWhyNot(async () => {
    const { user_id: own } = await client.auth.test();
    const { file } = await client.files.info({ file: id });
    if (own === undefined || file?.last_editor !== own) {
      return { code: 'edited', why: 'people have written in its canvas, which is left as it is' };
    }
    await client.canvases.edit({
      canvas_id: id,
      changes: [{ operation: 'replace', document_content: { type: 'markdown', markdown } }],
    });
    return { id };
  });
}

const tooLong: CanvasWritten = { code: 'too-long', why: 'it is longer than a canvas may be' };

async function orWhyNot(write: () => Promise<CanvasWritten>): Promise<CanvasWritten> {
  try {
    return await write();
  } catch (error) {
    const code = slackAnswer(error);
    const refusal = slackRefusal(error);
    if (code === undefined || refusal === undefined || refusal.code === 'SLACK_TOKEN_REFUSED')
      throw refusal ?? error;
    return { code, why: WHY.get(code) ?? `Slack refused its canvas: ${code}` };
  }
}
