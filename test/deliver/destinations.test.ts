import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { folderDestination } from '../../src/deliver/folder.ts';
import { s3Destination } from '../../src/deliver/s3.ts';
import { webhookDestination } from '../../src/deliver/webhook.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { type FixtureS3, startFixtureS3 } from './fixture-s3.ts';
import { filesBeside, parcelFor } from './parcels.ts';

const NAME = 'evidence-pack-INC-2026-0001-v3.pdf';
const nowMs = () => Date.parse('2026-01-27T12:00:00Z');

describe('a folder', () => {
  test('gets the pack once, read back, and nothing unfinished beside it', async (t) => {
    const { dir, parcel, bytes } = await parcelFor(t);
    const folder = folderDestination('folder', join(dir, 'archive', 'packs'));
    const receipt = await folder.deliver(parcel);
    assert.deepEqual(await readFile(receipt.place), bytes);
    assert.equal(receipt.readBack['sha256'], parcel.sha256);
    assert.deepEqual(await folder.deliver(parcel), receipt);
    assert.deepEqual(await readdir(join(dir, 'archive', 'packs')), [NAME]);
  });

  test('keeps a file of that name that holds something else, and says so', async (t) => {
    const { dir, parcel } = await parcelFor(t);
    await writeFile(join(dir, NAME), 'another');
    await assert.rejects(folderDestination('folder', dir).deliver(parcel), { code: 'DELIVERY_TAKEN' });
    assert.equal(await readFile(join(dir, NAME), 'utf8'), 'another');
  });

  test('gets evidence beside the pack before the pack, and keeps what else has such a name', async (t) => {
    const { dir, parcel } = await parcelFor(t);
    const beside = await filesBeside(dir);
    const archive = join(dir, 'archive');
    const folder = folderDestination('folder', archive);
    const taken = join(archive, `${NAME}.evidence`, String(beside[1]?.sha256));
    await mkdir(join(archive, `${NAME}.evidence`), { recursive: true });
    await writeFile(taken, 'another');
    await assert.rejects(folder.deliver({ ...parcel, beside }), { code: 'DELIVERY_TAKEN' });
    assert.deepEqual(await readdir(archive), [`${NAME}.evidence`]);
    await rm(taken);
    const receipt = await folder.deliver({ ...parcel, beside });
    assert.equal(receipt.readBack['beside'], '2 files, 35 bytes');
    for (const { path, sha256 } of beside)
      assert.deepEqual(await readFile(join(`${receipt.place}.evidence`, sha256)), await readFile(path));
  });

  test('that is no folder is an error with a mend, and leaves nothing', async (t) => {
    const { dir, parcel } = await parcelFor(t);
    await writeFile(join(dir, 'file'), '');
    const folder = folderDestination('folder', join(dir, 'file', 'below'));
    await assert.rejects(folder.deliver(parcel), { code: 'DELIVERY_UNWRITABLE', fault: 'outside' });
    await assert.rejects(folder.check(), { code: 'DELIVERY_UNWRITABLE' });
    await mkdir(join(dir, NAME));
    await assert.rejects(folderDestination('folder', dir).deliver(parcel), { code: 'DELIVERY_UNWRITABLE' });
  });
});

const AWS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'fixture' };

async function bucket(t: TestContext, locked = true) {
  const fixture: FixtureS3 = await startFixtureS3(t);
  Object.assign(process.env, AWS, { AWS_ENDPOINT_URL_S3: fixture.url });
  const objectLock = { mode: 'COMPLIANCE' as const, untilMs: (fromMs: number) => fromMs + 86_400_000 };
  const destination = s3Destination(
    's3',
    {
      bucket: 'evidence',
      prefix: 'packs/',
      region: 'us-east-1',
      pathStyle: true,
      objectLock: locked ? objectLock : null,
    },
    nowMs,
  );
  return { fixture, destination };
}

