import type { ModalView, WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { slackRefusal } from '../deliver/slack-errors.ts';
import { tell } from '../domain/errors.ts';
import { paragraph } from './blocks.ts';
import { slackText } from './escape.ts';

export interface Form {
  readonly triggerId: string;
  readonly view: ModalView;
  /** Where and by whom it was asked for. */
  readonly channelId: string;
  readonly userId: string;
}

const TOLD_CHARS_MAX = 1_000;

const NOT_OPENED = {
  code: 'SLACK_FORM_NOT_OPENED',
  message: 'Slack did not open the form',
  mend: 'send the command again, or write all of it in one line: /rca help start',
} as const;

/** Opens a form within a trigger's three seconds; whoever waits for one that cannot be opened is told. Never throws. */
export async function openForm(form: Form, client: WebClient, log: Logger): Promise<void> {
  try {
    await client.views.open({ trigger_id: form.triggerId, view: form.view });
  } catch (error) {
    log.warn({ err: error }, 'a form could not be opened');
    await explain(form, tell(slackRefusal(error) ?? NOT_OPENED), client, log);
  }
}

async function explain(form: Form, why: string, client: WebClient, log: Logger): Promise<void> {
  const content = { text: slackText(why, TOLD_CHARS_MAX), blocks: [paragraph(why)] };
  const inert = { parse: 'none', link_names: false } as const;
  try {
    await client.chat
      .postEphemeral({ channel: form.channelId, user: form.userId, ...inert, ...content })
      .catch((error: unknown) => {
        if (slackRefusal(error) === undefined) throw error;
        return client.chat.postMessage({ channel: form.userId, ...inert, ...content });
      });
  } catch (error) {
    log.warn({ err: error }, 'nobody could be told that a form was not opened');
  }
}
