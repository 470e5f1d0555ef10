import type { App, Context } from '@slack/bolt';
import type { ModalView, WebClient } from '@slack/web-api';
import { z } from 'zod';
import { toIso } from '../../domain/time.ts';
import { notStoredText, unsureText } from '../acknowledge.ts';
import { textInput, valuesOf, words } from '../forms/inputs.ts';
import type { SlackMetrics } from '../metrics.ts';
import { openForm } from '../open-form.ts';
import { carried, pressedIn, sentBy } from '../pressed.ts';
import { inTime } from '../store-in-time.ts';
import type { Intake } from '../take-command.ts';
import { APPROVE, REJECT } from './request-message.ts';

/** `callback_id` of the form that asks why. */
export const REJECTION = 'signoff-rejection';

const valueSchema = z.object({ incident: z.string(), id: z.string().regex(/^S-\d{4,}$/) });
const metadataSchema = valueSchema.extend({ channelId: z.string() });

/**
 * Stores what the buttons of a request ask for. Each press is a job of its own, so that one that was refused can be made
 * again; that a double click makes one entry is the ledger's to see.
 */
export function takeSignoff(
  app: App,
  clientOf: (context: Context) => WebClient,
  intake: Intake & { readonly metrics: SlackMetrics },
  elapsedMs: (context: Context) => number,
): void {
  app.action({ type: 'block_actions', action_id: APPROVE }, async ({ body, action, ack, context }) => {
    const stored = await inTime(storeApproval(body, action, intake), intake.log);
    await ack();
    intake.metrics.acked(stored ? 'stored' : 'failed', elapsedMs(context));
  });

  app.action({ type: 'block_actions', action_id: REJECT }, async ({ body, action, ack, context }) => {
    await ack();
    intake.metrics.acked('answered', elapsedMs(context));
    const { triggerId, channelId, userId } = pressedIn(body);
    const view = rejectionForm({ ...valueSchema.parse(carried(action)), channelId });
    await openForm({ triggerId, view, channelId, userId }, clientOf(context), intake.log);
  });

  app.view(REJECTION, async ({ body, view, ack, context }) => {
    try {
      const { incident, id, channelId } = metadataSchema.parse(JSON.parse(view.private_metadata));
      const teamId = sentBy(body, view);
      const { reason = '' } = valuesOf(view);
      const asked = { incident, teamId, channelId, userId: body.user.id };
      const sentence = `reject ${id} ${intake.redactText(reason)}`;
      const storing = store('slack.form', `slack:${teamId}/${view.id}`, sentence, asked, intake);
      const stored = await inTime(storing, intake.log);
      await (stored ? ack() : ack({ response_action: 'errors', errors: { reason: unsureText } }));
      intake.metrics.acked(stored ? 'stored' : 'failed', elapsedMs(context));
    } catch (error) {
      intake.log.error({ err: error }, 'a rejection could not be stored');
      await ack({ response_action: 'errors', errors: { reason: notStoredText } });
      intake.metrics.acked('failed', elapsedMs(context));
    }
  });
}

async function storeApproval(body: unknown, action: object, intake: Intake): Promise<void> {
  const { triggerId, teamId, channelId, userId } = pressedIn(body);
  const { incident, id } = valueSchema.parse(carried(action));
  const asked = { incident, teamId, channelId, userId };
  await store('slack.button', `slack:${teamId}/${triggerId}`, `approve ${id}`, asked, intake);
}

const store = (
  from: 'slack.button' | 'slack.form',
  key: string,
  sentence: string,
  asked: {
    readonly incident: string;
    readonly teamId: string;
    readonly channelId: string;
    readonly userId: string;
  },
  { jobs }: Intake,
): Promise<void> =>
  jobs.enqueue('slack.signoff', { key, from, sentence, ...asked, triggeredAt: toIso(Date.now()) }, key);

const rejectionForm = (metadata: z.infer<typeof metadataSchema>): ModalView => ({
  type: 'modal',
  callback_id: REJECTION,
  private_metadata: JSON.stringify(metadata),
  title: words(`Reject ${metadata.id}`),
  submit: words('Reject'),
  close: words('Cancel'),
  blocks: [
    textInput(
      {
        field: 'reason',
        label: 'What is wrong',
        hint: 'It is redacted, and printed in the next pack.',
        required: true,
        multiline: true,
      },
      null,
    ),
  ],
});
