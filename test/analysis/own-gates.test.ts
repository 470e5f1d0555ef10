import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { analysisBuilder } from '../../src/analysis/builder.ts';
import { loadPolicy } from '../../src/analysis/load-policy.ts';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import type { GateResult, Verdict } from '../../src/domain/gate.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import { pass } from '../../src/incident/gates.ts';
import { shown } from '../../src/judges/figures.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { incident, MINUTE_MS, observed, series, startMs } from '../timeline/observations.ts';
import { baseline, daily } from './cases.ts';

interface Judging {
  readonly gates: readonly object[];
  readonly declares?: readonly string[];
  readonly afterMinutes?: number;
}

function judged(
  { gates, declares = [], afterMinutes }: Judging,
  observations: readonly SourcedObservation[],
): readonly GateResult[] {
  const slo = { target: 0.999, periodDays: 30 };
  const policy = loadPolicy(stringify({ version: 2, slo, declares, gates }), 'policy.yaml');
  const from = afterMinutes === undefined ? undefined : startMs + afterMinutes * MINUTE_MS;
  const builders = [
    timelineBuilder(incident, []),
    analysisBuilder(incident, policy, from),
    understandingBuilder(incident, policy),
  ] as const;
  for (const observation of observations) for (const builder of builders) builder.add(observation);
  const [timelines, analyses, understandings] = builders;
  const understanding = understandings.finish([]);
  const timeline = timelines.finish(understanding);
  return analyses.finish({ timeline, items: [], gaps: [], understanding }).gates;
}

const verdicts = (results: readonly GateResult[]) => results.map(({ verdict }) => verdict);

test('a gate of one’s own over any indicator needs no code, and stands without evidence', () => {
  const queue = series(
    'queue_depth',
    daily((minute) => (minute < 60 ? 5 : 40)),
  );
  const ofQueue = { indicator: 'queue_depth', unit: 'jobs' };
  const gates = [
    { id: 'queue-ceiling', check: 'ceiling', limit: 50, ...ofQueue },
    { id: 'queue-low', check: 'ceiling', limit: 30, ...ofQueue },
    { id: 'queue-held', check: 'held-for', limit: 30, forMinutes: 10, ...ofQueue },
    { id: 'queue-floor', check: 'floor', limit: 5, of: 'lowest', ...ofQueue },
    { id: 'other', check: 'ceiling', indicator: 'never_collected', limit: 1 },
    { id: 'log', check: 'complete', lens: 'aws.waf-log' },
  ];
  const results = judged({ gates }, [queue]);
  assert.deepEqual(verdicts(results), [
    'satisfied',
    'not-satisfied',
    'not-satisfied',
    'satisfied',
    'insufficient-evidence',
    'insufficient-evidence',
  ]);
  assert.match(results[1]?.why ?? '', /^queue_depth peaked at 40 jobs at .*; the limit is 30 jobs\.$/);
});

test('a gate falls away by what is declared alone', () => {
  const gate = { check: 'ceiling', indicator: 'db_pool', limit: 0.85 };
  const gates = [
    { ...gate, id: 'declared', appliesWhen: { declared: 'database' } },
    { ...gate, id: 'service', appliesWhen: { service: 'search' } },
    { ...gate, id: 'other-service', appliesWhen: { service: 'checkout' } },
  ];
  const held = [
    series(
      'db_pool',
      daily(() => 0.5),
    ),
  ];
  assert.deepEqual(verdicts(judged({ gates }, held)), ['not-applicable', 'satisfied', 'not-applicable']);
  assert.deepEqual(verdicts(judged({ gates, declares: ['database'] }, [])), [
    'insufficient-evidence',
    'insufficient-evidence',
    'not-applicable',
  ]);
});

test('after a change only what came after it is judged, against what was usual before the incident', () => {
  const gates = [
    { id: 'errors', check: 'ceiling', indicator: 'error_ratio', limit: 0.01 },
    { id: 'logins', check: 'times-baseline', indicator: 'auth_failures', limit: 3, forMinutes: 10 },
  ];
  const observations = [
    series(
      'error_ratio',
      daily((minute) => (minute < 600 ? 0.5 : 0.001)),
    ),
    series(
      'auth_failures',
      daily(() => 10),
      { evidence: 'E-0002' },
    ),
    baseline('auth_failures', 1, 'E-0003'),
  ];
  assert.deepEqual(verdicts(judged({ gates }, observations)), ['not-satisfied', 'not-satisfied']);
  const after = judged({ gates, afterMinutes: 600 }, observations);
  assert.deepEqual(verdicts(after), ['satisfied', 'not-satisfied']);
  assert.equal(after[0]?.window.from, toIso(startMs + 600 * MINUTE_MS));
  assert.equal(after[1]?.figure, 10);
});

test('a gate may name the part of the window that it is about', () => {
  const ofErrors = { check: 'ceiling', indicator: 'error_ratio', limit: 0.01 };
  const gates = [
    { ...ofErrors, id: 'whole' },
    { ...ofErrors, id: 'then', over: 'after-change' },
    { ...ofErrors, id: 'end', over: 'soak' },
  ];
  const errors = series(
    'error_ratio',
    daily((minute) => (minute < 600 ? 0.5 : 0.001)),
  );
  assert.deepEqual(verdicts(judged({ gates }, [errors])), [
    'not-satisfied',
    'insufficient-evidence',
    'satisfied',
  ]);
  const change = observed('config.changed', 600, { 'config.key': 'replicas', 'config.name': 'search' });
  const [, then, end] = judged({ gates }, [errors, change]);
  assert.deepEqual([then?.verdict, then?.window.from], ['satisfied', toIso(startMs + 600 * MINUTE_MS)]);
  assert.equal(end?.window.from, toIso(startMs + 23 * 60 * MINUTE_MS));
});

test('no figure reads like the limit that it is not', () => {
  assert.equal(shown(220.04, 220), '220.04');
  assert.equal(shown(220, 220), '220');
  const [gate] = judged({ gates: [{ id: 'p95', check: 'ceiling', indicator: 'latency_p95', limit: 220 }] }, [
    series(
      'latency_p95',
      daily(() => 0.22004),
    ),
  ]);
  assert.equal(gate?.verdict, 'not-satisfied');
  assert.match(gate?.why ?? '', /peaked at 220\.04 ms .* the limit is 220 ms/);
  for (const [value, limit] of [
    [0.9989999, 0.999],
    [2.9999999, 3],
    [1_000_000.4, 1_000_000],
  ] as const) {
    assert.notEqual(shown(value, limit), shown(limit));
  }
});

test('strict passes when all that apply are satisfied, at least one is, and so is what a profile requires', () => {
  const of = (...list: readonly Verdict[]) => list.map((verdict, index) => ({ gate: `g${index}`, verdict }));
  const passes = (gates: ReturnType<typeof of>, required: readonly string[] = []) =>
    pass(gates, gates, required);
  assert.ok(passes(of('satisfied', 'not-applicable')));
  assert.ok(!passes(of('satisfied', 'insufficient-evidence')));
  assert.ok(!passes(of('satisfied', 'not-satisfied')));
  assert.ok(!passes(of('not-applicable')), 'nothing is no reason to go');
  assert.ok(!passes([]));
  assert.ok(!passes(of('satisfied', 'not-applicable'), ['g1']), 'what is required may not fall away');
  assert.ok(passes(of('satisfied', 'not-applicable'), ['g0']));
});
