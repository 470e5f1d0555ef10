import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';
import { forEachStore, postgres } from '../helpers/stores.ts';
import { event, notification, openReceiving, signed } from './receiving.ts';

const MINUTE_MS = 60_000;

forEachStore((kind) => {
  describe(kind.name, () => {
    test('a notification of Alertmanager opens an incident, and what belongs to it joins it', async (t) => {
      const receiving = await openReceiving(t, await kind.place());
      const { app } = receiving;
      const atMs = Date.now() - 5 * MINUTE_MS;
      const answers = [
        await receiving.alertmanager(notification('firing', atMs)),
        await receiving.alertmanager(notification('firing', atMs)),
        await receiving.alertmanager(notification('firing', atMs + MINUTE_MS)),
        await receiving.alertmanager(notification('resolved', atMs)),
      ];
      assert.deepEqual(
        await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()])),
        [
          [202, 'stored\n'],
          [202, 'repeated\n'],
          [202, 'stored\n'],
          [202, 'stored\n'],
        ],
      );
      await receiving.settled();
      const [incident, ...others] = await app.useCases.incidents();
      assert.ok(incident);
      assert.deepEqual(others, [], 'one trouble, one incident');
      assert.equal(incident.title, '5xx of search-api above 0.5 %');
      assert.deepEqual([incident.severity, incident.services], ['sev1', ['search-api']]);
      assert.equal(incident.startedBy, 'webhook:alertmanager');
      assert.equal(Date.parse(incident.window.from), atMs - 15 * MINUTE_MS);
      assert.equal(incident.status, 'open', 'a resolved alert closes nothing');
      assert.equal((await app.context.store.collections(incident.id)).length, 1);
      const items = await app.useCases.evidence(incident.id);
      assert.deepEqual(
        items.map(({ item }) => item.format),
        ['alertmanager.webhook', 'alertmanager.webhook', 'alertmanager.webhook'],
      );
      const { phases } = await app.useCases.timeline(incident.id);
      assert.equal(phases.detected?.at, new Date(atMs).toISOString());
      assert.equal(phases.detected?.setBy, 'evidence');
    });

    test('the same alert to several replicas at once opens one incident', async (t) => {
      const receiving = await openReceiving(t, await kind.place());
      const atMs = Date.now() - MINUTE_MS;
      const bodies = [0, 1, 2, 3, 0, 1, 2, 3].map((more) => notification('firing', atMs + more));
      const answers = await Promise.all(bodies.map((body) => receiving.alertmanager(body)));
      assert.ok(answers.every(({ status }) => status === 202));
      await receiving.settled();
      const [incident, ...others] = await receiving.app.useCases.incidents();
      assert.deepEqual(others, []);
      assert.equal((await receiving.app.useCases.evidence(incident!.id)).length, 4);
    });

    test('PagerDuty: trigger, acknowledgement and resolution in any order are the phases of one incident', async (t) => {
      const receiving = await openReceiving(t, await kind.place());
      const { app } = receiving;
      const atMs = Date.now() - 30 * MINUTE_MS;
      const bodies = [
        event('acknowledged', atMs, 3 * MINUTE_MS),
        event('triggered', atMs, 0),
        event('resolved', atMs, 20 * MINUTE_MS),
        event('triggered', atMs, 0),
      ];
      const outcomes = [];
      for (const body of bodies) outcomes.push((await (await receiving.pagerduty(body)).text()).trim());
      assert.deepEqual(outcomes, ['stored', 'stored', 'stored', 'repeated']);
      await receiving.settled();
      const [incident, ...others] = await app.useCases.incidents();
      assert.ok(incident);
      assert.deepEqual(others, []);
      assert.deepEqual(
        [incident.severity, incident.services, incident.status],
        ['sev1', ['search-api'], 'open'],
      );
      const { phases } = await app.useCases.timeline(incident.id);
      const iso = (afterMs: number) => new Date(atMs + afterMs).toISOString();
      assert.deepEqual(
        [phases.detected?.at, phases.acknowledged?.at, phases.resolved?.at],
        [iso(0), iso(3 * MINUTE_MS), iso(20 * MINUTE_MS)],
      );
      assert.equal(phases.acknowledged?.setBy, 'evidence');
    });
  });
});

