import type { RespondArguments, SlashCommand } from '@slack/bolt';
import type { Logger } from 'pino';
import { toIso } from '../domain/time.ts';
import type { JobData, Jobs } from '../jobs/jobs.ts';
import { ackText, notStoredText, unparsedText, unsureText } from './acknowledge.ts';
import { markup } from './blocks.ts';
import { parseCommand } from './command.ts';
import type { AckOutcome } from './metrics.ts';

/** Slack waits three seconds for the acknowledgement, network included. */
const STORE_DEADLINE_MS = 2_000;

export interface Intake {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly redactText: (text: string) => string;
  readonly log: Logger;
}

export interface Taken {
  readonly outcome: AckOutcome;
  /** Shown to the person who typed the command alone. */
  readonly response: RespondArguments;
}

/** Parses a verified slash command and stores it; never throws, so that every command is acknowledged. */
export async function takeCommand(body: SlashCommand, intake: Intake): Promise<Taken> {
  try {
    return await take(body, intake);
  } catch (error) {
    intake.log.error({ err: error }, 'a Slack command could not be stored');
    return taken('failed', notStoredText);
  }
}

async function take(body: SlashCommand, intake: Intake): Promise<Taken> {
  const nowMs = Date.now();
  const text = intake.redactText(unescaped(body.text));
  const command = parseCommand(text, nowMs);
  if ('problem' in command) return taken('refused', unparsedText(command));
  if (command.verb === 'help') return taken('answered', ackText(command));
  const data: JobData['slack.command'] = {
    key: `slack:${body.team_id}/${body.trigger_id}`,
    verb: command.verb,
    text,
    teamId: body.team_id,
    channelId: body.channel_id,
    userId: body.user_id,
    triggeredAt: toIso(nowMs),
  };
  const storing = intake.jobs.enqueue('slack.command', data, data.key);
  return (await inTime(storing, intake.log))
    ? taken('stored', ackText(command))
    : taken('failed', unsureText);
}

const taken = (outcome: AckOutcome, text: string): Taken => ({
  outcome,
  response: { response_type: 'ephemeral', text, blocks: [markup(text)] },
});

/** Slack escapes these three, and only these, in what people type. */
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** False when the deadline came first; what happens to the request afterwards is only logged. */
async function inTime(storing: Promise<void>, log: Logger): Promise<boolean> {
  const deadline = Promise.withResolvers<false>();
  const timer = setTimeout(() => {
    storing.catch((error: unknown) => log.error({ err: error }, 'a late Slack command was not stored'));
    deadline.resolve(false);
  }, STORE_DEADLINE_MS);
  try {
    return await Promise.race([storing.then(() => true), deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}
