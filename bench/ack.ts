import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { z } from 'zod';
import { openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createSlackApp } from '../src/slack/app.ts';
import { createSlackMetrics } from '../src/slack/metrics.ts';
import { writeWafLog } from './generate-waf.ts';
import { report } from './report.ts';

const RECORDS = 1_000_000;
/** Of the incident that packs are made of meanwhile. */
const PACKED_RECORDS = 50_000;
const COMMANDS_PER_SECOND = 20;
const IDLE_SECONDS = 10;
const P99_MAX_MS = 250;
/** Slack gives up on a command then. */
const MAX_MS = 3_000;
const SIGNING_SECRET = 'bench-signing-secret';

const folder = await mkdtemp(join(tmpdir(), 'rca-bench-ack-'));
const config = readConfig({
  home: join(folder, 'home'),
  file: null,
  cwd: folder,
  env: {},
  sourceTypes: new Map(),
});
const log = pino({ level: 'error' }, pino.destination(2));
const app = await openApp(config, { log, nowMs: Date.now });
await app.jobs.idle();
const slack = createSlackApp({
  mode: 'http',
  botToken: 'xoxb-bench',
  appToken: null,
  signingSecret: SIGNING_SECRET,
  apiUrl: null,
  host: '127.0.0.1',
  port: 0,
  jobs: app.jobs,
  zones: { known: () => null },
  entries: app.useCases,
  redactText: (text) => app.context.redactor('slack').redactText(text),
  ready: app.ready,
  metrics: createSlackMetrics(),
  log,
});
const { port } = await slack.start();

interface Acknowledged {
  /** Of the very first command, to a client that has not connected yet. */
  readonly firstMs: number;
  /** Of those that were sent while something else happened, sorted. */
  readonly latenciesMs: readonly number[];
}

async function acknowledgedWhile(happen: () => Promise<unknown>): Promise<Acknowledged> {
  const client = new Worker(new URL('./ack-client.ts', import.meta.url), {
    workerData: {
      url: `http://127.0.0.1:${port}`,
      signingSecret: SIGNING_SECRET,
      commandsPerSecond: COMMANDS_PER_SECOND,
    },
  });
  // Rejects when the client throws.
  const [firstMs] = await once(client, 'message');
  const ended = once(client, 'message');
  await Promise.race([happen(), ended]);
  client.postMessage('stop');
  const [latenciesMs] = await ended;
  await client.terminate();
  return {
    firstMs: z.number().parse(firstMs),
    latenciesMs: z
      .array(z.number())
      .parse(latenciesMs)
      .toSorted((a, b) => a - b),
  };
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

const startIncident = async (): Promise<string> => {
  const window = { fromMs: Date.parse('2026-01-27T00:00:00Z'), toMs: Date.parse('2026-01-28T00:00:00Z') };
  const { id } = await app.useCases.start(
    { title: 'Benchmark', severity: null, services: [], window },
    'bench',
  );
  return id;
};

const importInto = (incident: string, path: string) =>
  app.useCases.importFile(
    incident,
    { name: 'waf.ndjson', bytes: createReadStream(path), format: 'aws.waf-log', capturedAtMs: null },
    'bench',
  );

const importedFrom = async (records: number): Promise<string> => {
  const path = join(folder, `waf-${records}.ndjson`);
  await writeWafLog(path, records);
  return path;
};

try {
  const packed = await startIncident();
  await importInto(packed, await importedFrom(PACKED_RECORDS));
  const file = await importedFrom(RECORDS);
  const idle = await acknowledgedWhile(() => wait(IDLE_SECONDS * 1_000));
  const started = performance.now();
  let packs = 0;
  const busy = await acknowledgedWhile(async () => {
    let importing = true;
    const imported = importInto(await startIncident(), file).finally(() => {
      importing = false;
    });
    for (; importing; packs += 1) await app.useCases.pack(packed, null, 'bench');
    await imported;
  });
  const busyMs = performance.now() - started;

  const p99Ms = percentile(busy.latenciesMs, 0.99);
  const idleP99Ms = percentile(idle.latenciesMs, 0.99);
  const maxMs = percentile(busy.latenciesMs, 1);
  report({
    question: `How soon is a signed slash command acknowledged, at ${COMMANDS_PER_SECOND} a second, while ${RECORDS} WAF records are imported and packs are made in the same process?`,
    figures: {
      commands: busy.latenciesMs.length,
      busyMs,
      packs,
      p50Ms: percentile(busy.latenciesMs, 0.5),
      p99Ms,
      maxMs,
      idleCommands: idle.latenciesMs.length,
      idleP50Ms: percentile(idle.latenciesMs, 0.5),
      idleP99Ms,
      firstMs: idle.firstMs,
    },
    ratios: { 'p99 busy ÷ p99 idle': p99Ms / idleP99Ms },
    target: `p99 < ${P99_MAX_MS} ms, none ≥ ${MAX_MS} ms`,
    met: p99Ms < P99_MAX_MS && maxMs < MAX_MS,
  });
} finally {
  await slack.stop();
  await app.close();
  await rm(folder, { recursive: true });
}