test('after the close an old alert joins what is closed, and one that fired later opens another', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const { useCases } = receiving.app;
  const atMs = Date.now() - 10 * MINUTE_MS;
  await receiving.alertmanager(notification('firing', atMs));
  const [first] = await useCases.incidents();
  await useCases.close(first!.id, { anyway: true }, 'cli:test');
  await receiving.alertmanager(notification('resolved', atMs));
  await receiving.alertmanager(notification('firing', atMs + MINUTE_MS));
  assert.equal((await useCases.incidents()).length, 1);
  assert.equal((await useCases.evidence(first!.id)).length, 3);
  await receiving.alertmanager(notification('firing', Date.now() + 1_000));
  const [second] = await useCases.incidents();
  assert.notEqual(second!.id, first!.id);
  assert.equal((await useCases.evidence(second!.id)).length, 1);
});

test('alerts of an incident that was merged join the one that it was merged into', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const { useCases } = receiving.app;
  const atMs = Date.now() - 10 * MINUTE_MS;
  await receiving.alertmanager(notification('firing', atMs));
  await receiving.pagerduty(event('triggered', atMs, 0));
  const [ofPagerduty, ofAlertmanager] = await useCases.incidents();
  await useCases.merge(ofPagerduty!.id, ofAlertmanager!.id, 'cli:test');
  await receiving.pagerduty(event('acknowledged', atMs, MINUTE_MS));
  const formats = (await useCases.evidence(ofAlertmanager!.id)).map(({ item }) => item.format);
  assert.deepEqual(formats, ['alertmanager.webhook', 'pagerduty.webhook']);
});

test('what people wrote into an alert is redacted before it is stored', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const { app } = receiving;
  const body = notification('firing', Date.now()).replaceAll(
    '5xx of search-api',
    'report of jane@example.org',
  );
  assert.equal((await receiving.alertmanager(body)).status, 202);
  const [incident] = await app.useCases.incidents();
  const [stored] = await app.useCases.evidence(incident!.id);
  const page = await app.context.blobs.get(stored!.item.pages[0]!.sha256);
  for (const text of [incident!.title, Buffer.from(page).toString(), receiving.logged.join('')]) {
    assert.doesNotMatch(text, /jane@example\.org/);
  }
  assert.ok(Object.keys(stored!.item.redactions).length > 0);
});

test('hostile requests are refused with their status, counted, and open nothing', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const { app, url } = receiving;
  const body = notification('firing', Date.now());
  const pagerduty = event('triggered', Date.now(), 0);
  const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;
  const bearer = { authorization: 'Bearer fixture-bearer-token' };

  assert.equal(await status(receiving.alertmanager(body, {})), 401);
  assert.equal(
    await status(receiving.alertmanager(body, { authorization: 'Bearer another-bearer-token' })),
    401,
  );
  assert.equal(await status(receiving.pagerduty(pagerduty, {})), 401);
  assert.equal(
    await status(
      receiving.pagerduty(pagerduty, { 'x-pagerduty-signature': signed(pagerduty, 'another secret') }),
    ),
    401,
  );
  assert.equal(
    await status(receiving.pagerduty(`${pagerduty} `, { 'x-pagerduty-signature': signed(pagerduty) })),
    401,
  );
  assert.equal(await status(receiving.pagerduty(event('triggered', Date.now() - 25 * 3_600_000, 0))), 401);
  assert.equal(await status(receiving.alertmanager('{', bearer)), 400);
  assert.equal(await status(receiving.alertmanager('{"version":"3","alerts":[]}', bearer)), 400);
  assert.equal(await status(receiving.alertmanager('['.repeat(500_000), bearer)), 400);
  assert.equal(await status(receiving.alertmanager(' '.repeat(1024 * 1024 + 1), bearer)), 413);
  assert.equal(await status(receiving.pagerduty(' '.repeat(256 * 1024 + 1))), 413);
  assert.equal(await status(receiving.alertmanager(body, { ...bearer, 'content-type': 'text/plain' })), 415);
  assert.equal(await status(receiving.alertmanager(body, { ...bearer, 'content-encoding': 'gzip' })), 415);
  const got = await fetch(`${url}/webhooks/pagerduty`);
  assert.deepEqual([got.status, got.headers.get('allow')], [405, 'POST']);
  assert.equal((await fetch(`${url}/webhooks/opsgenie`, { method: 'POST' })).status, 404);

  assert.equal(await chunked(url, bearer.authorization, 2 * 1024 * 1024), 413);
  assert.deepEqual(await app.useCases.incidents(), []);
  const metrics = await receiving.metrics();
  assert.match(metrics, /^rca_webhook_requests_total\{webhook="pagerduty",outcome="unauthorized"\} 3$/m);
  assert.match(metrics, /^rca_webhook_requests_total\{webhook="pagerduty",outcome="stale"\} 1$/m);
  assert.match(metrics, /^rca_webhook_requests_total\{webhook="alertmanager",outcome="too-large"\} 2$/m);
});

