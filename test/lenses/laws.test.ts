import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { lenses } from '../../src/lenses/registry.ts';
import { type Case, casesOf, leadersOf, understood, windowMs } from './cases.ts';

const all = lenses.flatMap(({ kind }) => casesOf(kind));
const MINUTE_MS = 60_000;

const event = (
  kind: SourcedObservation['observation']['kind'],
  atMs: number,
  attributes: Readonly<Record<string, string>>,
  evidence = 'E-9001',
): SourcedObservation => ({
  evidence,
  observation: {
    at: toIso(atMs),
    clock: 'log',
    kind,
    source: 'import',
    sourceType: 'import',
    format: kind.startsWith('waf.') ? 'aws.waf-log' : 'aws.cloudtrail',
    summary: attributes['summary'] ?? kind,
    attributes: {
      ...attributes,
      'event.id': `${evidence}-${atMs}`,
      'http.request.id': `${evidence}-${atMs}`,
    },
    record: { page: 0, index: 0, byteOffset: 0 },
  },
});
const at = (minutes: number): number => windowMs.fromMs + minutes * MINUTE_MS;

/** What means nothing and stands in every incident: probing, another service's deployment, an alert that flaps. */
const noise: readonly SourcedObservation[] = [
  ...Array.from({ length: 16 }, (_, index) =>
    event('waf.blocked', at(12) + index * 3000, {
      'security_rule.name': 'SQLi_QUERYARGUMENTS',
      'url.path': '/old.php',
      'client.address': '203.0.113.9',
    }),
  ),
  event(
    'deploy.started',
    at(113),
    { 'service.name': 'gift-cards', 'deployment.id': 'gift-cards:2' },
    'E-9002',
  ),
  event(
    'deploy.started',
    at(20),
    { 'service.name': 'gift-cards', 'deployment.id': 'gift-cards:1' },
    'E-9002',
  ),
  event('alert.fired', at(30), { 'alert.name': 'BackupSlow', 'alert.label.job': 'nightly' }, 'E-9003'),
  event('alert.resolved', at(34), { 'alert.name': 'BackupSlow', 'alert.label.job': 'nightly' }, 'E-9003'),
  event('auth.succeeded', at(9), { 'user.name': 'ops', 'client.address': '192.0.2.20' }, 'E-9004'),
  event(
    'credential.created',
    at(11),
    { 'credential.id': 'k', 'user.name': 'ops', 'client.address': '192.0.2.20' },
    'E-9004',
  ),
];

/** Of a case, what tells of no effect and of no cause: its records outside of two hours around its first effect. */
const shifted = (observations: readonly SourcedObservation[]): readonly SourcedObservation[] =>
  observations
    .filter(({ observation: { kind } }) => kind !== 'sli.sample')
    .map(({ evidence, observation }) => ({
      evidence: evidence.replace('E-0', 'E-8'),
      observation: { ...observation, at: toIso(Date.parse(observation.at) - 6 * 60 * MINUTE_MS) },
    }));

const DAY_MS = 24 * 60 * MINUTE_MS;

/** All of a case at another time, its series those of another service. */
const atOtherTime = (
  observations: readonly SourcedObservation[],
  byMs: number,
): readonly SourcedObservation[] => {
  const moved = (at: string): string => toIso(Date.parse(at) + byMs);
  return observations.map(({ evidence, observation }) => ({
    evidence: evidence.replace('E-0', 'E-7'),
    observation: {
      ...observation,
      at: moved(observation.at),
      ...(observation.until !== undefined && { until: moved(observation.until) }),
      ...(observation.points !== undefined && {
        points: observation.points.map(([at, value]) => [moved(at), value] as const),
        series: { ...observation.series, service: 'elsewhere' },
      }),
    },
  }));
};

const essence = (found: Understanding): unknown => ({
  leaders: leadersOf(found),
  started: found.phases.started?.at,
});
const of = ({ incident }: Case, observations: readonly SourcedObservation[]): Understanding =>
  understood(incident, observations);

for (const one of all) {
  const name = `${one.lens}, ${one.name}`;
  const alone = of(one, one.observations);

  test(`law 1: background changes neither start nor trigger of ${name}`, () => {
    assert.deepEqual(essence(of(one, [...noise, ...one.observations])), essence(alone));
  });

  test(`law 3: the order of evidence changes nothing of ${name}`, () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...one.observations], { minLength: one.observations.length }),
        (shuffled) => assert.deepEqual(of(one, shuffled), alone),
      ),
      { numRuns: 3 },
    );
  });

  test(`law 4: each argument of ${name} falls with its evidence, and so does the leader with all of it`, () => {
    const ids = new Set(one.observations.map(({ evidence }) => evidence));
    for (const { for: speaks, against, verdict } of alone.hypotheses) {
      for (const { evidence } of [...speaks, ...against]) {
        assert.ok(evidence.length > 0, 'an argument has evidence');
        for (const id of evidence) assert.ok(ids.has(id), `${id} is evidence of the case`);
      }
      if (verdict !== 'leading') continue;
      const cited = new Set(speaks.flatMap(({ evidence }) => evidence));
      const without = of(
        one,
        one.observations.filter(({ evidence }) => !cited.has(evidence)),
      );
      assert.deepEqual(leadersOf(without), []);
    }
  });

  test(`law 5: nothing of ${name} leads or is ruled out on one weak word, and what is not checked says what would tell`, () => {
    for (const { verdict, for: speaks, against, missing } of alone.hypotheses) {
      const weights = (verdict === 'ruled-out' ? against : speaks).map(({ weight }) => weight);
      if (verdict === 'ruled-out') assert.ok(weights.includes('decisive'));
      if (verdict === 'leading') {
        assert.ok(
          weights.includes('decisive') || weights.filter((weight) => weight === 'strong').length >= 2,
        );
      }
      if (verdict === 'not-checked') assert.ok(missing.length > 0 && speaks.length === 0);
    }
  });
}

test('law 1: nothing of any case, played on another day by another service, changes another', () => {
  for (const one of all) {
    const alone = essence(of(one, one.observations));
    for (const other of all) {
      if (other === one) continue;
      for (const byMs of [-3 * DAY_MS, DAY_MS]) {
        const mixed = of(one, [...atOtherTime(other.observations, byMs), ...one.observations]);
        assert.deepEqual(essence(mixed), alone, `${one.lens}/${one.name} with ${other.lens}/${other.name}`);
      }
    }
  }
});

test('law 1: no record of any case, played six hours earlier and so outside of the window, changes another', () => {
  for (const one of all) {
    const alone = essence(of(one, one.observations));
    for (const other of all) {
      if (other === one) continue;
      const mixed = of(one, [...shifted(other.observations), ...one.observations]);
      assert.deepEqual(essence(mixed), alone, `${other.lens}/${other.name} in ${one.lens}/${one.name}`);
    }
  }
});

test('law 2: nothing outside of the window is a mark', () => {
  for (const one of all) {
    for (const phase of Object.values(of(one, one.observations).phases)) {
      const atMs = Date.parse(phase.at);
      assert.ok(atMs >= windowMs.fromMs && atMs < windowMs.toMs, `${one.lens}/${one.name}: ${phase.at}`);
    }
  }
});

test('law 6: what people write asserts nothing: notes are no evidence of an explanation', () => {
  for (const one of all) {
    const cited = of(one, one.observations).hypotheses.flatMap(({ for: speaks }) =>
      speaks.flatMap(({ evidence }) => evidence),
    );
    assert.ok(cited.every((id) => id.startsWith('E-')));
  }
});
