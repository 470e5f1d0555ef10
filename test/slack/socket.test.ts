import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { createSlackApp } from '../../src/slack/app.ts';
import { createSlackMetrics } from '../../src/slack/metrics.ts';
import { slashCommand } from './signed-request.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

const command = ({ slack }: Workspace, text: string, triggerId: string) =>
  slashCommand({
    text,
    team_id: slack.teamId,
    channel_id: slack.channelId,
    user_id: slack.userId,
    trigger_id: triggerId,
  });

const textOf = (payload: unknown): string =>
  payload !== null && typeof payload === 'object' && 'text' in payload ? String(payload.text) : '';

test('over Socket Mode a command is acknowledged by its envelope, stored, and carried out', async (t) => {
  const workspace = await openWorkspace(t, { mode: 'socket' });
  const { slack, jobs, handlers, incidents } = workspace;
  const startedMs = performance.now();
  const ack = await slack.send('slash_commands', command(workspace, 'start Probing', 't.1'), 'envelope-1');
  assert.ok(performance.now() - startedMs < 3_000);
  assert.match(textOf(ack), /Opening an incident/);
  incidents.runs = incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await jobs.run(handlers);
  assert.equal((await workspace.messages()).length, 2);
});

test('an envelope that is delivered again is acknowledged again and stored once', async (t) => {
  const workspace = await openWorkspace(t, { mode: 'socket' });
  const body = command(workspace, 'status', 't.1');
  for (const envelope of ['envelope-1', 'envelope-1', 'envelope-2']) {
    assert.match(textOf(await workspace.slack.send('slash_commands', body, envelope)), /Reading the state/);
  }
  assert.equal(workspace.jobs.stored.length, 1);
});

test('when Slack ends the connection the app says so, connects again and goes on', async (t) => {
  const workspace = await openWorkspace(t, { mode: 'socket' });
  const { slack, url } = workspace;
  const ready = async () => (await fetch(`${url}/readyz`)).status;
  assert.equal(await ready(), 200);
  slack.interrupt(
    'apps.connections.open',
    Array.from({ length: 2 }, () => ({ status: 503 as const })),
  );
  slack.refreshConnection();
  await until(async () => (await ready()) === 503);
  assert.match(await (await fetch(`${url}/readyz`)).text(), /no Socket Mode connection/);
  await slack.connected();
  const ack = await slack.send('slash_commands', command(workspace, 'status', 't.2'), 'envelope-9');
  assert.match(textOf(ack), /Reading the state/);
  assert.equal(await ready(), 200);
});

test('an app-level token that Slack refuses later does not end the process', async (t) => {
  const workspace = await openWorkspace(t, { mode: 'socket' });
  const { slack, url } = workspace;
  slack.interrupt('apps.connections.open', [{ status: 200, error: 'invalid_auth' }]);
  slack.refreshConnection();
  await slack.connected();
  await until(async () => (await fetch(`${url}/readyz`)).ok);
});

test('an app-level token that Slack refuses at the start is named with its mend', async (t) => {
  const workspace = await openWorkspace(t);
  const app = createSlackApp({
    mode: 'socket',
    botToken: workspace.slack.botToken,
    appToken: 'xapp-wrong',
    signingSecret: null,
    apiUrl: workspace.slack.apiUrl,
    host: '127.0.0.1',
    port: 0,
    jobs: workspace.jobs,
    zones: { known: () => null },
    entries: workspace.incidents.useCases,
    redactText: (text) => text,
    ready: async () => undefined,
    metrics: createSlackMetrics(),
    log: pino({ enabled: false }),
  });
  t.after(() => app.stop());
  await assert.rejects(app.start(), { code: 'SLACK_APP_TOKEN_REFUSED' });
});

test('in Socket Mode nobody can post a command over HTTP', async (t) => {
  const { url } = await openWorkspace(t, { mode: 'socket' });
  assert.equal((await fetch(`${url}/slack/events`, { method: 'POST', body: 'text=status' })).status, 404);
  assert.equal((await fetch(`${url}/healthz`)).status, 200);
});

const until = async (met: () => Promise<boolean>): Promise<void> => {
  while (!(await met())) await new Promise((resolve) => setTimeout(resolve, 10));
};
