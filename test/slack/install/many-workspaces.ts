import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import { type App, openApp } from '../../../src/app.ts';
import { openSlack } from '../../../src/cli/open-slack.ts';
import { readConfig } from '../../../src/config.ts';
import { createSlackApp } from '../../../src/slack/app.ts';
import { createSlackMetrics } from '../../../src/slack/metrics.ts';
import { sourceTypes } from '../../../src/sources/registry.ts';
import type { StorePlace } from '../../helpers/stores.ts';
import { postSigned, postSignedText, slashCommand } from '../signed-request.ts';
import { client, type Grant, type OAuthSlack, startOAuthSlack } from './oauth-slack.ts';

const CONFIGURATION = `
sources:
  - { id: metrics, type: prometheus, url: "http://127.0.0.1:9", queries: { up: up } }
slack:
  mode: http
  installations:
    TALPHA: {}
    TBETA: {}
    TSINGLE: {}
    EORG: { sources: [] }
`;
const SIGNING_SECRET = 'fixture-signing-secret';

export interface ManyWorkspaces {
  readonly app: App;
  readonly slack: OAuthSlack;
  /** Lines of the log. */
  readonly logged: readonly string[];
  /** Opens a page of the app as a browser does, without following where it leads. */
  open(path: string, cookie?: string): Promise<Response>;
  /** Goes to /slack/install; returns the state that Slack is given, and the browser's cookie. */
  begin(): Promise<{ readonly state: string; readonly cookie: string; readonly location: URL }>;
  /** Installs the app all the way. */
  install(code: string, grant: Grant): Promise<Response>;
  /** Types `/rca TEXT` in a channel of a workspace. */
  type(team: string, channelId: string, text: string, enterprise?: string): Promise<Response>;
  event(team: string, event: object, more?: object): Promise<Response>;
  settled(): Promise<void>;
}

/** The app as `rca serve` opens it for many workspaces, on a real store, before a fixture Slack. */
export async function openMany(t: TestContext, place: StorePlace): Promise<ManyWorkspaces> {
  const slack = await startOAuthSlack();
  const home = await mkdtemp(join(tmpdir(), 'rca-oauth-'));
  await writeFile(join(home, 'rca.yaml'), CONFIGURATION);
  const config = readConfig({
    home,
    file: null,
    cwd: home,
    env: {
      SLACK_CLIENT_ID: client.clientId,
      SLACK_CLIENT_SECRET: client.clientSecret,
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_API_URL: slack.apiUrl,
    },
    sourceTypes,
  });
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const app = await openApp(
    { ...config, storeUrl: place.url, migrationUrl: place.migrationUrl ?? null },
    { log, nowMs: Date.now },
  );
  const metrics = createSlackMetrics();
  const opened = openSlack({ app, log, metrics });
  if (opened === null || config.slack === null) throw new Error('Slack is not configured');
  const entry = createSlackApp({
    ...config.slack,
    host: '127.0.0.1',
    port: 0,
    jobs: app.jobs,
    entries: app.useCases,
    redactText: (text) => text,
    ready: app.ready,
    ...opened.intake,
    metrics,
    log,
  });
  const { port } = await entry.start();
  await app.jobs.work(opened.handlers);
  t.after(async () => {
    await entry.stop();
    await app.close();
    await slack.close();
    await rm(home, { recursive: true });
    await place.remove();
  });
  const url = `http://127.0.0.1:${port}`;
  let serial = 0;
  const many: ManyWorkspaces = {
    app,
    slack,
    logged,
    open: (path, cookie) =>
      fetch(url + path, { redirect: 'manual', headers: cookie === undefined ? {} : { cookie } }),
    async begin() {
      const answer = await many.open('/slack/install');
      const location = new URL(answer.headers.get('location') ?? '');
      const cookie = (answer.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
      return { state: location.searchParams.get('state') ?? '', cookie, location };
    },
    async install(code, grant) {
      slack.codes.set(code, grant);
      const { state, cookie } = await many.begin();
      return many.open(`/slack/oauth_redirect?code=${code}&state=${encodeURIComponent(state)}`, cookie);
    },
    type: (team, channelId, text, enterprise) =>
      postSigned(`${url}/slack/events`, SIGNING_SECRET, {
        ...slashCommand({
          text,
          team_id: team,
          channel_id: channelId,
          user_id: `U${team}`,
          trigger_id: `trigger.${++serial}`,
        }),
        ...(enterprise === undefined ? {} : { enterprise_id: enterprise, is_enterprise_install: 'true' }),
      }),
    event: (team, event, more = {}) =>
      postSignedText(
        `${url}/slack/events`,
        SIGNING_SECRET,
        JSON.stringify({
          token: 'deprecated',
          team_id: team,
          api_app_id: 'A1',
          type: 'event_callback',
          event_id: `Ev${++serial}`,
          event_time: Math.floor(Date.now() / 1_000),
          event,
          ...more,
        }),
        { headers: { 'content-type': 'application/json' } },
      ),
    settled: () => app.jobs.idle(),
  };
  return many;
}
