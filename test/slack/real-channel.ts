import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import { type App, openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { fixtureJobs } from './fixture-incident.ts';
import { connectWorkspace, type Options } from './workspace.ts';

/** The real use cases on an embedded store. */
export async function openRealApp(yaml?: string): Promise<App & { remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-slack-real-'));
  if (yaml !== undefined) await writeFile(join(folder, 'rca.yaml'), yaml);
  const env = { RCA_BROWSER: process.env['RCA_BROWSER'] };
  const config = readConfig({ home: folder, file: null, cwd: folder, env, sourceTypes: new Map() });
  const app = await openApp(config, { log: pino({ enabled: false }), nowMs: Date.now });
  return {
    ...app,
    async remove() {
      await app.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A channel of its own with an incident over the real use cases; jobs run when somebody has spoken. */
export async function realChannel(t: TestContext, app: App, options: Pick<Options, 'nudges' | 'rules'> = {}) {
  const jobs = fixtureJobs();
  const redactText = (text: string) => app.context.redactor('slack').redactText(text);
  const before = new Set((await app.useCases.incidents()).map(({ id }) => id));
  const workspace = await connectWorkspace(
    t,
    { jobs, links: app.slackLinks },
    {
      useCases: app.useCases,
      capture: app.capture,
      cards: app.cards,
      homes: app.homes,
      redactText,
      ...options,
    },
  );
  // The key of a start is its channel, which every workspace of these tests shares.
  Object.assign(workspace.slack, { teamId: `${workspace.slack.teamId}${before.size}${t.name.length}` });
  const settle = () => jobs.run(workspace.handlers);
  const say = async (text: string) => {
    const read = await workspace.type(text);
    await settle();
    return read;
  };
  await say('start Probing since 2h sev2');
  const incident = (await app.useCases.incidents()).find(({ id }) => !before.has(id));
  assert.ok(incident);
  const told = () =>
    workspace.slack.calls
      .filter(({ method }) => method === 'chat.postEphemeral')
      .map((call) => call.arguments['text'])
      .join('\n');
  return {
    workspace,
    jobs,
    settle,
    say,
    told,
    incident: incident.id,
    messages: () => workspace.messages(),
    last: async () => (await workspace.messages()).at(-1)!,
    /** As it stands when the drawings that were asked for are done. */
    card: async () => {
      await jobs.runLater(workspace.handlers);
      return (await workspace.messages())[0]!;
    },
  };
}
