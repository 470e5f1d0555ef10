import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Destination } from '../../src/deliver/destination.ts';
import { s3Destination } from '../../src/deliver/s3.ts';
import { deliverPending, recordHandlers } from '../../src/incident/compliance/deliver.ts';
import { destroy } from '../../src/incident/compliance/destroy.ts';
import { placeHold, releaseHold } from '../../src/incident/compliance/holds.ts';
import { createJobs } from '../../src/jobs/create-jobs.ts';
import { after } from '../../src/jobs/jobs.ts';
import { startFixtureS3 } from '../deliver/fixture-s3.ts';
import { act, incidentDraft } from '../evidence/samples.ts';
import { startChild } from '../helpers/child.ts';
import { forEachStore, type OpenStore, openAt } from '../helpers/stores.ts';
import { complianceContext } from './compliance.ts';
import { destinationsAt } from './deliver-slowly.ts';

const killed = fileURLToPath(import.meta.resolve('./deliver-slowly.ts'));

/** An incident with one pack in the record, which waits for these destinations. */
async function packed(
  { store, record, blobs }: OpenStore,
  dir: string,
  destinations: readonly Pick<Destination, 'id' | 'kind'>[],
): Promise<string> {
  const { id: incident } = await store.startIncident(incidentDraft(), act);
  const path = join(dir, 'pack.pdf');
  await writeFile(path, '%PDF a pack');
  const { sha256, sizeBytes } = await blobs.putFile(path);
  const pack = {
    version: 1,
    sha256,
    sizeBytes,
    manifestSha256: sha256,
    signer: null,
    authorityClock: null,
    beside: { files: 0, sizeBytes: 0 },
    path,
  };
  await store.packVersion(incident);
  await record.packWritten(
    incident,
    pack,
    destinations.map(({ id, kind }) => ({ id, kind })),
    act,
  );
  return incident;
}

