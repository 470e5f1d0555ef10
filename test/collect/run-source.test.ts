import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { runSource, type SourceToRun } from '../../src/collect/run-source.ts';
import { outsideError } from '../../src/domain/errors.ts';
import { windowOf } from '../../src/domain/time.ts';
import type { Page, Reply } from '../../src/sources/source.ts';
import { freshBlobs, storedText, wafLog, window } from './importing.ts';
import { redactor } from './redact/redactors.ts';

const page = (more: Partial<Page> = {}): Reply => ({
  kind: 'page',
  page: {
    item: 'logs',
    format: 'aws.waf-log',
    query: { logGroup: 'aws-waf-logs-prod', filterPattern: 'password=hunter2' },
    fidelity: 'reserialised',
    bytes: Buffer.from(wafLog(2)),
    retrievedAtMs: Date.parse('2026-01-27T12:30:00Z'),
    answered: window,
    coverage: { state: 'complete' },
    proof: ['request 1'],
    clockOffsetMs: 40,
    ...more,
  },
});

const broken = outsideError({
  code: 'SOURCE_UNREACHABLE',
  message: 'no answer for bob@example.com',
  mend: 'check the network',
});

async function run(
  context: TestContext,
  replies: () => AsyncGenerator<Reply>,
  more: Partial<SourceToRun> = {},
) {
  const blobs = await freshBlobs(context);
  const result = await runSource({
    source: 'edge-waf',
    open: {
      type: 'aws.waf',
      delivery: { deliveryDelayMs: null, page: null },
      identity: async () => 'arn:aws:sts::1:assumed-role/rca/alice',
      fetch: replies,
    },
    window: windowOf(window),
    redactor,
    blobs,
    tool: { name: 'rca', version: 'test' },
    signal: new AbortController().signal,
    nowMs: () => 0,
    announce: async () => 1,
    ...more,
  });
  return { ...result, blobs };
}

test('pages of one item become one item: redacted, stored, observed, with the last word on coverage', async (context) => {
  const seen: unknown[] = [];
  const { items, gaps, error, blobs } = await run(
    context,
    async function* () {
      yield page({ coverage: { state: 'truncated', why: 'more pages follow', limit: null } });
      yield page({ proof: ['request 2'], clockOffsetMs: 50 });
    },
    { onProgress: (done) => seen.push(done) },
  );
  const [item] = items;
  assert.equal(error, null);
  assert.equal(items.length, 1);
  assert.deepEqual(gaps, []);
  assert.doesNotMatch(await storedText(blobs, item?.pages ?? []), /tops3cret/);
  assert.deepEqual(
    item?.pages.map(({ records }) => records),
    [2, 2],
  );
  assert.deepEqual([item?.records, item?.observations, item?.rejected], [4, 4, 0]);
  assert.deepEqual(item?.coverage, { state: 'complete' });
  assert.deepEqual(item?.proof, ['request 1', 'request 2']);
  assert.deepEqual([item?.source, item?.sourceType, item?.clockOffsetMs], ['edge-waf', 'aws.waf', 50]);
  assert.deepEqual([item?.asked, item?.answered], [window, window]);
  assert.equal(item?.retrievedAt, '2026-01-27T12:30:00.000Z');
  assert.match(String(item?.query['filterPattern']), /^password=\[password:\w{10}\]$/);
  assert.match(item?.collector ?? '', /^arn:aws:sts::1:assumed-role\/rca\/\[user:\w{10}\]$/);
  assert.deepEqual(seen, [
    { pages: 1, records: 2 },
    { pages: 2, records: 4 },
  ]);
});

test('each item stands alone, and what the source reports missing becomes gaps under its name', async (context) => {
  const { items, gaps } = await run(context, async function* () {
    yield page();
    yield { kind: 'gap', gap: { window, why: 'totals: denied for bob@example.com', mend: 'grant it' } };
    yield page({ item: 'other', query: {} });
  });
  assert.deepEqual(
    items.map(({ records }) => records),
    [2, 2],
  );
  assert.equal(gaps.length, 1);
  assert.equal(gaps[0]?.source, 'edge-waf');
  assert.match(gaps[0]?.why ?? '', /^totals: denied for \[email:\w{10}\]$/);
});

test('incomplete coverage that the source leaves untold becomes a gap with a mend', async (context) => {
  const { gaps } = await run(context, async function* () {
    yield page({ coverage: { state: 'denied', permission: 'logs:FilterLogEvents' } });
  });
  assert.deepEqual(gaps, [
    {
      source: 'edge-waf',
      window,
      why: 'logs: denied: logs:FilterLogEvents',
      mend: 'grant logs:FilterLogEvents and collect again',
    },
  ]);
});

