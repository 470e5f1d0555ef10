import type { App, Context } from '@slack/bolt';
import { z } from 'zod';
import { toIso } from '../domain/time.ts';
import type { SlackMetrics } from './metrics.ts';
import { type Pressable, pressable, pressId } from './pinned-card.ts';
import { carried, pressedIn } from './pressed.ts';
import { inTime } from './store-in-time.ts';
import type { Intake } from './take-command.ts';

interface ButtonIntake extends Intake {
  readonly metrics: SlackMetrics;
}

const valueSchema = z.object({ incident: z.string(), drawing: z.string() });

/**
 * Stores what the buttons on a card ask for. Its key is the button as it was drawn, so that it acts once for all who
 * press it; the card is drawn anew when that is done.
 */
export function takeButtons(app: App, intake: ButtonIntake, elapsedMs: (context: Context) => number): void {
  for (const verb of pressable) {
    app.action(
      { type: 'block_actions', action_id: pressId(verb) },
      async ({ body, action, ack, context }) => {
        const stored = await inTime(storePress(verb, body, action, intake), intake.log);
        await ack();
        intake.metrics.acked(stored ? 'stored' : 'failed', elapsedMs(context));
      },
    );
  }
}

async function storePress(
  verb: Pressable,
  body: unknown,
  action: object,
  intake: ButtonIntake,
): Promise<void> {
  const { teamId, channelId, userId } = pressedIn(body);
  const { incident, drawing } = valueSchema.parse(carried(action));
  const key = `slack:${teamId}/press/${verb}/${incident}/${drawing}`;
  const job = { key, press: verb, incident, teamId, channelId, userId };
  await intake.jobs.enqueue('slack.button', { ...job, triggeredAt: toIso(Date.now()) }, key);
}
