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

const RECORDS = 200_000;
const COMMANDS_PER_SECOND = 20;
const IDLE_SECONDS = 10;
const P99_MAX_MS = 500;
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
  redactText: (text) => app.context.redactor('slack').redactText(text),
  ready: app.ready,
  metrics: createSlackMetrics(),
  log,
});
const { port } = await slack.start();

/** Latencies of the commands that were sent while something else happened. */
async function acknowledgedWhile(happening: Promise<unknown>): Promise<readonly number[]> {
  const client = new Worker(new URL('./ack-client.ts', import.meta.url), {
    workerData: {
      url: `http://127.0.0.1:${port}`,
      signingSecret: SIGNING_SECRET,
      commandsPerSecond: COMMANDS_PER_SECOND,
    },
  });
  const ended = new Promise<unknown>((resolve, reject) => {
    client.once('message', resolve);
    client.once('error', reject);
  });
  await Promise.race([happening, ended]);
  client.postMessage('stop');
  const latencies = z.array(z.number()).parse(await ended);
  await client.terminate();
  return latencies.toSorted((a, b) => a - b);
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

try {
  const file = join(folder, 'waf.ndjson');
  await writeWafLog(file, RECORDS);
  const idle = await acknowledgedWhile(wait(IDLE_SECONDS * 1_000));

  const window = { fromMs: Date.parse('2026-01-27T00:00:00Z'), toMs: Date.parse('2026-01-28T00:00:00Z') };
  const { id } = await app.useCases.start(
    { title: 'Benchmark', severity: null, services: [], window },
    'bench',
  );
  const started = performance.now();
  const importing = app.useCases
    .importFile(
      id,
      { name: 'waf.ndjson', bytes: createReadStream(file), format: 'aws.waf-log', capturedAtMs: null },
      'bench',
    )
    .then(() => performance.now() - started);
  const busy = await acknowledgedWhile(importing);

  const p99Ms = percentile(busy, 0.99);
  report({
    question: `How soon is a signed slash command acknowledged, at ${COMMANDS_PER_SECOND} a second, while ${RECORDS} WAF records are imported in the same process?`,
    figures: {
      commands: busy.length,
      importMs: await importing,
      p50Ms: percentile(busy, 0.5),
      p99Ms,
      maxMs: percentile(busy, 1),
      idleP50Ms: percentile(idle, 0.5),
      idleP99Ms: percentile(idle, 0.99),
    },
    ratios: { 'p99 during import ÷ p99 idle': p99Ms / percentile(idle, 0.99) },
    target: `p99 during import < ${P99_MAX_MS} ms`,
    met: p99Ms < P99_MAX_MS,
  });
} finally {
  await slack.stop();
  await app.close();
  await rm(folder, { recursive: true });
}