test('records that cannot be read become a gap', async (context) => {
  const { items, gaps } = await run(context, async function* () {
    yield page({ bytes: Buffer.from(`${wafLog(1)}{"broken\n`) });
  });
  assert.equal(items[0]?.rejected, 1);
  assert.match(gaps[0]?.why ?? '', /^1 of 2 records of logs could not be read/);
});

test('an error answer is one gap with the error, and not a broken record besides', async (context) => {
  const { items, gaps } = await run(context, async function* () {
    const bytes = Buffer.from('{"__type":"AccessDeniedException","message":"no"}\n');
    yield page({ bytes, coverage: { state: 'denied', permission: 'logs:FilterLogEvents' } });
  });
  assert.equal(items[0]?.rejected, 1);
  assert.deepEqual(
    gaps.map(({ mend }) => mend),
    ['grant logs:FilterLogEvents and collect again'],
  );
});

test('a source that fails half-way keeps what was read and says why, without personal data', async (context) => {
  const { items, gaps, error } = await run(context, async function* () {
    yield page();
    throw broken;
  });
  assert.equal(items[0]?.records, 2);
  assert.match(error ?? '', /^SOURCE_UNREACHABLE: no answer for \[email:\w{10}\]$/);
  assert.equal(gaps.at(-1)?.mend, 'check the network');
});

test('a source that does not know us is told as failed, and nothing is asked of it', async (context) => {
  const { items, error } = await run(context, () => assert.fail('asked'), {
    open: {
      type: 'aws.waf',
      delivery: { deliveryDelayMs: null, page: null },
      identity: () => Promise.reject(broken),
      fetch: () => assert.fail('asked'),
    },
  });
  assert.deepEqual(items, []);
  assert.match(error ?? '', /SOURCE_UNREACHABLE/);
});

test('a run that is stopped concludes nothing, and the source is let go', async (context) => {
  const stop = new AbortController();
  let released = false;
  const running = run(
    context,
    async function* () {
      try {
        yield page();
        stop.abort(new Error('shutting down'));
        yield page();
      } finally {
        released = true;
      }
    },
    { signal: stop.signal },
  );
  await assert.rejects(running, /shutting down/);
  assert.ok(released);
});

test('a run that ends early leaves no page on its way to the store', async (context) => {
  const stop = new AbortController();
  const kept = await freshBlobs(context);
  let underWay = 0;
  const blobs = {
    ...kept,
    async put(bytes: Parameters<typeof kept.put>[0]) {
      underWay += 1;
      await new Promise((resolve) => setImmediate(resolve));
      const blob = await kept.put(bytes);
      underWay -= 1;
      return blob;
    },
  };
  const running = run(
    context,
    async function* () {
      for (let number = 0; ; number++) {
        yield page();
        if (number === 3) stop.abort(new Error('shutting down'));
      }
    },
    { signal: stop.signal, blobs },
  );
  await assert.rejects(running, /shutting down/);
  assert.equal(underWay, 0);
});

test('a page that cannot be stored fails the run: it is not the source that failed', async (context) => {
  const blobs = { ...(await freshBlobs(context)), put: () => Promise.reject(new Error('disk full')) };
  const running = run(
    context,
    async function* () {
      yield page();
    },
    { blobs },
  );
  await assert.rejects(running, /disk full/);
});

test('what a source may still owe of the window is a gap with the time when it is in, and the future is not asked', async (context) => {
  const delivery = { deliveryDelayMs: 15 * 60_000, page: 'https://vendor.example/delay' };
  const { fromMs, toMs } = windowOf(window);
  const asked: unknown[] = [];
  const askedAt = (nowMs: number) =>
    run(context, () => assert.fail('replaced'), {
      nowMs: () => nowMs,
      open: {
        type: 'aws.waf',
        delivery,
        identity: async () => 'a role',
        fetch: async function* (collecting) {
          asked.push(collecting.window.toMs);
          yield page({});
        },
      },
    });
  const early = await askedAt(toMs - 60_000);
  assert.deepEqual(early.gaps.at(-1)?.window, {
    from: new Date(toMs - 16 * 60_000).toISOString(),
    to: window.to,
  });
  assert.match(early.gaps.at(-1)?.why ?? '', /within 15 minutes, without a promise \(https:\/\/vendor/);
  assert.match(
    early.gaps.at(-1)?.mend ?? '',
    new RegExp(`^collect again after ${new Date(toMs + 15 * 60_000).toISOString()}`),
  );
  assert.equal(early.items[0]?.asked.to, new Date(toMs - 60_000).toISOString());
  assert.equal(early.items[0]?.deliveryDelayMs, 15 * 60_000);
  const settled = await askedAt(toMs + 15 * 60_000);
  assert.deepEqual(settled.gaps, []);
  assert.deepEqual(asked, [toMs - 60_000, toMs]);
  const wholly = await askedAt(fromMs - 1);
  assert.equal(wholly.gaps.at(-1)?.window.from, window.from, 'nothing of it has been yet');
});
