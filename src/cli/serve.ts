import type { Logger } from 'pino';
import type { App } from '../app.ts';
import type { Alerts } from '../incident/alerts.ts';
import { checkpointHandlers } from '../incident/checkpoint.ts';
import { queueUndelivered, recordHandlers } from '../incident/compliance/deliver.ts';
import { resumeDestructions } from '../incident/compliance/destroy.ts';
import { collectionHandlers, resumeCollections } from '../incident/jobs.ts';
import { everySlot } from '../jobs/every-slot.ts';
import { createSlackApp } from '../slack/app.ts';
import { startHttpServer } from '../slack/http-server.ts';
import { touchCard } from '../slack/live-card.ts';
import { createSlackMetrics, type SlackMetrics } from '../slack/metrics.ts';
import { alertHandlers } from '../webhooks/handlers.ts';
import { createWebhookMetrics, type WebhookMetrics } from '../webhooks/metrics.ts';
import { webhookListeners } from '../webhooks/receive.ts';
import { type OpenedSlack, openSlack } from './open-slack.ts';
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
  const slack = openSlack({ app, log, metrics });
  await using closing = new AsyncDisposableStack();
  const overtime = new AbortController();
  closing.defer(() => overtime.abort());
  closing.defer(() => app.jobs.stop(GRACE_MS));
  await app.jobs.work({
    ...collectionHandlers(app.context, overtime.signal),
    ...checkpointHandlers(app.context),
    ...recordHandlers(app.context),
    ...alertHandlers(app.useCases),
    ...slack?.handlers,
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
  const entry = await listen(deps, slack, metrics, webhookMetrics);
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

async function listen(
  { app, log }: ServeDeps,
  opened: OpenedSlack | null,
  metrics: SlackMetrics,
  webhookMetrics: WebhookMetrics,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const { slack, serve: address, webhooks: settings } = app.config;
  const alerts: Alerts = {
    async take(message) {
      const taken = await app.alerts.take(message);
      if (taken?.added && opened !== null) await touchCard(taken.incident, app, { judge: true });
      return taken;
    },
  };
  const { nowMs } = app.context;
  const webhooks = webhookListeners({ settings, alerts, metrics: webhookMetrics, log, nowMs });
  const metricsText = () => metrics.prometheusText() + webhookMetrics.prometheusText();
  if (slack === null || opened === null) {
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
    ...opened.intake,
    ready: app.ready,
    metrics: { ...metrics, prometheusText: metricsText },
    webhooks,
    log,
  });
  const { port } = await entry.start();
  return { port, stop: () => entry.stop() };
}
