import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lintBlame } from '../../src/analysis/blame.ts';
import { analysisBuilder } from '../../src/analysis/builder.ts';
import { sliThresholds } from '../../src/analysis/policy.ts';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import { recordedIncident } from '../../src/demo/incident/incident.ts';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { Analysis } from '../../src/domain/case-file.ts';
import type { Claim } from '../../src/domain/claim.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import type { Timeline } from '../../src/domain/timeline.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { deduplicator } from '../../src/timeline/deduplicator.ts';
import { times } from '../helpers/times.ts';
import { policy } from './cases.ts';
import { incidentOf, itemsOf, notesOf, observationsOf } from './recorded.ts';

const recording = recordedIncident(Date.UTC(2026, 0, 27, 12));
const { truth } = recording;
const items = itemsOf(recording);
const observations = [...observationsOf(items)];

function computed(fed: Iterable<SourcedObservation>): { timeline: Timeline; analysis: Analysis } {
  const incident = incidentOf(recording);
  const isNew = deduplicator();
  const timelines = timelineBuilder(incident, notesOf(recording), sliThresholds(policy));
  const analyses = analysisBuilder(incident, policy);
  const understandings = understandingBuilder(incident, policy);
  for (const observation of fed) {
    if (!isNew(observation)) continue;
    timelines.add(observation);
    analyses.add(observation);
    understandings.add(observation);
  }
  const understanding = understandings.finish(items.map(({ item: { item } }) => item));
  const timeline = timelines.finish(understanding);
  return {
    timeline,
    analysis: analyses.finish({ timeline, items: items.map(({ item }) => item), gaps: [], understanding }),
  };
}

const { timeline, analysis } = computed(observations);
const countOf = (kind: string, read: (entry: Timeline['entries'][number]) => number): number =>
  timeline.entries.filter((entry) => entry.kind === kind).reduce((sum, entry) => sum + read(entry), 0);
const verdict = (id: string): string | undefined => analysis.gates.find(({ gate }) => gate === id)?.verdict;
const claims: readonly Claim[] = [
  ...analysis.summary,
  ...analysis.impact,
  ...analysis.indicators,
  ...(analysis.trigger ? [analysis.trigger] : []),
  ...analysis.factors,
  ...analysis.ruledOut,
  ...analysis.resolution,
];

test('the blocks of the recorded incident are a handful of entries and none is lost', () => {
  const entries = timeline.entries.filter(({ kind }) => kind === 'waf.blocked');
  assert.ok(entries.length <= 18, `${entries.length} entries`);
  assert.equal(
    countOf('waf.blocked', ({ count }) => count),
    truth.blocks,
  );
  assert.equal(truth.blocks, 12_453);
  assert.equal(
    countOf('waf.blocked', ({ attributes }) => Number(attributes['bots'] ?? 0)),
    truth.botBlocks,
  );
  assert.equal(
    countOf('waf.counted', ({ count }) => count),
    truth.counted,
  );
});

test('the phases stand at the times that the incident was made with', () => {
  const found = Object.fromEntries(
    Object.entries(timeline.phases).map(([name, phase]) => [name, Date.parse(phase.at)]),
  );
  assert.deepEqual(found, truth.phases);
});

test('each entry of a source names its evidence, and each claim stands on something that exists', () => {
  const known = new Set([
    ...items.map(({ item }) => item.item.id),
    ...notesOf(recording).map(({ id }) => id),
  ]);
  for (const entry of timeline.entries.filter(({ origin }) => origin === 'source')) {
    assert.ok(entry.evidence.length > 0 && entry.evidence.every((id) => known.has(id)), entry.title);
  }
  for (const { text, evidence } of claims) {
    assert.ok(evidence.length > 0 && evidence.every((id) => known.has(id)), text);
  }
});

test('the gates say what the incident was made to show', () => {
  const fired = [
    'availability',
    'latency-p95',
    'latency-p99',
    'error-ratio',
    'waf-block-mode',
    'auth-failures',
    'jwt-replay',
    'burn-fast',
    'burn-slow',
    'rollback-latency',
    'rollback-errors',
  ];
  for (const gate of fired) assert.equal(verdict(gate), 'not-satisfied', gate);
  const held = ['soak', 'rotation', 'bound-parameters', 'stack-traces', 'db-pool', 'waf-correlation'];
  for (const gate of held) assert.equal(verdict(gate), 'satisfied', gate);
  // The rate limiter was not scraped for six minutes, and cors_denied has no series at all.
  for (const gate of ['limiter-errors', 'rollback-limiter', 'cors-denied']) {
    assert.equal(verdict(gate), 'insufficient-evidence', gate);
  }
});

test('every credential of the recorded incident is shown to be rotated', () => {
  assert.deepEqual(
    analysis.rotations.map(({ credentialKind, complete }) => [credentialKind, complete]),
    [
      ['jwk', true],
      ['db-role', true],
      ['secret', true],
      ['iam-key', true],
    ],
  );
});

test('the summary gives the numbers of the incident in three to five sentences', () => {
  assert.ok(analysis.summary.length >= 3 && analysis.summary.length <= 5);
  const text = analysis.summary.map((claim) => claim.text).join(' ');
  for (const part of ['/api/v1/search', '12,453', '3,201', '4.1 times', '20 minutes later']) {
    assert.ok(text.includes(part), part);
  }
});

test('no sentence of the draft blames', () => {
  const whys = Object.values(timeline.phases).map(({ why }) => why);
  const told = [
    ...claims.map(({ text }) => text),
    ...analysis.gates.map(({ why }) => why),
    ...analysis.notChecked,
    ...whys,
  ];
  for (const text of told) assert.deepEqual(lintBlame(text), [], text);
});

test('the probes are ruled out as executed SQL by the bound parameters', () => {
  assert.ok(analysis.ruledOut.some(({ text }) => /bound parameters/.test(text)));
  assert.deepEqual([analysis.statements?.unknown, (analysis.statements?.bound ?? 0) > 0], [0, true]);
});

test('the chart of blocks adds up to all blocks', () => {
  const chart = analysis.charts.find(({ id }) => id === 'waf-blocks');
  assert.ok(chart?.kind === 'stacked');
  const sum = chart.buckets.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
  assert.equal(sum, truth.blocks);
  assert.equal(chart.bucketMs, 15 * 60_000);
});

test('the response is measured between the phases', () => {
  const { started, detected, mitigated, resolved, acknowledged } = truth.phases;
  assert.deepEqual(
    analysis.detection.map(({ durationMs }) => durationMs),
    [detected - started, acknowledged - detected, mitigated - started, resolved - started],
  );
});

test('the same observations in any order give the same bytes', () => {
  // A twentieth of the requests is enough to shuffle, with everything else.
  const sampled = observations.filter(
    ({ observation }, index) => !observation.kind.startsWith('waf.') || index % 20 === 0,
  );
  const expected = canonicalJson(computed(sampled));
  fc.assert(
    fc.property(fc.shuffledSubarray(sampled, { minLength: sampled.length }), (shuffled) => {
      assert.equal(canonicalJson(computed(shuffled)), expected);
    }),
    { numRuns: times(3) },
  );
});
