import { join } from 'node:path';
import type { Logger } from 'pino';
import type { App } from '../app.ts';
import { checkpointHandlers } from '../incident/checkpoint.ts';
import { queueUndelivered, recordHandlers } from '../incident/compliance/deliver.ts';
import { resumeDestructions } from '../incident/compliance/destroy.ts';
import { collectionHandlers, resumeCollections } from '../incident/jobs.ts';
import { everySlot } from '../jobs/every-slot.ts';
import { type Access, createAccess } from '../slack/access/access.ts';
import { createUserGroups } from '../slack/access/groups.ts';
import { createSlackApp } from '../slack/app.ts';
import { createDownload, type DownloadFile } from '../slack/capture/download.ts';
import { type Channels, createChannels } from '../slack/channel/open-channel.ts';
import { createSlackClient, createSlackReader } from '../slack/client.ts';
import { slackHandlers } from '../slack/handlers.ts';
import { startHttpServer } from '../slack/http-server.ts';
import { createSlackMetrics, type SlackMetrics } from '../slack/metrics.ts';
import { createPeople } from '../slack/people.ts';
import type { Zones } from '../slack/zones.ts';
import { alertHandlers } from '../webhooks/handlers.ts';
import { createWebhookMetrics, type WebhookMetrics } from '../webhooks/metrics.ts';
import { webhookListeners } from '../webhooks/receive.ts';
import { serveCommands } from './remote/serve-commands.ts';
import type { Terminal } from './terminal.ts';

export interface ServeDeps {
  readonly app: App;
  readonly log: Logger;
  /** Resolves with the signal when the process is told to stop. */
  readonly stopped: Promise<string>;
  /** Runs one command of another process of this home. */
  run(argv: readonly string[], terminal: Terminal): Promise<number>;
}

/** Jobs that run when the process is told to stop may end within this time; what remains is handed out again. */
const GRACE_MS = 10_000;
/** Longer than the queue tries one delivery. */
const SWEEP_MS = 15 * 60_000;

/**
 * Runs workers, Slack and the health endpoints until the process is told to stop. The socket in the home
 * folder lets other processes work through this one, which holds the embedded database.
 */
export async function serve(deps: ServeDeps): Promise<void> {
  const { app, log } = deps;
  const metrics = createSlackMetrics();
  const webhookMetrics = createWebhookMetrics();
  const slack = slackOf(deps);
  await using closing = new AsyncDisposableStack();
  const overtime = new AbortController();
  closing.defer(() => overtime.abort());
  closing.defer(() => app.jobs.stop(GRACE_MS));
  await app.jobs.work({
    ...collectionHandlers(app.context, overtime.signal),
    ...checkpointHandlers(app.context),
    ...recordHandlers(app.context),
    ...alertHandlers(app.useCases),
    ...(slack === null ? {} : slackJobs(deps, slack, metrics)),
  });
  await resumeCollections(app.context);
  await resumeDestructions(app.context);
  const clock = everySlot(app.config.checkpoints.everyMs, {
    nowMs: app.context.nowMs,
    due: (slot) =>
      app.jobs.enqueue('ledger.checkpoint', { slot }, `${app.config.checkpoints.everyMs}/${slot}`),
    onFault: (err) => log.error({ err }, 'checkpoints could not be queued'),
  });
  closing.defer(() => clock.stop());
  const stopSweeping = await sweepUndelivered(deps);
  closing.defer(stopSweeping);
  const entry = await listen(deps, slack?.zones ?? null, metrics, webhookMetrics);
  closing.defer(() => entry.stop());
  const commands = await serveCommands(app.config.home, {
    run: deps.run,
    onFault: (err) => log.warn({ err }, 'a command of another process broke off'),
  });
  closing.defer(() => commands.close());
  log.info(
    { host: app.config.serve.host, port: entry.port, slack: app.config.slack?.mode ?? null },
    'serving',
  );
  log.info({ signal: await deps.stopped }, 'stopping');
}

/** Queues what has not arrived: now, and again after the queue has given it up. */
async function sweepUndelivered({ app, log }: ServeDeps): Promise<() => void> {
  const sweep = () => queueUndelivered(app.context, String(Math.floor(Date.now() / SWEEP_MS)));
  await queueUndelivered(app.context, `start-${Date.now()}`);
  const timer = setInterval(() => {
    sweep().catch((err: unknown) => log.error({ err }, 'deliveries cannot be queued'));
  }, SWEEP_MS);
  return () => clearInterval(timer);
}

/** What intake and handlers of Slack share; null without Slack. */
interface SharedSlack {
  readonly client: ReturnType<typeof createSlackClient>;
  readonly reader: ReturnType<typeof createSlackReader>;
  readonly download: DownloadFile;
  readonly zones: Zones;
  readonly access: Access;
  readonly channels: Channels;
  readonly nudges: NonNullable<App['config']['slack']>['nudges'];
}

function slackOf({ app, log }: ServeDeps): SharedSlack | null {
  const { slack } = app.config;
  if (slack === null) return null;
  const client = createSlackClient(slack, log);
  const people = createPeople(client, log);
  const groups = createUserGroups(client);
  return {
    client,
    zones: people,
    access: createAccess(client, people, groups, slack),
    channels: createChannels(client, app.slackLinks, groups, slack),
    reader: createSlackReader(slack, log),
    download: createDownload(slack),
    nudges: slack.nudges,
  };
}

const slackJobs = (
  { app, log }: ServeDeps,
  shared: SharedSlack,
  metrics: SlackMetrics,
): ReturnType<typeof slackHandlers> =>
  slackHandlers({
    ...shared,
    capture: app.capture,
    useCases: app.useCases,
    draftsDir: join(app.config.home, 'drafts'),
    jobs: app.jobs,
    links: app.slackLinks,
    cards: app.cards,
    homes: app.homes,
    nudges: shared.nudges,
    alertChannels: {
      alertmanager: app.config.webhooks.alertmanager?.channel,
      pagerduty: app.config.webhooks.pagerduty?.channel,
    },
    metrics,
    log,
  });

async function listen(
  { app, log }: ServeDeps,
  zones: Zones | null,
  metrics: SlackMetrics,
  webhookMetrics: WebhookMetrics,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const { slack, serve: address, webhooks: settings } = app.config;
  const { alerts } = app;
  const { nowMs } = app.context;
  const webhooks = webhookListeners({ settings, alerts, metrics: webhookMetrics, log, nowMs });
  const metricsText = () => metrics.prometheusText() + webhookMetrics.prometheusText();
  if (slack === null || zones === null) {
    const routes = {
      ready: app.ready,
      metrics: metricsText,
      webhooks,
    };
    return startHttpServer(routes, address.host, address.port);
  }
  const entry = createSlackApp({
    ...slack,
    ...address,
    jobs: app.jobs,
    entries: app.useCases,
    redactText: (text) => app.context.redactor('slack').redactText(text),
    zones,
    ready: app.ready,
    metrics: { ...metrics, prometheusText: metricsText },
    webhooks,
    log,
  });
  const { port } = await entry.start();
  return { port, stop: () => entry.stop() };
}
