import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { tellChanged } from '../../src/cli/tell-changed.ts';
import { createRedactor } from '../../src/collect/redact/redactor.ts';
import { findings, rebuild } from '../../src/incident/case.ts';
import type { Context } from '../../src/incident/context.ts';
import { importInto } from '../../src/incident/import.ts';
import { act, incidentDraft } from '../evidence/samples.ts';
import { type OpenStore, pglite } from '../helpers/stores.ts';

const POLICY = readFileSync(new URL('../../templates/policy.yaml', import.meta.url), 'utf8');
/** The same but for one limit, which the imported latencies keep. */
const LENIENT = POLICY.replace(/(id: latency-p95[^\n]*limit: )\d+/, '$19000');

let opened: OpenStore;
before(async () => {
  opened = await pglite.open();
});
after(() => opened.close());

interface By {
  readonly policy?: string;
  readonly version?: string;
}

const context = ({ policy = POLICY, version = '1' }: By): Context =>
  ({
    store: opened.store,
    blobs: opened.blobs,
    sources: new Map(),
    policy: loadPolicy(policy, 'policy.yaml'),
    policySha256: (policy === POLICY ? '0' : '1').repeat(64),
    tool: { name: 'rca', version },
    redactor: (incident: string) =>
      createRedactor({ masterKey: Buffer.alloc(32, 1), incident, ipAddresses: 'keep' }),
    nowMs: () => Date.parse('2026-01-27T12:30:00.000Z'),
  }) as Partial<Context> as Context;

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

async function withLatencies(): Promise<string> {
  const { id, window } = await opened.store.startIncident(incidentDraft(), act);
  const fromS = Date.parse(window.from) / 1000;
  const values = Array.from({ length: 60 }, (_, minute) => [
    fromS + minute * 60,
    minute < 30 ? '0.1' : '1.5',
  ]);
  const result = [{ metric: { __name__: 'latency_p95' }, values }];
  const text = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
  await importInto(
    context({}),
    id,
    { name: 'latency.json', bytes: bytesOf(text), format: 'prometheus.query', capturedAtMs: null },
    'cli:a',
  );
  return id;
}

test('what other rules concluded is told beside what these conclude, until others conclude again', async () => {
  assert.notEqual(LENIENT, POLICY);
  const id = await withLatencies();
  assert.equal((await rebuild(context({}), id)).changed, null, 'nothing else concluded anything');
  const { changed } = await rebuild(context({ policy: LENIENT }), id);
  assert.deepEqual(changed?.since, { tool: '1', policySha256: '0'.repeat(64) });
  const gate = changed?.gates.find((one) => one.gate === 'latency-p95');
  assert.equal(gate?.from, 'not-satisfied');
  assert.notEqual(gate?.to, 'not-satisfied');
  assert.match(
    tellChanged(changed ?? null),
    /^differs from what rca 1, policy 000000000000 concluded[^\n]*\n.*gate latency-p95: not-satisfied → /s,
  );
  await findings(context({ policy: LENIENT }), id);
  assert.deepEqual((await rebuild(context({ policy: LENIENT }), id)).changed, changed, 'asked again');
  const same = await rebuild(context({ policy: LENIENT, version: '2' }), id);
  assert.deepEqual([same.changed?.gates, same.changed?.phases, same.changed?.since?.tool], [[], [], '1']);
  assert.match(tellChanged(same.changed), /^no phase or gate differs/);
});

test('what an earlier version kept without its rules is told too, and in whatever shape it kept it', async () => {
  const id = await withLatencies();
  const kept = {
    timeline: { phases: { started: { at: '2026-01-27T09:00:00.000Z', evidence: [] } }, more: 1 },
    analysis: {
      gates: [
        { gate: 'latency-p95', verdict: 'satisfied' },
        { gate: 'gone', verdict: 'satisfied' },
      ],
    },
  };
  await opened.store.keepDerived(id, 'findings', 'of an earlier version', kept);
  const { changed } = await rebuild(context({}), id);
  assert.equal(changed?.since, null);
  assert.deepEqual(changed?.phases[0]?.from, '2026-01-27T09:00:00.000Z');
  assert.deepEqual(
    changed?.gates.filter(({ gate }) => ['gone', 'latency-p95'].includes(gate)),
    [
      { gate: 'gone', from: 'satisfied', to: null },
      { gate: 'latency-p95', from: 'satisfied', to: 'not-satisfied' },
    ],
  );
  await opened.store.keepDerived(id, 'findings', 'not to be read', 'text');
  assert.deepEqual((await rebuild(context({}), id)).changed?.since, null);
});