/** A body without its length, larger than the limit; resolves with the status. */
function chunked(url: string, authorization: string, sizeBytes: number): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `POST /webhooks/alertmanager HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: ${authorization}\r\n` +
          'content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      );
      const chunk = 'x'.repeat(65_536);
      for (let sent = 0; sent < sizeBytes; sent += chunk.length) socket.write(`10000\r\n${chunk}\r\n`);
    });
    socket.once('data', (head) => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(head.toString())?.[1]));
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

test('one of several signatures under one of several secrets is enough, and other events are left alone', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const body = event('triggered', Date.now(), 0);
  const rotating = `${signed(body, 'the secret of before')},${signed(body)}`;
  assert.equal((await receiving.pagerduty(body, { 'x-pagerduty-signature': rotating })).status, 202);
  const ping = JSON.stringify({
    event: {
      id: '01PING',
      event_type: 'pagey.ping',
      resource_type: 'pagey',
      occurred_at: new Date().toISOString(),
      agent: null,
      client: null,
      data: { message: 'Hello from your friend Pagey!', type: 'ping' },
    },
  });
  assert.deepEqual(await (await receiving.pagerduty(ping)).text(), 'ignored\n');
  assert.equal((await receiving.app.useCases.incidents()).length, 1);
});

test('a resolution of what no incident knows opens none', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const answer = await receiving.alertmanager(notification('resolved', Date.now() - MINUTE_MS));
  assert.deepEqual([answer.status, await answer.text()], [200, 'ignored\n']);
  assert.deepEqual(await receiving.app.useCases.incidents(), []);
});

test('a file of the same message is the same evidence', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const { useCases } = receiving.app;
  const body = event('triggered', Date.now() - MINUTE_MS, 0);
  await receiving.pagerduty(body);
  const [incident] = await useCases.incidents();
  async function* bytes() {
    yield Buffer.from(body);
  }
  const file = { name: 'saved.json', bytes: bytes(), format: null, capturedAtMs: null };
  const { added, stored } = await useCases.importFile(incident!.id, file, 'cli:test');
  assert.equal(added, false);
  assert.equal(stored.item.format, 'pagerduty.webhook');
});

test('a message that cannot be stored is answered with 503, so that it is sent again', async (t) => {
  const place = await postgres.place();
  const receiving = await openReceiving(t, place);
  const enqueue = receiving.app.context.jobs.enqueue;
  Object.assign(receiving.app.context.jobs, {
    enqueue: () => Promise.reject(new Error('the queue is gone')),
  });
  const body = event('triggered', Date.now(), 0);
  assert.equal((await receiving.pagerduty(body)).status, 503);
  Object.assign(receiving.app.context.jobs, { enqueue });
  assert.equal((await receiving.pagerduty(body)).status, 202);
  await receiving.settled();
  const [incident, ...others] = await receiving.app.useCases.incidents();
  assert.deepEqual(others, []);
  assert.equal((await receiving.app.context.store.collections(incident!.id)).length, 1);
});

test('a notification that cannot be kept is refused before an incident is opened for it', async (t) => {
  const receiving = await openReceiving(t, await postgres.place());
  const answer = await receiving.alertmanager(
    notification('firing', Date.now()).replace(/"startsAt":"[^"]*"/g, '"startsAt":"0001-01-01T00:00:00Z"'),
  );
  assert.deepEqual([answer.status, await answer.text()], [400, 'invalid\n']);
  assert.deepEqual(await receiving.app.useCases.incidents(), []);
});
