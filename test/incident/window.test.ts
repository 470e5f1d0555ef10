import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, test } from 'node:test';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { createRedactor } from '../../src/collect/redact/redactor.ts';
import { windowOf } from '../../src/domain/time.ts';
import { rowProblems } from '../../src/evidence/agreement/rows-agree.ts';
import { createAlerts } from '../../src/incident/alerts.ts';
import { findings } from '../../src/incident/case.ts';
import { openCollection } from '../../src/incident/collect.ts';
import type { Context } from '../../src/incident/context.ts';
import { importInto } from '../../src/incident/import.ts';
import { advance, rename, reopen } from '../../src/incident/lifecycle.ts';
import { setWindow, windowReport } from '../../src/incident/window.ts';
import { act, incidentDraft, redacted, window } from '../evidence/samples.ts';
import { type OpenStore, pglite } from '../helpers/stores.ts';

const POLICY = readFileSync(new URL('../../templates/policy.yaml', import.meta.url), 'utf8');
const SOAK_MS = 60 * 60_000;

let opened: OpenStore;
let nowMs: number;
before(async () => {
  opened = await pglite.open();
});
beforeEach(() => {
  nowMs = Date.parse('2026-01-27T12:30:00.000Z');
});
after(() => opened.close());

const context = (): Context =>
  ({
    store: opened.store,
    blobs: opened.blobs,
    sources: new Map(),
    policy: loadPolicy(POLICY, 'policy.yaml'),
    policySha256: '0'.repeat(64),
    tool: { name: 'rca', version: 'test' },
    redactor: (incident: string) =>
      createRedactor({ masterKey: Buffer.alloc(32, 1), incident, ipAddresses: 'keep' }),
    nowMs: () => nowMs,
  }) as Partial<Context> as Context;

const start = async (follows: boolean) =>
  (
    await opened.store.startIncident(
      { ...incidentDraft(), ...(follows && { windowFollows: true as const }) },
      act,
    )
  ).id;
const windowEnd = async (id: string) => (await opened.store.incident(id)).window.to;
const collect = (id: string, key: string) => openCollection(context(), id, {}, 'cli:a', key);

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

/** Blocks at these minutes of 27 January. */
const blocks = (...times: readonly string[]) =>
  times
    .map((time, index) =>
      JSON.stringify({
        timestamp: Date.parse(`2026-01-27T${time}:00.000Z`),
        action: 'BLOCK',
        webaclId: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/1',
        terminatingRuleId: 'limit',
        terminatingRuleType: 'RATE_BASED',
        httpRequest: { clientIp: '192.0.2.7', uri: '/', httpMethod: 'GET', requestId: `r-${index}-${time}` },
      }),
    )
    .join('\n');
const importBlocks = (id: string, ...times: readonly string[]) =>
  importInto(
    context(),
    id,
    { name: 'waf.json', bytes: bytesOf(blocks(...times)), format: 'aws.waf-log', capturedAtMs: null },
    'cli:a',
  );

test('a window without a given end goes to now at each collection, and to the resolution plus the soak', async () => {
  const id = await start(true);
  assert.equal((await collect(id, '1')).window.to, '2026-01-27T12:30:00.000Z');
  nowMs += 60_000;
  assert.equal((await collect(id, '1')).window.to, '2026-01-27T12:30:00.000Z', 'the same request again');
  assert.equal((await collect(id, '2')).window.to, '2026-01-27T12:31:00.000Z');
  const resolvedMs = nowMs - 10 * 60_000;
  await advance(context(), id, 'resolved', { atMs: resolvedMs, text: null }, 'cli:a');
  assert.equal(Date.parse(await windowEnd(id)), resolvedMs + SOAK_MS);
  nowMs += 5 * SOAK_MS;
  assert.equal(Date.parse((await collect(id, '3')).window.to), resolvedMs + SOAK_MS);
  await advance(context(), id, 'resolved', { atMs: resolvedMs + 60_000, text: null }, 'cli:a');
  assert.equal(Date.parse(await windowEnd(id)), resolvedMs + 60_000 + SOAK_MS, 'the resolution was moved');
  await reopen(context(), id, 'errors are back', 'cli:a');
  assert.equal(Date.parse((await collect(id, '4')).window.to), nowMs, 'it goes on');
});

test('an end that was given stays until it is set or the incident is opened again', async () => {
  const id = await start(false);
  assert.equal((await collect(id, '1')).window.to, window.to);
  await advance(context(), id, 'resolved', { atMs: null, text: null }, 'cli:a');
  assert.equal(await windowEnd(id), window.to);
  const toMs = Date.parse('2026-01-27T12:15:00.000Z');
  await setWindow(context(), id, { toMs }, 'cli:a', 'k');
  await setWindow(context(), id, { toMs }, 'cli:a', 'k');
  await rename(context(), id, 'Another title', 'cli:a');
  assert.equal(Date.parse(await windowEnd(id)), toMs, 'a version about something else keeps the window');
  await assert.rejects(setWindow(context(), id, { fromMs: toMs }, 'cli:a'), { code: 'WINDOW_INVALID' });
  await reopen(context(), id, 'back', 'cli:b');
  await collect(id, '2');
  const { incident, versions } = await windowReport(context(), id);
  assert.equal(incident.windowFollows, true);
  assert.deepEqual(
    versions.map(({ by, window: { to }, follows }) => [by, to.slice(11, 16), follows]),
    [
      ['cli:root', '12:00', false],
      ['cli:a', '12:15', false],
      ['cli:b', '12:30', true],
    ],
  );
  assert.deepEqual(rowProblems(await opened.store.auditRows(id)), []);
});

