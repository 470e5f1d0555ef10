import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rowProblems } from '../../src/evidence/agreement/rows-agree.ts';
import { destroy } from '../../src/incident/compliance/destroy.ts';
import { exportIncident } from '../../src/incident/export.ts';
import { restoreIncident } from '../../src/incident/restore.ts';
import type { JobData } from '../../src/jobs/jobs.ts';
import { forEachStore, pglite, type StorePlace } from '../helpers/stores.ts';
import { type LiveWorkspace, openLive } from '../slack/live-workspace.ts';
import { MARK } from './compliance.ts';

/** A picture whose bytes can be found again. */
const PICTURE = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(`${MARK} picture`)]);

/** An incident with a captured picture and log, and with its channel's history; in both texts something was redacted. */
async function captured(t: TestContext, place: StorePlace): Promise<LiveWorkspace> {
  const live = await openLive(t, place, { retention: { default: '0d' } });
  const picture = await live.slack.upload('graph.png', PICTURE);
  await live.addToTimeline(picture);
  await live.settled();
  const log = await live.slack.upload('app.log', Buffer.from(`${MARK} password=correct-horse-9\n`), 'a log');
  await live.addToTimeline(log);
  await live.settled();
  await live.post(`${MARK} said, password=hunter2hunter2`);
  await live.type('collect');
  await live.settled();
  const items = await live.app.useCases.evidence(live.incident);
  assert.deepEqual(items.map(({ item }) => item.format).toSorted(), ['binary', 'slack.history', 'text']);
  assert.ok(items.some(({ item }) => (item.commitments ?? []).length > 0));
  return live;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

async function folderFor(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-captured-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

forEachStore(({ name, place }) => {
  test(`on ${name} a captured picture and a channel's history move with their incident, byte for byte`, async (t) => {
    const live = await captured(t, await place());
    const { store, blobs } = live.app.context;
    const archive = join(await folderFor(t), 'incident.tar');
    const target = { kind: 'file', path: archive } as const;
    await exportIncident(live.app.context, live.incident, target, 'cli:root', () => undefined);
    const other = await pglite.open();
    t.after(() => other.close());
    const { restored, faults } = await restoreIncident(other, archive, null, () => undefined);
    assert.deepEqual([restored, faults], [true, []]);
    const items = await store.items(live.incident);
    assert.deepEqual(await other.store.items(live.incident), items);
    for (const { item } of items) {
      for (const { sha256 } of [...item.pages, ...(item.commitments ?? [])])
        assert.deepEqual(await other.blobs.get(sha256), await blobs.get(sha256), item.id);
    }
    const picture = items.find(({ item }) => item.format === 'binary')?.item.pages[0]?.sha256 ?? '';
    assert.deepEqual(Buffer.from(await other.blobs.get(picture)), PICTURE);
    assert.deepEqual(rowProblems(await other.store.auditRows(live.incident)), []);
    const lists = (await other.record.keptBlobs()).filter(({ kind }) => kind === 'commitments');
    assert.ok(lists.length > 0, 'a backup must hold the lists of commitments too');
  });

  test(`on ${name} nothing of them is left by a destruction, also of a history that was not finished`, async (t) => {
    const live = await captured(t, await place());
    const { teamId, channelId } = live.slack;
    const { id } = await live.app.capture.openHistory(live.incident, null, 'slack:T1/U1', 'unfinished');
    const job: JobData['slack.history'] = { collection: id, teamId, channelId, attempt: 0, paceMs: 0 };
    await live.post(`${MARK} said later`);
    const enqueue = t.mock.method(live.app.jobs, 'enqueue', () => Promise.reject(new Error('killed')));
    await live.handlers['slack.history']?.(job).catch(() => undefined);
    enqueue.mock.restore();
    const { context } = live.app;
    assert.ok((await context.store.historyPages(id)).length > 0);
    const folder = live.app.config.blobsDir;
    assert.ok((await filesIn(folder)).length >= 4);
    await destroy(context, live.incident, 'cli:root');
    assert.deepEqual(await filesIn(folder), []);
    assert.deepEqual(await context.store.historyPages(id), []);
    assert.deepEqual(rowProblems(await context.store.auditRows(live.incident)), []);
    assert.deepEqual(await context.record.keptBlobs(), []);
    for (const file of await filesIn(live.app.config.home)) {
      if (file.includes('/db/')) continue;
      assert.ok(!(await readFile(file)).includes(MARK), file);
    }
  });
});
