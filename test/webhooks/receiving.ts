import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { startHttpServer } from '../../src/slack/http-server.ts';
import { alertHandlers } from '../../src/webhooks/handlers.ts';
import { createWebhookMetrics } from '../../src/webhooks/metrics.ts';
import { webhookListeners } from '../../src/webhooks/receive.ts';
import { type WebhookSettings, webhooksSchema } from '../../src/webhooks/settings.ts';
import type { StorePlace } from '../helpers/stores.ts';

export const BEARER = 'fixture-bearer-token';
export const SECRET = 'fixture-signing-secret';

export const settings: WebhookSettings = webhooksSchema.parse({
  alertmanager: { bearerToken: BEARER, severities: { critical: 'sev1', warning: 'sev3' } },
  pagerduty: { secrets: [SECRET], severities: { P1: 'sev1' }, services: { PSEARCH: 'search-api' } },
});

export interface Receiving {
  readonly app: App;
  readonly url: string;
  /** Lines of the log. */
  readonly logged: readonly string[];
  /** As Alertmanager posts it. */
  alertmanager(body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** As PagerDuty posts it, signed. */
  pagerduty(body: string | Uint8Array, headers?: Readonly<Record<string, string>>): Promise<Response>;
  metrics(): Promise<string>;
  settled(): Promise<void>;
}

/** Webhooks over HTTP into a real store and queue, with no Slack. */
export async function openReceiving(t: TestContext, place: StorePlace): Promise<Receiving> {
  const home = await mkdtemp(join(tmpdir(), 'rca-webhooks-'));
  const config = readConfig({ home, file: null, cwd: home, env: {}, sourceTypes: new Map() });
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const app = await openApp(
    { ...config, storeUrl: place.url, migrationUrl: place.migrationUrl ?? null },
    { log, nowMs: Date.now },
  );
  const metrics = createWebhookMetrics();
  const server = await startHttpServer(
    {
      ready: app.ready,
      metrics: () => metrics.prometheusText(),
      webhooks: webhookListeners({ settings, alerts: app.alerts, metrics, log, nowMs: Date.now }),
    },
    '127.0.0.1',
    0,
  );
  t.after(async () => {
    await server.stop();
    await app.close();
    await rm(home, { recursive: true });
    await place.remove();
  });
  await app.jobs.work(alertHandlers(app.useCases));
  const url = `http://127.0.0.1:${server.port}`;
  const post = (path: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>) =>
    fetch(url + path, {
      method: 'POST',
      body: Buffer.from(body),
      headers: { 'content-type': 'application/json', ...headers },
    });
  return {
    app,
    url,
    logged,
    alertmanager: (body, headers = { authorization: `Bearer ${BEARER}` }) =>
      post('/webhooks/alertmanager', body, headers),
    pagerduty: (body, headers = { 'x-pagerduty-signature': signed(body) }) =>
      post('/webhooks/pagerduty', body, headers),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    settled: () => app.jobs.idle(),
  };
}

export const signed = (body: string | Uint8Array, secret = SECRET): string =>
  `v1=${createHmac('sha256', secret).update(body).digest('hex')}`;

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');

/** What Alertmanager itself sent, its times moved: `startsAt` to `atMs`, and `endsAt` a minute behind. */
export const notification = (name: 'firing' | 'resolved', atMs: number): string =>
  fixture(`alertmanager.webhook/engine-${name}.json`)
    .replaceAll('2026-11-25T19:46:10.869717295Z', new Date(atMs).toISOString())
    .replaceAll('2026-11-25T19:46:13Z', new Date(atMs + 60_000).toISOString());

/** An event of PagerDuty, its times moved: the incident was created at `atMs`, the event happened `afterMs` later. */
export const event = (
  name: 'triggered' | 'acknowledged' | 'resolved',
  atMs: number,
  afterMs: number,
): string =>
  fixture(`pagerduty.webhook/${name}.json`)
    .replace(/"occurred_at": "[^"]+"/, `"occurred_at": "${new Date(atMs + afterMs).toISOString()}"`)
    .replace(/"created_at": "[^"]+"/, `"created_at": "${new Date(atMs).toISOString()}"`);
