import type { App, Context } from '@slack/bolt';
import { z } from 'zod';
import { toIso } from '../domain/time.ts';
import type { SlackMetrics } from './metrics.ts';
import { nudgeSubjects, SNOOZE, SNOOZE_MS, snoozeKey } from './nudge.ts';
import { carried, pressedIn } from './pressed.ts';
import { inTime } from './store-in-time.ts';
import type { Intake } from './take-command.ts';

const messageSchema = z.object({ message: z.object({ ts: z.string() }) });
const valueSchema = z.object({
  incident: z.string(),
  subject: z.enum(nudgeSubjects),
  count: z.int().positive(),
});

/** Stores that a nudge is put off. */
export function takeSnooze(
  app: App,
  intake: Intake & { readonly metrics: SlackMetrics },
  elapsedMs: (context: Context) => number,
): void {
  app.action({ type: 'block_actions', action_id: SNOOZE }, async ({ body, action, ack, context }) => {
    const stored = await inTime(store(body, action, intake), intake.log);
    await ack();
    intake.metrics.acked(stored ? 'stored' : 'failed', elapsedMs(context));
  });
}

async function store(body: unknown, action: object, { jobs }: Intake): Promise<void> {
  const { teamId, channelId, userId } = pressedIn(body);
  const { message } = messageSchema.parse(body);
  const put = valueSchema.parse(carried(action));
  const key = snoozeKey(put.incident, put.subject, put.count);
  const nowMs = Date.now();
  await jobs.enqueue(
    'slack.snooze',
    {
      key,
      until: toIso(nowMs + SNOOZE_MS),
      teamId,
      channelId,
      userId,
      ts: message.ts,
      triggeredAt: toIso(nowMs),
    },
    key,
  );
}