test('records outside the window are counted at once and told as a gap, which goes when the window takes them in', async () => {
  const id = await start(false);
  const { outside, stored } = await importBlocks(id, '10:30', '11:30', '12:10', '12:20');
  assert.deepEqual(outside, { records: 2, of: 4 });
  const told = async () =>
    (await findings(context(), id)).analysis.gaps.filter(({ source }) => source === 'import');
  const [gap] = await told();
  assert.match(gap?.why ?? '', /^2 of 4 records lie outside the window \(E-0001, waf\.json, /);
  const toMs = Date.parse(/--to (\S+);/.exec(gap?.mend ?? '')?.[1] ?? '');
  await setWindow(context(), id, { toMs }, 'cli:a');
  assert.deepEqual(await told(), [], 'as the gap says how');
  const again = await importBlocks(id, '10:30', '11:30', '12:10', '12:20');
  assert.deepEqual([again.added, again.stored.item.id], [false, stored.item.id], 'the same file');
});

test('a file that reaches beyond a window that follows takes its end to now, and what is older is outside', async () => {
  const id = await start(true);
  const { outside } = await importBlocks(id, '09:00', '11:30', '12:10');
  assert.deepEqual(outside, { records: 1, of: 3 });
  assert.equal(Date.parse(await windowEnd(id)), nowMs);
  assert.equal(windowOf((await opened.store.incident(id)).window).fromMs, Date.parse(window.from));
});

test('an incident that is opened again has a cycle with phases of its own, and both are shown', async () => {
  const id = await start(true);
  const note = (at: string, phase: 'started' | 'mitigated') =>
    opened.store.writeNote(id, { text: redacted(phase), at: `2026-01-27T${at}:00.000Z`, phase }, act);
  await note('10:30', 'started');
  await note('10:50', 'mitigated');
  const minutes = (hour: string) => Array.from({ length: 20 }, (_, at) => `${hour}:${10 + at}`);
  await importBlocks(id, ...minutes('10'), ...minutes('12'));
  await advance(
    context(),
    id,
    'resolved',
    { atMs: Date.parse('2026-01-27T11:00:00.000Z'), text: null },
    'cli:a',
  );
  const before = (await findings(context(), id)).timeline;
  assert.equal(before.cycles, undefined);
  await reopen(context(), id, 'blocks are back', 'cli:a');
  await note('12:09', 'started');
  const { phases, cycles, entries } = (await findings(context(), id)).timeline;
  const times = (of: typeof phases) =>
    Object.fromEntries(Object.entries(of).map(([name, { at }]) => [name, at.slice(11, 16)]));
  assert.deepEqual(
    cycles?.map((cycle) => [cycle.number, cycle.from.slice(11, 16), times(cycle.phases)]),
    [
      [1, '10:00', { started: '10:30', detected: '10:30', mitigated: '10:50', resolved: '11:00' }],
      [2, '11:00', { started: '12:09', detected: '12:09' }],
    ],
  );
  assert.deepEqual(times(phases), { started: '10:30', detected: '10:30' }, 'of the whole: it is open');
  const phaseOf = (from: string) =>
    entries.find(({ kind, at }) => kind === 'waf.blocked' && at >= `2026-01-27T${from}`)?.phase;
  assert.equal(phaseOf('12:00'), 'detected');
  assert.deepEqual(rowProblems(await opened.store.auditRows(id)), []);
});

test('an alert that fires again after the resolution begins another cycle, once; one that fired before it does not', async () => {
  nowMs = Date.parse('2026-09-16T11:00:00.000Z');
  const jobs: Context['jobs'] = { enqueue: async () => undefined, forget: async () => undefined };
  const alerts = createAlerts({ ...context(), jobs });
  const fire = (startsAt: string) => {
    const notification = {
      version: '4',
      groupKey: '{}:{alertname="HighErrorRate"}',
      status: 'firing',
      receiver: 'rca',
      groupLabels: { alertname: 'HighErrorRate' },
      commonLabels: { alertname: 'HighErrorRate' },
      commonAnnotations: {},
      externalURL: '',
      truncatedAlerts: 0,
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'HighErrorRate' },
          annotations: {},
          startsAt,
          endsAt: '0001-01-01T00:00:00Z',
          generatorURL: '',
          fingerprint: 'c2c36b1d1d0e6d6c',
        },
      ],
    };
    const firedMs = Date.parse(startsAt);
    return alerts.take({
      origin: 'alertmanager',
      group: notification.groupKey,
      firing: { sinceMs: firedMs, lastMs: firedMs },
      title: 'HighErrorRate',
      severity: null,
      services: [],
      format: 'alertmanager.webhook',
      bytes: Buffer.from(JSON.stringify(notification)),
    });
  };
  const first = await fire('2026-09-16T10:50:00.000Z');
  const id = first?.incident ?? '';
  const resolvedMs = nowMs;
  await advance(context(), id, 'resolved', { atMs: resolvedMs, text: null }, 'cli:a');
  nowMs += 20 * 60_000;
  await fire('2026-09-16T10:59:00.000Z');
  assert.equal((await opened.store.incident(id)).status, 'resolved');
  for (const _ of ['once', 'again']) await fire('2026-09-16T11:15:00.000Z');
  const again = await opened.store.incident(id);
  assert.deepEqual(
    [again.status, again.cycles, again.window.to],
    ['open', [new Date(resolvedMs).toISOString()], new Date(nowMs).toISOString()],
  );
});
