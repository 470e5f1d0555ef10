import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Redacted } from '../../src/domain/redacted.ts';
import { toIso, windowJson } from '../../src/domain/time.ts';
import { createSlackLinks } from '../../src/incident/slack-links.ts';
import { createJobs } from '../../src/jobs/create-jobs.ts';
import { forEachStore, type OpenStore } from '../helpers/stores.ts';
import { connectWorkspace } from './workspace.ts';

/** A workspace on a real store and a real queue, with incidents that stand in the store. */
async function prepare(t: TestContext, open: () => Promise<OpenStore>) {
  const opened = await open();
  /** The queue of the process that runs now; a test replaces it when it "restarts". */
  const process = { jobs: createJobs(opened.database, { onFault: () => undefined }) };
  t.after(async () => {
    await process.jobs.stop(1_000);
    await opened.close();
  });
  await process.jobs.idle();
  const workspace = await connectWorkspace(t, {
    jobs: { enqueue: (...job) => process.jobs.enqueue(...job) },
    links: createSlackLinks(opened.database),
  });
  const { incidents } = workspace;
  const { start } = incidents.useCases;
  Object.assign(incidents.useCases, {
    start: async (...[input, actor, key]: Parameters<typeof start>) => {
      const { title, severity, services, window } = input;
      await opened.store.startIncident(
        { title: () => title as Redacted<string>, severity, services, window: windowJson(window) },
        { actor, at: toIso(Date.now()) },
        key,
      );
      return start(input, actor, key);
    },
  });
  incidents.runs = incidents.runs.map((run) => ({ ...run, state: 'done' }));
  return { opened, workspace, process };
}

forEachStore(({ name, open }) => {
  test(`on ${name} a command that was acknowledged before a restart is carried out once after it`, async (t) => {
    const { opened, workspace, process } = await prepare(t, open);
    for (const _ of ['delivery', 'redelivery']) {
      assert.match(await workspace.type('start Probing', { triggerId: 'trigger.1' }), /Opening an incident/);
    }
    await process.jobs.stop(0);
    assert.deepEqual(await workspace.messages(), []);

    process.jobs = createJobs(opened.database, { onFault: () => undefined });
    await process.jobs.work(workspace.handlers);
    await process.jobs.idle();
    assert.equal((await opened.store.incidents()).length, 1);
    const cards = (await workspace.messages()).filter(({ text }) => text.startsWith('INC-'));
    assert.equal(cards.length, 1);
  });

  test(`on ${name} a command that Slack's outage interrupted is tried again until it is posted, once`, async (t) => {
    const { opened, workspace, process } = await prepare(t, open);
    workspace.slack.interrupt(
      'chat.postMessage',
      Array.from({ length: 4 }, () => ({ status: 503 as const })),
    );
    await workspace.type('start Probing');
    await process.jobs.work(workspace.handlers);
    await process.jobs.idle();
    const cards = (await workspace.messages()).filter(({ text }) => text.startsWith('INC-'));
    assert.equal(cards.length, 1);
    assert.equal((await opened.store.incidents()).length, 1);
  });
});
