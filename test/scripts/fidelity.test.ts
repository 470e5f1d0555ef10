import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { medianAndRange } from '../../scripts/fidelity/baseline.ts';
import { figuresOf } from '../../scripts/fidelity/figures.ts';
import { ours } from '../../scripts/fidelity/measure.ts';
import { petshop } from '../../scripts/fidelity/petshop.ts';
import { policy } from '../analysis/cases.ts';

const root = mkdtempSync(join(tmpdir(), 'rca-fidelity-'));
after(() => rmSync(root, { recursive: true, force: true }));

const STEP_S = 300;

function metrics(path: string, fromS: number, latencies: readonly number[]): void {
  const rows = latencies.map(
    (latency, index) => `${fromS + index * STEP_S}.0,${latency},${0.2 + 0.01 * (index % 3)}`,
  );
  const head = ['microservice,orders,carts', 'metric,latency,latency', 'statistic,Average,Average'];
  writeFileSync(path, [...head, 'unix_timestamp,,', ...rows].join('\n'));
}

const usual = (count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => 0.1 + 0.01 * (index % 4));

const scenario = join(root, 'dataset', 'low_traffic');
for (const folder of ['noissue', 'train', 'test/issue_0'])
  mkdirSync(join(scenario, folder), { recursive: true });
metrics(join(scenario, 'noissue', 'metrics.csv'), 1_700_000_100, usual(200));
metrics(join(scenario, 'test', 'issue_0', 'metrics.csv'), 1_690_000_200, [0.1, 0.11, 2, 2.1, 1.9, 2]);
const target = { node: 'front', metric: 'latency', agg: 'Average', timestamp: 1_690_000_200 + 2 * STEP_S };
writeFileSync(
  join(scenario, 'test', 'issue_0', 'target.json'),
  JSON.stringify({ target, root_cause: { node: 'orders', metric: null } }),
);

test('a fault is placed at its time and in its service, and quiet hours stay quiet', () => {
  const [set] = petshop(root);
  const { seen, startErrorSeconds, first, falseEffects, quietHours } = figuresOf(
    set?.recorded ?? [],
    ours(policy),
  );
  assert.deepEqual(
    { seen, startErrorSeconds, first, falseEffects, quietHours },
    { seen: 1, startErrorSeconds: { median: 0, ninth: 0 }, first: 1, falseEffects: 0, quietHours: 8 },
  );
});

test('a fault in another service or at another time is not counted as found', () => {
  const [set] = petshop(root);
  const moved = (set?.recorded ?? []).map((one) =>
    one.truth === null
      ? one
      : { ...one, truth: { service: 'carts', startedMs: one.truth.startedMs - 120_000 } },
  );
  for (const method of [ours(policy), medianAndRange]) {
    const { first, startErrorSeconds } = figuresOf(moved, method);
    assert.deepEqual({ first, median: startErrorSeconds.median }, { first: 0, median: 120 });
  }
});

test('the baseline sees an effect where a point is three interquartile ranges from the median', () => {
  const [set] = petshop(root);
  const fault = set?.recorded.find(({ truth }) => truth !== null);
  assert.ok(fault);
  assert.deepEqual(medianAndRange(fault).services, ['orders']);
});