describe('a bucket with Object Lock', () => {
  test('holds the bytes with their checksum, locked, and says so when asked again', async (t) => {
    const { fixture, destination } = await bucket(t);
    const { parcel, bytes } = await parcelFor(t);
    const receipt = await destination.deliver(parcel);
    const stored = fixture.objects.get(`packs/${NAME}`);
    assert.deepEqual(stored?.bytes, bytes);
    assert.equal(receipt.place, `s3://evidence/packs/${NAME}`);
    assert.deepEqual(receipt.readBack, {
      sha256: parcel.sha256,
      versionId: stored?.versionId,
      lockMode: 'COMPLIANCE',
      retainUntil: '2026-01-28T12:00:00.000Z',
    });
    assert.equal(receipt.hold, 'off');
    assert.ok(fixture.calls.includes('GET retention') && fixture.calls.includes('GET legal-hold'));
    // The same again puts nothing: the version stays.
    assert.deepEqual(await destination.deliver(parcel), receipt);
    assert.equal(await destination.check(), 's3://evidence/packs/, Object Lock enabled');
  });

  test('is under the hold of the incident from the first moment, and until it is released', async (t) => {
    const { fixture, destination } = await bucket(t);
    const { parcel } = await parcelFor(t, { held: true });
    const receipt = await destination.deliver(parcel);
    assert.equal(receipt.hold, 'on');
    assert.equal(await destination.hold?.(parcel, receipt, false), 'off');
    assert.equal(fixture.objects.get(`packs/${NAME}`)?.hold, 'OFF');
    assert.equal(await destination.hold?.(parcel, receipt, true), 'on');
    assert.equal(fixture.objects.get(`packs/${NAME}`)?.hold, 'ON');
  });

  test('holds each file beside the pack as it holds the pack: checksum, lock, legal hold', async (t) => {
    const { fixture, destination } = await bucket(t);
    const { dir, parcel } = await parcelFor(t, { held: true });
    const whole = { ...parcel, beside: await filesBeside(dir) };
    const receipt = await destination.deliver(whole);
    assert.equal(receipt.readBack['beside'], '2 files, 35 bytes');
    const keys = whole.beside.map(({ sha256 }) => `packs/${NAME}.evidence/${sha256}`);
    assert.deepEqual([...fixture.objects.keys()], [...keys, `packs/${NAME}`]);
    const shown = () =>
      keys.map((key) => {
        const { mode, until, hold } = fixture.objects.get(key) ?? {};
        return [mode, until?.slice(0, 10), hold];
      });
    assert.deepEqual(shown(), [
      ['COMPLIANCE', '2026-01-28', 'ON'],
      ['COMPLIANCE', '2026-01-28', 'ON'],
    ]);
    assert.equal(await destination.hold?.(whole, receipt, false), 'off');
    assert.deepEqual(
      shown().map(([, , hold]) => hold),
      ['OFF', 'OFF'],
    );
    assert.deepEqual(await destination.deliver({ ...whole, held: false }), { ...receipt, hold: 'off' });
    const [first] = whole.beside;
    await assert.rejects(
      destination.deliver({ ...whole, beside: [{ ...first!, sha256: whole.beside[1]!.sha256 }] }),
      { code: 'DELIVERY_NOT_READ_BACK' },
    );
  });

  test('that did not lock is found by reading back', async (t) => {
    const { fixture, destination } = await bucket(t);
    fixture.forgetsLocks = true;
    const { parcel } = await parcelFor(t);
    await assert.rejects(destination.deliver(parcel), { code: 'DELIVERY_REFUSED' });
  });

  test('that holds another object of that name keeps it', async (t) => {
    const { fixture, destination } = await bucket(t);
    const { parcel } = await parcelFor(t);
    await destination.deliver(parcel);
    const { parcel: other } = await parcelFor(t, { sha256: sha256Hex('other') });
    await assert.rejects(destination.deliver(other), { code: 'DELIVERY_NOT_READ_BACK' });
    assert.equal(fixture.objects.size, 1);
  });

  test('that throttles or denies tells it, and takes the pack afterwards', async (t) => {
    const { fixture, destination } = await bucket(t, false);
    const { parcel } = await parcelFor(t);
    fixture.refusals.push({ status: 503, code: 'SlowDown' });
    await assert.rejects(destination.deliver(parcel), { code: 'DELIVERY_REFUSED', message: /SlowDown/ });
    fixture.refusals.push({ status: 403, code: 'AccessDenied' });
    await assert.rejects(destination.deliver(parcel), {
      code: 'DELIVERY_DENIED',
      mend: /allow s3:PutObject/,
    });
    const receipt = await destination.deliver(parcel);
    assert.equal(receipt.hold, null);
    assert.equal(destination.hold, null);
  });
});

describe('a webhook', () => {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

  async function receiver(t: TestContext, statuses: number[]) {
    const received: { headers: Record<string, unknown>; body: string }[] = [];
    const server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({ headers: request.headers, body });
      response.writeHead(statuses.shift() ?? 204, { location: 'http://127.0.0.1:1/' }).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=hidden`;
    return { received, url, destination: webhookDestination('webhook', { url, secret }, nowMs) };
  }

  test('gets digests and head of the ledger, signed, with the same id at each attempt', async (t) => {
    const { received, destination, url } = await receiver(t, [500, 302, 200]);
    const { parcel: alone, dir } = await parcelFor(t);
    const parcel = { ...alone, beside: await filesBeside(dir) };
    await assert.rejects(destination.deliver(parcel), { code: 'DELIVERY_REFUSED', message: /500/ });
    await assert.rejects(destination.deliver(parcel), { code: 'DELIVERY_REFUSED', message: /302/ });
    const receipt = await destination.deliver(parcel);
    assert.equal(receipt.place, new URL(url).origin);
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
    const last = received[2] ?? assert.fail();
    const id = String(last.headers['webhook-id']);
    const signed = `${id}.${last.headers['webhook-timestamp']}.${last.body}`;
    const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(signed).digest('base64');
    assert.equal(last.headers['webhook-signature'], `v1,${mac}`);
    assert.equal(last.headers['webhook-timestamp'], String(nowMs() / 1000));
    const { data } = JSON.parse(last.body);
    const sha256 = parcel.beside.map((file) => file.sha256);
    assert.deepEqual(data.beside, { files: 2, sizeBytes: 35, sha256 });
    assert.deepEqual(
      [data.incident, data.version, data.sha256, data.manifestSha256, data.ledger, data.checkpoint],
      ['INC-2026-0001', 3, parcel.sha256, parcel.manifestSha256, parcel.ledger, parcel.checkpoint],
    );
  });

  test('that nobody listens to is told without its query', async (t) => {
    const { parcel } = await parcelFor(t);
    const url = 'http://127.0.0.1:1/hook?token=hidden';
    const destination = webhookDestination('webhook', { url, secret }, nowMs);
    await assert.rejects(destination.deliver(parcel), (error: Error) => {
      assert.equal(JSON.stringify({ ...error, message: error.message }).includes('hidden'), false);
      return 'code' in error && error.code === 'DELIVERY_UNREACHABLE';
    });
  });
});
