import assert from 'node:assert/strict';
import { test } from 'node:test';
import { observed, series } from '../timeline/observations.ts';
import { analysed, baseline, daily, gateOf, item } from './cases.ts';

const GATE_IDS = [
  'availability',
  'latency-p95',
  'latency-p99',
  'error-ratio',
  'soak',
  'waf-block-mode',
  'waf-correlation',
  'auth-failures',
  'jwt-replay',
  'stack-traces',
  'cors-denied',
  'limiter-errors',
  'db-pool',
  'burn-fast',
  'burn-slow',
  'rollback-latency',
  'rollback-errors',
  'rollback-token',
  'rollback-leak',
  'rollback-limiter',
  'rollback-db-pool',
  'rollback-waf',
  'probes',
  'rotation',
  'bound-parameters',
  'db-least-privilege',
  'scans',
  'load',
];

test('without evidence every gate is there, and every one is insufficient with a reason', () => {
  const { analysis } = analysed([]);
  assert.deepEqual(analysis.gates.map(({ gate }) => gate).sort(), [...GATE_IDS].sort());
  for (const gate of analysis.gates) {
    assert.equal(gate.verdict, 'insufficient-evidence', gate.gate);
    assert.notEqual(gate.why, '');
  }
});

test('availability is the mean over the window against the target', () => {
  const good = gateOf(
    analysed([
      series(
        'availability',
        daily(() => 0.9995),
      ),
    ]),
    'availability',
  );
  assert.deepEqual([good.verdict, good.figure, good.threshold], ['satisfied', 0.9995, 0.999]);
  const bad = gateOf(
    analysed([
      series(
        'availability',
        daily((minute) => (minute < 144 ? 0.98 : 1)),
      ),
    ]),
    'availability',
  );
  assert.deepEqual([bad.verdict, bad.figure], ['not-satisfied', 0.998]);
});

test('a point that is missing takes the green away, and is told', () => {
  const gate = gateOf(
    analysed([
      series(
        'availability',
        daily((minute) => (minute >= 60 && minute < 63 ? null : 1)),
      ),
    ]),
    'availability',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /3 points of the window are missing/);
});

test('an end of the window without points takes the green away', () => {
  const gate = gateOf(
    analysed([
      series(
        'latency_p95',
        daily((minute) => (minute < 1400 ? 0.1 : null)),
      ),
    ]),
    'latency-p95',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /40 points of the window are missing/);
});

test('a truncated item takes the green away', () => {
  const items = [
    item('E-0002', 'prometheus.query', {
      coverage: { state: 'truncated', why: 'too many points', limit: 11000 },
      query: { name: 'availability', stepSeconds: 60 },
    }),
  ];
  const gate = gateOf(
    analysed(
      [
        series(
          'availability',
          daily(() => 1),
        ),
      ],
      items,
    ),
    'availability',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /E-0002 is truncated at 11000/);
});

test('what is missing does not excuse a limit that was passed', () => {
  const gate = gateOf(
    analysed([
      series(
        'latency_p95',
        daily((minute) => (minute === 5 ? null : minute === 700 ? 0.4 : 0.1)),
      ),
    ]),
    'latency-p95',
  );
  assert.deepEqual([gate.verdict, gate.figure, gate.threshold, gate.unit], ['not-satisfied', 400, 220, 'ms']);
});

test('a query that answered with no data is not a zero', () => {
  const items = [item('E-0002', 'prometheus.query', { query: { name: 'stack_traces' } })];
  const gate = gateOf(analysed([], items), 'stack-traces');
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /No data is not zero/);
});

test('p99 is held against its own baseline from before the window', () => {
  const within = analysed([
    baseline('latency_p99', 0.3),
    series(
      'latency_p99',
      daily(() => 0.32),
    ),
  ]);
  assert.equal(gateOf(within, 'latency-p99').verdict, 'satisfied');
  const over = gateOf(
    analysed([
      baseline('latency_p99', 0.3),
      series(
        'latency_p99',
        daily((minute) => (minute >= 600 && minute < 610 ? 0.34 : 0.3)),
      ),
    ]),
    'latency-p99',
  );
  assert.deepEqual([over.verdict, over.figure, over.threshold], ['not-satisfied', 340, 330]);
  assert.match(over.why, /the 6 hours before the window/);
});

test('p99 without a past is not judged', () => {
  assert.equal(
    gateOf(
      analysed([
        series(
          'latency_p99',
          daily(() => 0.3),
        ),
      ]),
      'latency-p99',
    ).verdict,
    'insufficient-evidence',
  );
});

test('authentication failures at three times the baseline fire only when held for ten minutes', () => {
  const held = (minutes: number) =>
    gateOf(
      analysed([
        baseline('auth_failures', 0.5),
        series(
          'auth_failures',
          daily((minute) => (minute >= 600 && minute <= 600 + minutes ? 2 : 0.5)),
        ),
      ]),
      'auth-failures',
    );
  assert.deepEqual([held(10).verdict, held(10).figure, held(10).threshold], ['not-satisfied', 4, 3]);
  assert.deepEqual([held(9).verdict, held(9).figure], ['satisfied', 1]);
});

