import type { KnownBlock } from '@slack/web-api';
import type { Logger } from 'pino';
import { toIso } from '../domain/time.ts';
import { dependsOnZone } from '../domain/time-words/find.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { ackText, notStoredText, unparsedText, unsureText, unzonedText } from './acknowledge.ts';
import { parseCommand } from './command.ts';
import { insteadMessage } from './instead.ts';
import type { AckOutcome } from './metrics.ts';
import { inTime } from './store-in-time.ts';
import type { Zones } from './zones.ts';

export interface Intake {
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly redactText: (text: string) => string;
  readonly zones: Pick<Zones, 'known'>;
  readonly log: Logger;
}

/** A request that Slack has signed, or sent through its own socket. */
export interface CommandRequest {
  /** The same again for every delivery of the request: a trigger's or a view's id. */
  readonly id: string;
  /** What stands after `/rca`. */
  readonly text: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly userId: string;
}

export interface Taken {
  readonly outcome: AckOutcome;
  /** mrkdwn for the person who asked. */
  readonly text: string;
  /** With buttons, where a text alone does not do. */
  readonly blocks?: readonly KnownBlock[];
}

/** Parses a command and stores it; never throws, so that every command is acknowledged. */
export async function takeCommand(request: CommandRequest, intake: Intake): Promise<Taken> {
  try {
    return await take(request, intake);
  } catch (error) {
    intake.log.error({ err: error }, 'a Slack command could not be stored');
    return { outcome: 'failed', text: notStoredText };
  }
}

async function take(request: CommandRequest, intake: Intake): Promise<Taken> {
  const { id, teamId, channelId, userId } = request;
  const nowMs = Date.now();
  const text = intake.redactText(request.text);
  const zone = intake.zones.known(userId);
  const command = parseCommand(text, { nowMs, zone });
  const hasTime = zone === null && dependsOnZone(text, nowMs);
  if ('problem' in command && !(hasTime && command.instead !== undefined)) {
    const { instead = [] } = command;
    const told = unparsedText(command);
    return instead.length === 0
      ? { outcome: 'refused', text: told }
      : { outcome: 'refused', ...insteadMessage(`${command.problem} ${command.mend}`, instead, id) };
  }
  const verb = 'problem' in command ? (text.split(/\s/)[0] ?? '') : command.verb;
  if (!('problem' in command) && command.verb === 'help')
    return { outcome: 'answered', text: ackText(command) };
  const key = `slack:${teamId}/${id}`;
  const storing = intake.jobs.enqueue(
    'slack.command',
    { key, verb, text, teamId, channelId, userId, triggeredAt: toIso(nowMs) },
    key,
  );
  return (await inTime(storing, intake.log))
    ? {
        outcome: 'stored',
        text: hasTime || 'problem' in command ? unzonedText({ verb }) : ackText(command),
      }
    : { outcome: 'failed', text: unsureText };
}
