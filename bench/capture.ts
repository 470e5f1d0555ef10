import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { pino } from 'pino';
import { z } from 'zod';
import { openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createUserGroups } from '../src/slack/access/groups.ts';
import { createSlackApp } from '../src/slack/app.ts';
import { createDownload } from '../src/slack/capture/download.ts';
import { createChannels } from '../src/slack/channel/open-channel.ts';
import { createSlackClient, createSlackReader } from '../src/slack/client.ts';
import { slackHandlers } from '../src/slack/handlers.ts';
import { createSlackMetrics } from '../src/slack/metrics.ts';
import { createPeople } from '../src/slack/people.ts';
import { report } from './report.ts';

const MESSAGES = 1_000;
const TARGET_S = 10;
const SIGNING_SECRET = 'bench-signing-secret';
const [teamId, channelId] = ['T1', 'C1'];

const slackServer = new Worker(new URL('./capture-slack.ts', import.meta.url), {
  workerData: { messages: MESSAGES, signingSecret: SIGNING_SECRET, teamId, channelId },
});
const [ready] = await once(slackServer, 'message');
const apiUrl = z.string().parse(ready);
const credentials = { botToken: 'xoxb-bench', apiUrl };

const folder = await mkdtemp(join(tmpdir(), 'rca-bench-capture-'));
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
const client = createSlackClient(credentials, log);
const shared = { jobs: app.jobs, zones: createPeople(client, log), metrics: createSlackMetrics(), log };
const slack = createSlackApp({
  ...shared,
  ...credentials,
  mode: 'http',
  appToken: null,
  signingSecret: SIGNING_SECRET,
  entries: app.useCases,
  host: '127.0.0.1',
  port: 0,
  redactText: (text) => app.context.redactor('slack').redactText(text),
  ready: app.ready,
});
const { port } = await slack.start();
await app.jobs.work(
  slackHandlers({
    ...shared,
    client,
    reader: createSlackReader(credentials, log),
    download: createDownload(credentials),
    capture: app.capture,
    access: { check: async () => undefined },
    channels: createChannels(client, app.slackLinks, createUserGroups(client), {
      channelName: 'inc-{number}-{slug}',
      invite: [],
    }),
    useCases: app.useCases,
    draftsDir: join(folder, 'drafts'),
    links: app.slackLinks,
    cards: app.cards,
    homes: app.homes,
    nudges: { about: [], draftDueBusinessDays: 3, everyHours: 24, max: 3 },
  }),
);

try {
  const window = { fromMs: Date.parse('2026-01-27T00:00:00Z'), toMs: Date.parse('2026-01-28T00:00:00Z') };
  const incident = await app.useCases.start(
    { title: 'Benchmark', severity: null, services: [], window },
    'bench',
  );
  await app.slackLinks.link(teamId, channelId, { incident: incident.id, requestKey: 'bench' });
  const started = performance.now();
  slackServer.postMessage(`http://127.0.0.1:${port}/slack/events`);
  await once(slackServer, 'message');
  const deliveredS = (performance.now() - started) / 1_000;
  while ((await app.context.store.notes(incident.id)).length < MESSAGES) await wait(100);
  const { entries } = await app.useCases.timeline(incident.id);
  const timelineS = (performance.now() - started) / 1_000;
  report({
    question: `How soon are ${MESSAGES} messages that get a pushpin at once on the timeline of the embedded store, Slack's own rate limits left out?`,
    figures: { messages: entries.length, deliveredS, timelineS },
    ratios: { 'on the timeline ÷ delivered and acknowledged': timelineS / deliveredS },
    target: `all on the timeline in < ${TARGET_S} s`,
    met: entries.length === MESSAGES && timelineS < TARGET_S,
  });
} finally {
  await slack.stop();
  await app.close();
  await slackServer.terminate();
  await rm(folder, { recursive: true });
}
