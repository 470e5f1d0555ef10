import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import { type App, openApp } from '../../src/app.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Note } from '../../src/domain/incident.ts';
import { collectionHandlers } from '../../src/incident/jobs.ts';
import type { StorePlace } from '../helpers/stores.ts';
import { connectWorkspace, type Workspace } from './workspace.ts';

export interface LiveWorkspace extends Workspace {
  readonly app: App;
  readonly incident: string;
  /** Posts a message as a person; returns its `ts`. */
  post(text: string, threadTs?: string): Promise<string>;
  /** Every version of every note. */
  notes(): Promise<readonly Note[]>;
  /** Waits until all jobs are done. */
  settled(): Promise<void>;
}

/** The whole of rca on a real store and queue, behind a fixture Slack, with an incident in the channel. */
export async function openLive(
  t: TestContext,
  place: StorePlace,
  settings: Partial<Config> = {},
): Promise<LiveWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-slack-home-'));
  const config = readConfig({ home: folder, file: null, cwd: folder, env: {}, sourceTypes: new Map() });
  const stored = { ...config, storeUrl: place.url, migrationUrl: place.migrationUrl ?? null, ...settings };
  const app = await openApp(stored, { log: pino({ enabled: false }), nowMs: Date.now });
  t.after(async () => {
    await app.close();
    await rm(folder, { recursive: true });
    await place.remove();
  });
  await app.jobs.idle();
  const workspace = await connectWorkspace(
    t,
    { jobs: app.jobs, links: app.slackLinks },
    {
      redactText: (text) => app.context.redactor('slack').redactText(text),
      useCases: app.useCases,
      capture: app.capture,
    },
  );
  const { slack } = workspace;
  const incident = await app.useCases.start(
    {
      title: 'Probing of search',
      severity: null,
      services: [],
      window: { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 3_600_000 },
    },
    `slack:${slack.teamId}/${slack.userId}`,
  );
  await app.slackLinks.link(slack.teamId, slack.channelId, { incident: incident.id, requestKey: 'test' });
  const collecting = collectionHandlers(app.context, new AbortController().signal);
  await app.jobs.work({ ...workspace.handlers, ...collecting });
  return {
    ...workspace,
    app,
    incident: incident.id,
    async post(text, threadTs) {
      const { ts } = await slack.ask('chat.postMessage', {
        channel: slack.channelId,
        text,
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      });
      return String(ts);
    },
    notes: () => app.context.store.notes(incident.id),
    settled: () => app.jobs.idle(),
  };
}
