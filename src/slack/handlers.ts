import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { AlertOrigin } from '../incident/alerts.ts';
import type { Capture } from '../incident/capture/capture.ts';
import type { CardStates } from '../incident/card-state.ts';
import type { HomeStates } from '../incident/home-state.ts';
import type { SlackLinks } from '../incident/slack-links.ts';
import type { UseCases } from '../incident/use-cases.ts';
import type { Handlers, Jobs } from '../jobs/jobs.ts';
import type { Access } from './access/access.ts';
import { announceAlert } from './announce-alert.ts';
import { captureMessage } from './capture/capture-message.ts';
import { changeMessage } from './capture/change-message.ts';
import type { DownloadFile } from './capture/download.ts';
import type { Channels } from './channel/open-channel.ts';
import { runForm } from './forms/run-form.ts';
import { handingBack } from './hand-back.ts';
import { readHistory } from './history/read-history.ts';
import { drawCard, touchCard } from './live-card.ts';
import { createMessenger, type Messenger } from './messages.ts';
import type { SlackMetrics } from './metrics.ts';
import { type NudgeRules, nudge } from './nudge.ts';
import { runButton } from './run-button.ts';
import { runCommand } from './run-command.ts';
import { runSnooze } from './run-snooze.ts';
import { showHome } from './show-home.ts';
import { runSignoff } from './signoff/run-signoff.ts';
import { watchCollection } from './watch-collection.ts';
import type { Zones } from './zones.ts';

export interface SlackHandlerOptions {
  readonly client: WebClient;
  /** Does not wait for rate limits. */
  readonly reader: WebClient;
  readonly download: DownloadFile;
  readonly capture: Capture;
  readonly useCases: UseCases;
  /** Folder that drafts are rendered into, one folder an incident. */
  readonly draftsDir: string;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly links: SlackLinks;
  readonly cards: CardStates;
  readonly homes: HomeStates;
  readonly nudges: NudgeRules;
  readonly zones: Zones;
  readonly access: Access;
  readonly channels: Channels;
  /** Channel that incidents of an alerting system are told in; without it each in one of its own. */
  readonly alertChannels?: Readonly<Partial<Record<AlertOrigin, string | undefined>>>;
  readonly metrics: SlackMetrics;
  readonly log: Logger;
}

/** Everything that carrying out a command needs. */
export interface Work extends SlackHandlerOptions {
  readonly messenger: Messenger;
}

/** The work behind acknowledged commands. Idempotent by the job's key, as far as Slack allows. */
export function slackHandlers(options: SlackHandlerOptions): Handlers {
  const work: Work = { ...options, messenger: createMessenger(options.client, options.links) };
  return {
    'alert.opened': (job) => handingBack(() => announceAlert(job, work)),
    'alert.joined': ({ incident }) => touchCard(incident, work, { judge: true }),
    'slack.command': (job) => handingBack(() => runCommand(job, work)),
    'slack.progress': (job) => handingBack(() => watchCollection(job, work)),
    'slack.capture': (job) => captureMessage(job, work),
    'slack.message-changed': (job) => changeMessage(job, work),
    'slack.history': (job) => readHistory(job, work),
    'slack.form': (job) => handingBack(() => runForm(job, work)),
    'slack.button': (job) => handingBack(() => runButton(job, work)),
    'slack.signoff': (job) => handingBack(() => runSignoff(job, work)),
    'slack.card': (job) => handingBack(() => drawCard(job, work)),
    'slack.home': (job) => handingBack(() => showHome(job, work)),
    'slack.nudge': (job) => handingBack(() => nudge(job, work)),
    'slack.snooze': (job) => handingBack(() => runSnooze(job, work)),
  };
}
