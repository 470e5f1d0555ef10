import type { App, Context } from '@slack/bolt';
import type { KnownBlock } from '@slack/web-api';
import { markup } from './blocks.ts';
import { createClientPool } from './client.ts';
import { type EntryReader, formAsked, formText, takeForms } from './forms/take-forms.ts';
import { newForm } from './forms/view.ts';
import type { SlackMetrics } from './metrics.ts';
import { openForm } from './open-form.ts';
import { sentBy } from './pressed.ts';
import { takeSignoff } from './signoff/take-signoff.ts';
import { commandOf, modalErrors, START_MODAL, startModal } from './start-modal.ts';
import { takeButtons } from './take-buttons.ts';
import { takeChoices } from './take-choices.ts';
import { type Intake, takeCommand } from './take-command.ts';
import { takeSnooze } from './take-snooze.ts';
import { tenantOf } from './tenant.ts';

export interface RequestOptions extends Intake {
  readonly entries: EntryReader;
  readonly apiUrl: string | null;
  readonly metrics: SlackMetrics;
}

/** `callback_id` of the message shortcut "Add to RCA timeline". */
export const ADD_TO_TIMELINE = 'add-to-timeline';

/** What every receiver notes when a request has arrived. */
export const received = (): { receivedAtMs: number } => ({ receivedAtMs: performance.now() });

const elapsedMs = (context: Context): number => performance.now() - Number(context['receivedAtMs']);

/** Slack escapes these three, and only these, in what people type after a command. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const FORM_TEXT =
  'Opening a form. If none appears, write `/rca start` with a title, such as `/rca start Elevated 5xx on search since 2h`.';

/** Acknowledges what people type and send. */
export function takeRequests(app: App, options: RequestOptions): void {
  const clientFor = createClientPool(options.apiUrl, options.log);
  const clientOf = ({ botToken = '' }: Context) => clientFor(botToken);

  app.command('/rca', async ({ body, ack, context }) => {
    const text = unescaped(body.text).trim();
    if (text.toLowerCase() === 'start') {
      await ack(privately(FORM_TEXT));
      options.metrics.acked('answered', elapsedMs(context));
      await openForm(
        {
          triggerId: body.trigger_id,
          view: startModal(body.channel_id),
          channelId: body.channel_id,
          userId: body.user_id,
        },
        clientOf(context),
        options.log,
      );
      return;
    }
    const kind = formAsked(text);
    if (kind !== undefined) {
      await ack(privately(formText(kind)));
      options.metrics.acked('answered', elapsedMs(context));
      const where = { channelId: body.channel_id, incident: null };
      const view = newForm(kind, where, Date.now());
      const asked = { triggerId: body.trigger_id, channelId: body.channel_id, userId: body.user_id };
      await openForm({ ...asked, view }, clientOf(context), options.log);
      return;
    }
    const taken = await takeCommand(
      {
        id: body.trigger_id,
        text,
        teamId: tenantOf(body.enterprise_id, body.team_id),
        channelId: body.channel_id,
        userId: body.user_id,
      },
      options,
    );
    await ack(privately(taken.text, taken.blocks));
    options.metrics.acked(taken.outcome, elapsedMs(context));
  });

  app.shortcut(
    { type: 'message_action', callback_id: ADD_TO_TIMELINE },
    async ({ shortcut, ack, context }) => {
      if (shortcut.type !== 'message_action') return;
      const workspaceId = shortcut.team?.id ?? shortcut.user.team_id ?? '';
      const teamId = tenantOf(shortcut.enterprise?.id, workspaceId);
      const key = `slack:${teamId}/${shortcut.trigger_id}`;
      await options.jobs.enqueue(
        'slack.capture',
        {
          key,
          action: 'add',
          teamId,
          channelId: shortcut.channel.id,
          userId: shortcut.user.id,
          messageTs: shortcut.message_ts,
          attempt: 0,
        },
        key,
      );
      await ack();
      options.metrics.acked('stored', elapsedMs(context));
    },
  );

  takeForms(app, clientOf, options, elapsedMs);
  takeButtons(app, options, elapsedMs);
  takeChoices(app, options, elapsedMs);
  takeSignoff(app, clientOf, options, elapsedMs);
  takeSnooze(app, options, elapsedMs);

  app.view(START_MODAL, async ({ body, view, ack, context }) => {
    const taken = await takeCommand(
      {
        id: view.id,
        text: commandOf(view),
        teamId: sentBy(body, view),
        channelId: view.private_metadata,
        userId: body.user.id,
      },
      options,
    );
    await (taken.outcome === 'stored' ? ack() : ack(modalErrors(taken.text)));
    options.metrics.acked(taken.outcome, elapsedMs(context));
  });
}

const privately = (text: string, blocks: readonly KnownBlock[] = [markup(text)]) => ({
  response_type: 'ephemeral' as const,
  text,
  blocks: [...blocks],
});