async function folderFor(t: TestContext): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-deliveries-'));
  t.after(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

/** Takes everything; the ids of the messages, in order. */
async function hook(t: TestContext): Promise<{ readonly url: string; readonly ids: string[] }> {
  const ids: string[] = [];
  const server = createServer((request, response) => {
    ids.push(String(request.headers['webhook-id']));
    request.resume();
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ids };
}

function useS3(url: string): void {
  process.env['AWS_ENDPOINT_URL_S3'] = url;
  process.env['AWS_ACCESS_KEY_ID'] = 'AKIAIOSFODNN7EXAMPLE';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'fixture';
}

forEachStore(({ name, place: newPlace }) => {
  test(`on ${name} a delivery that is killed at any point arrives, and is entered once`, async (t) => {
    const place = await newPlace();
    t.after(() => place.remove());
    const dir = await folderFor(t);
    const [s3, webhook] = [await startFixtureS3(t), await hook(t)];
    useS3(s3.url);
    const places = { folder: join(dir, 'archive'), webhook: webhook.url };
    const destinations = destinationsAt(places);
    const opened = await openAt(place);
    const incident = await packed(opened, dir, destinations);
    await opened.close();
    for (const point of [
      'folder before',
      'folder arrived',
      's3 arrived',
      'webhook arrived',
      'webhook entered',
    ]) {
      const child = startChild(t, killed, [JSON.stringify(place), incident, point, JSON.stringify(places)]);
      assert.equal(await child.nextLine(), `at ${point}`);
      await child.kill();
    }
    const again = await openAt(place);
    const context = complianceContext(again, {
      destinations: new Map(destinations.map((one) => [one.id, one])),
    });
    const deliveries = await deliverPending(context, incident);
    assert.deepEqual(
      deliveries.map(({ destination, state, attempts }) => [destination, state, attempts]),
      ['folder', 's3', 'webhook'].map((destination) => [destination, 'delivered', 1]),
    );
    const entries = (await again.store.ledger(incident)).map((line) => JSON.parse(line));
    assert.deepEqual(
      entries.filter(({ type }) => type === 'pack.delivered').map(({ body }) => body.destination),
      ['folder', 's3', 'webhook'],
    );
    assert.deepEqual(await readdir(places.folder), [`evidence-pack-${incident}-v1.pdf`]);
    assert.equal(s3.objects.size, 1);
    // Killed once between its arrival and its entry: the receiver sees the same message twice, by its id.
    assert.deepEqual([webhook.ids.length, new Set(webhook.ids).size], [2, 1]);
    await again.close();
  });

  test(`on ${name} a hold that a bucket refuses is shown as failed, told, and set by the next try`, async (t) => {
    const place = await newPlace();
    t.after(() => place.remove());
    const dir = await folderFor(t);
    const s3 = await startFixtureS3(t);
    useS3(s3.url);
    const objectLock = { mode: 'COMPLIANCE' as const, untilMs: (fromMs: number) => fromMs + 86_400_000 };
    const settings = { bucket: 'evidence', prefix: '', region: 'us-east-1', pathStyle: true, objectLock };
    const bucket = s3Destination('s3', settings, Date.now);
    const opened = await openAt(place);
    const incident = await packed(opened, dir, [bucket]);
    const context = complianceContext(opened, { destinations: new Map([['s3', bucket]]) });
    await deliverPending(context, incident);
    const shown = async () => (await opened.record.deliveries(incident))[0]?.hold;
    const stored = () => [...s3.objects.values()][0]?.hold;
    assert.deepEqual([await shown(), stored()], ['off', 'OFF']);

    s3.refusals.push({ status: 403, code: 'AccessDenied' });
    const retry = () => recordHandlers(context)['record.hold']?.({ incident });
    const hold = await placeHold(context, incident, 'a case', 'cli:root');
    assert.deepEqual([await shown(), stored()], ['failed', 'OFF']);
    assert.deepEqual(await opened.record.holds(incident), [hold], 'the record has it all the same');
    s3.refusals.push({ status: 503, code: 'SlowDown' });
    await assert.rejects(async () => retry(), { code: /^DELIVERY_/ });
    assert.deepEqual([await shown(), stored()], ['failed', 'OFF']);
    await retry();
    assert.deepEqual([await shown(), stored()], ['on', 'ON']);

    // Released in the record, and not on the copy.
    s3.refusals.push({ status: 403, code: 'AccessDenied' });
    await releaseHold(context, incident, hold.id, 'over', 'cli:root');
    assert.deepEqual([await shown(), stored()], ['failed', 'ON']);
    await retry();
    assert.deepEqual([await shown(), stored()], ['off', 'OFF']);
    await opened.close();
  });

  test(`on ${name} a destruction leaves no queued job of the incident, done or waiting, and those of others`, async (t) => {
    const place = await newPlace();
    t.after(() => place.remove());
    const dir = await folderFor(t);
    const opened = await openAt(place);
    const incident = await packed(opened, dir, [{ id: 'folder', kind: 'folder' }]);
    const { id: other } = await opened.store.startIncident(incidentDraft('another'), act);
    const window = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T12:00:00.000Z' };
    for (const [id, of] of [
      ['C-1', incident],
      ['C-2', other],
    ] as const)
      await opened.store.startCollection(of, { id, sources: ['edge-waf'], window }, act);
    const jobs = createJobs(opened.database, { onFault: () => undefined });
    const deliver = (of: string, version: number) => ({ incident: of, version, destination: 'folder' });
    await jobs.enqueue('pack.deliver', deliver(incident, 1), 'done');
    await jobs.work({ 'pack.deliver': async () => undefined });
    await jobs.idle();
    await jobs.stop(0);

    const later = createJobs(opened.database, { onFault: () => undefined });
    for (const [of, collection] of [
      [incident, 'C-1'],
      [other, 'C-2'],
    ] as const) {
      await later.enqueue('pack.deliver', deliver(of, 1), `waiting ${of}`);
      await later.enqueue('record.hold', { incident: of }, of);
      await later.enqueue('collect.source', { collection, source: 'edge-waf' }, collection);
      await later.enqueue('slack.progress', { incident: of, collection, leg: 0 }, collection, after(60_000));
    }
    const rows = () =>
      opened.database.db.execute<{ data: unknown }>('SELECT to_jsonb(j) AS data FROM pgboss.job j');
    const mentions = async (...words: string[]) =>
      (await rows()).rows.filter(({ data }) =>
        words.some((word) => JSON.stringify(data).includes(`"${word}"`)),
      );
    assert.equal((await mentions(incident, 'C-1')).length, 5);
    await destroy(complianceContext(opened, { jobs: later }), incident, 'cli:root');
    assert.deepEqual(await mentions(incident, 'C-1'), []);
    assert.equal((await mentions(other, 'C-2')).length, 4);
    await later.stop(0);
    await opened.close();
  });
});
