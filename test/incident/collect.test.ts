import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { createRedactor } from '../../src/collect/redact/redactor.ts';
import { outsideError } from '../../src/domain/errors.ts';
import type { Collection } from '../../src/domain/incident.ts';
import { standingGaps } from '../../src/incident/case.ts';
import { collectAgain, collectAll } from '../../src/incident/collect.ts';
import type { Reply } from '../../src/sources/source.ts';
import { type OpenStore, pglite } from '../helpers/stores.ts';

const window = { from: '2026-01-27T12:00:00.000Z', to: '2026-01-27T13:00:00.000Z' };
const act = { actor: 'cli:test', at: '2026-01-27T13:00:00.000Z' };

let opened: OpenStore;
beforeEach(async () => {
  opened = await pglite.open();
});
afterEach(() => opened.close());

type Context = Parameters<typeof collectAll>[0];
type Fetch = (asked: { readonly signal: AbortSignal }) => AsyncIterable<Reply>;

const redactorOf = (incident: string) =>
  createRedactor({ masterKey: Buffer.alloc(32, 1), incident, ipAddresses: 'keep' });

const page: Reply = {
  kind: 'page',
  page: {
    item: 'keys',
    format: 'jwks',
    query: {},
    fidelity: 'wire',
    bytes: Buffer.from('{"keys":[]}'),
    retrievedAtMs: Date.parse(act.at),
    answered: null,
    coverage: { state: 'complete' },
    proof: [],
    clockOffsetMs: 0,
  },
};

const noJobs: Context['jobs'] = {
  enqueue: async () => assert.fail('nothing is late'),
  forget: async () => undefined,
};

/** Each look at the clock is a second later, so that progress is due with each page. */
function contextOf(
  fetches: Readonly<Record<string, Fetch>>,
  store: Partial<OpenStore['store']>,
  deliveryDelayMs: number | null = null,
  jobs: Context['jobs'] = noJobs,
): Context {
  let nowMs = Date.parse(act.at);
  return {
    store: { ...opened.store, ...store },
    blobs: opened.blobs,
    jobs,
    probes: null,
    sources: new Map(
      Object.entries(fetches).map(([id, fetch]) => [
        id,
        {
          id,
          open: {
            type: 'test',
            permissions: [],
            delivery: { deliveryDelayMs, page: null },
            identity: async () => 'test',
            check: async () => [],
            fetch,
          },
        },
      ]),
    ),
    redactor: redactorOf,
    tool: { name: 'rca', version: 'test' },
    nowMs() {
      nowMs += 1000;
      return nowMs;
    },
  };
}

async function collectionOf(sources: readonly string[]): Promise<Collection> {
  const title = () => redactorOf('title').redactText('test');
  const { id } = await opened.store.startIncident({ title, severity: null, services: [], window }, act);
  return opened.store.startCollection(id, { id: 'C-1', sources, window }, act);
}

async function* onePage(): AsyncGenerator<Reply> {
  yield page;
}

/** Answers nothing until it is stopped. */
const silent: Fetch = async function* ({ signal }) {
  await new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  yield page;
};

test('sources of a collection are read at once and each is finished with what it gave', async () => {
  const collection = await collectionOf(['a', 'b']);
  const runs = await collectAll(contextOf({ a: onePage, b: onePage }, {}), collection, () => undefined);
  assert.deepEqual(
    runs.map(({ source, state, pages }) => [source, state, pages]),
    [
      ['a', 'done', 1],
      ['b', 'done', 1],
    ],
  );
  assert.equal((await opened.store.collection('C-1')).finishedAt !== null, true);
});

test('when progress cannot be stored, the caller is told why and the other sources are stopped', async () => {
  const collection = await collectionOf(['a', 'b']);
  const full = new Error('no room left');
  const context = contextOf(
    { a: onePage, b: silent },
    {
      async progress(id, run) {
        if (run.pages > 0) throw full;
        await opened.store.progress(id, run);
      },
    },
  );
  await assert.rejects(
    collectAll(context, collection, () => undefined),
    (error) => error === full,
  );
  assert.equal((await opened.store.collection('C-1')).finishedAt, null);
});

test('what a first try missed stands no more when a second reads the same in full, and stands when it does not', async () => {
  const incomplete: Reply = {
    kind: 'page',
    page: { ...page.page, coverage: { state: 'failed', error: 'a wrong query' } },
  };
  const tries: Fetch[] = [
    async function* () {
      yield incomplete;
    },
    async function* () {
      yield incomplete;
      throw outsideError({ code: 'SOURCE_FAILED', message: 'it broke off', mend: 'try again' });
    },
    onePage,
  ];
  let tried = 0;
  const context = contextOf({ keys: (asked) => (tries[tried] ?? onePage)(asked) }, {});
  const { incident: id } = await collectionOf(['keys']);
  const standing: number[] = [];
  for (const collection of ['C-1', 'C-2', 'C-3']) {
    const asked = await opened.store.startCollection(id, { id: collection, sources: ['keys'], window }, act);
    await collectAll(context, asked, () => undefined);
    tried += 1;
    standing.push((await standingGaps(context, id)).length);
  }
  assert.deepEqual(standing, [1, 2, 0]);
  assert.equal((await opened.store.gaps(id)).length, 2, 'the record keeps what was missing');
});

test('a source that delivers late is looked at once more when all is in, and that closes the gap', async () => {
  const queued: unknown[] = [];
  const jobs: Context['jobs'] = {
    async enqueue(name, data, key, timing) {
      // Stored before the end of the source: a kill in between loses nothing.
      const [run] = await opened.store.sourceRuns('C-1');
      queued.push([name, data, key, timing?.notBeforeMs, run?.state]);
    },
    forget: async () => undefined,
  };
  const minuteMs = 60_000;
  const context = contextOf({ late: onePage }, {}, minuteMs, jobs);
  const first = await collectionOf(['late']);
  const { incident } = first;
  await collectAll(context, first, () => undefined);
  const settledMs = Date.parse(window.to) + minuteMs;
  assert.deepEqual(queued, [
    ['collect.again', { collection: 'C-1', source: 'late' }, 'C-1/late', settledMs, 'running'],
  ]);
  assert.match((await standingGaps(context, incident))[0]?.why ?? '', /when not all of the window was in/);
  const later = { ...contextOf({ late: onePage }, {}, minuteMs), nowMs: () => settledMs };
  const signal = new AbortController().signal;
  await collectAgain(later, first, 'late', signal);
  await collectAgain(later, first, 'late', signal);
  assert.equal((await opened.store.collections(incident)).length, 2, 'once, however often the job runs');
  assert.deepEqual(await standingGaps(context, incident), []);
  await collectAgain({ ...later, sources: new Map() }, first, 'late', signal);
});
