import type { App, Context } from '@slack/bolt';
import { z } from 'zod';
import { phaseNames } from '../domain/incident.ts';
import { toIso } from '../domain/time.ts';
import { NOTE_TIME } from './forms/time-buttons.ts';
import { INSTEAD } from './instead.ts';
import type { SlackMetrics } from './metrics.ts';
import { carried, pressedIn } from './pressed.ts';
import { inTime } from './store-in-time.ts';
import { type Intake, takeCommand } from './take-command.ts';

interface ChoiceIntake extends Intake {
  readonly metrics: SlackMetrics;
}

const insteadSchema = z.object({ text: z.string(), of: z.string() });
const noteTimeSchema = z.object({
  incident: z.string(),
  id: z.string().regex(/^N-\d{4,}$/),
  version: z.int().positive(),
  at: z.iso.datetime(),
  phase: z.enum(phaseNames).nullable(),
});

/** Stores what people chose where their words were not clear. */
export function takeChoices(app: App, intake: ChoiceIntake, elapsedMs: (context: Context) => number): void {
  app.action(
    { type: 'block_actions', action_id: new RegExp(`^${INSTEAD}\\d$`) },
    async ({ body, action, ack, context }) => {
      const { teamId, channelId, userId } = pressedIn(body);
      const { text, of } = insteadSchema.parse(carried(action));
      const taken = await takeCommand({ id: `${of}/instead`, text, teamId, channelId, userId }, intake);
      await ack();
      intake.metrics.acked(taken.outcome, elapsedMs(context));
    },
  );
  app.action(
    { type: 'block_actions', action_id: new RegExp(`^${NOTE_TIME}\\d$`) },
    async ({ body, action, ack, context }) => {
      const stored = await inTime(storeNoteTime(body, action, intake), intake.log);
      await ack();
      intake.metrics.acked(stored ? 'stored' : 'failed', elapsedMs(context));
    },
  );
}

/** An edit of the note as its form would send it; of one version's buttons one acts. */
async function storeNoteTime(body: unknown, action: object, { jobs }: Intake): Promise<void> {
  const asked = pressedIn(body);
  const { incident, id, version, at, phase } = noteTimeSchema.parse(carried(action));
  const { teamId, channelId, userId } = asked;
  const key = `slack:${teamId}/note-time/${incident}/${id}/${version}`;
  const values = { text: '', at: String(Math.floor(Date.parse(at) / 1_000)), phase: phase ?? 'none' };
  await jobs.enqueue(
    'slack.form',
    {
      key,
      kind: 'note',
      edits: { id, version },
      values,
      incident,
      teamId,
      channelId,
      userId,
      triggeredAt: toIso(Date.now()),
    },
    key,
  );
}