test('replayed tokens are judged by their own past', () => {
  const noise = (n: number): number => ((n * 7919) % 101) % 5;
  const replay = (peak: number) =>
    gateOf(
      analysed([
        series(
          'jwt_replay',
          Array.from({ length: 360 }, (_, n) => noise(n)),
          { fromMinutes: -360, evidence: 'E-0009' },
        ),
        series(
          'jwt_replay',
          daily((minute) => (minute >= 600 && minute < 630 ? peak : noise(minute))),
        ),
      ]),
      'jwt-replay',
    ).verdict;
  assert.equal(replay(2), 'satisfied');
  assert.equal(replay(9), 'not-satisfied');
});

test('limiter errors fire from five minutes at a stretch on', () => {
  const errors = (minutes: number) =>
    gateOf(
      analysed([
        series(
          'limiter_errors',
          daily((m) => (m >= 60 && m <= 60 + minutes ? 1 : 0)),
        ),
      ]),
      'limiter-errors',
    );
  assert.deepEqual([errors(5).verdict, errors(5).figure], ['not-satisfied', 5]);
  assert.deepEqual([errors(4).verdict, errors(4).figure], ['satisfied', 4]);
});

test('a rollback trigger needs ten minutes, a limit does not', () => {
  const dip = analysed([
    series(
      'latency_p95',
      daily((minute) => (minute >= 60 && minute < 65 ? 0.3 : 0.1)),
    ),
  ]);
  assert.equal(gateOf(dip, 'latency-p95').verdict, 'not-satisfied');
  assert.equal(gateOf(dip, 'rollback-latency').verdict, 'satisfied');
  const long = analysed([
    series(
      'latency_p95',
      daily((minute) => (minute >= 60 && minute < 75 ? 0.3 : 0.1)),
    ),
  ]);
  assert.deepEqual(
    [gateOf(long, 'rollback-latency').verdict, gateOf(long, 'rollback-latency').figure],
    ['not-satisfied', 300],
  );
});

test('burning two per cent of the budget an hour pages, computed from availability when no burn rate is recorded', () => {
  // 1.44 % errors against a budget of 0.1 % is a burn rate of 14.4: 2 % of 30 days in an hour.
  const gate = gateOf(
    analysed([
      series(
        'availability',
        daily((minute) => (minute >= 600 && minute < 640 ? 0.9856 : 1)),
      ),
    ]),
    'burn-fast',
  );
  assert.deepEqual([gate.verdict, gate.figure, gate.threshold], ['not-satisfied', 0.02, 0.02]);
  const slower = gateOf(
    analysed([
      series(
        'burn_fast',
        daily((minute) => (minute >= 600 && minute < 640 ? 14.3 : 0)),
      ),
    ]),
    'burn-fast',
  );
  assert.equal(slower.verdict, 'satisfied');
});

test('the slow burn is one per cent of the budget in six hours', () => {
  const gate = (rate: number) =>
    gateOf(
      analysed([
        series(
          'burn_slow',
          daily((m) => (m < 360 ? rate : 0)),
        ),
      ]),
      'burn-slow',
    );
  assert.deepEqual([gate(1.2).verdict, gate(1.2).figure], ['not-satisfied', 0.01]);
  assert.equal(gate(1.19).verdict, 'satisfied');
});

test('soak counts from the last change or the last red point, whichever is later', () => {
  const good = [
    series(
      'availability',
      daily((minute) => (minute === 900 ? 0.9 : 1)),
    ),
    series(
      'latency_p95',
      daily(() => 0.1),
    ),
    series(
      'error_ratio',
      daily(() => 0),
    ),
  ];
  const quiet = gateOf(analysed(good), 'soak');
  assert.deepEqual([quiet.verdict, quiet.figure], ['satisfied', 540]);
  const change = observed('config.changed', 1200, { 'config.key': 'waf.mode', 'config.to': 'block' });
  assert.equal(gateOf(analysed([...good, change]), 'soak').figure, 240);
  const late = observed('config.changed', 1400, { 'config.key': 'waf.mode', 'config.to': 'block' });
  assert.equal(gateOf(analysed([...good, late]), 'soak').verdict, 'insufficient-evidence');
  const red = [
    series(
      'availability',
      daily((minute) => (minute === 1400 ? 0.9 : 1)),
    ),
    ...good.slice(1),
  ];
  assert.equal(gateOf(analysed(red), 'soak').verdict, 'not-satisfied');
});

test('a hole in the points is not counted as held', () => {
  const values = daily((minute) => (minute < 600 || minute > 612 ? 0.1 : minute === 606 ? null : 0.3));
  const gate = gateOf(analysed([series('latency_p95', values)]), 'rollback-latency');
  assert.deepEqual([gate.verdict, gate.figure], ['insufficient-evidence', 100]);
});

test('an item of the baseline that failed does not taint the window', () => {
  const past = item('E-0009', 'prometheus.query', {
    coverage: { state: 'failed', error: 'timeout' },
    query: {
      name: 'availability',
      stepSeconds: 60,
      start: '2026-01-24T00:00:00.000Z',
      end: '2026-01-26T23:59:00.000Z',
    },
  });
  const gate = gateOf(
    analysed(
      [
        series(
          'availability',
          daily(() => 1),
        ),
      ],
      [past],
    ),
    'availability',
  );
  assert.equal(gate.verdict, 'satisfied');
});
