import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import type { Understanding } from '../../src/domain/understanding.ts';
import { times } from '../helpers/times.ts';
import { incident, observed, series, waf } from '../timeline/observations.ts';
import { baseline, daily, policy } from './cases.ts';

function understood(observations: readonly SourcedObservation[]): Understanding {
  const builder = understandingBuilder(incident, policy);
  for (const observation of observations) builder.add(observation);
  return builder.finish([]);
}

const leading = ({ hypotheses }: Understanding): readonly unknown[] =>
  hypotheses.filter(({ verdict }) => verdict === 'leading').map(({ kind, subject }) => [kind, subject]);

const deploy = (minute: number, service: string, version: string): SourcedObservation =>
  observed(
    'deploy.started',
    minute,
    { 'service.name': service, 'deployment.id': version, 'event.id': `${service}-${minute}` },
    'E-0003',
  );
const dip = (from: number, to: number) => [
  baseline('availability', 0.9999, 'E-0002'),
  series(
    'availability',
    daily((minute) => (minute >= from && minute < to ? 0.9 : 0.9999)),
  ),
];
const rolledBack = [deploy(600, 'search', 'search:8'), ...dip(602, 624), deploy(622, 'search', 'search:7')];

const background: readonly SourcedObservation[] = [
  ...Array.from({ length: 14 }, (_, index) => waf('waf.blocked', 400 + index / 20, `n${index}`, 'SQLi_BODY')),
  deploy(590, 'newsletter', 'newsletter:33'),
  deploy(100, 'newsletter', 'newsletter:32'),
  observed('alert.fired', 300, { 'alert.name': 'DiskOfCi', 'alert.label.instance': 'ci-3' }, 'E-0005'),
  observed('alert.resolved', 320, { 'alert.name': 'DiskOfCi', 'alert.label.instance': 'ci-3' }, 'E-0005'),
];

test('a deployment that was rolled back, and the effect with it, leads', () => {
  const found = understood(rolledBack);
  assert.deepEqual(leading(found), [['deployment', 'search (search:8)']]);
  assert.deepEqual(
    [found.phases.started?.at, found.phases.mitigated?.at].map((at) => at?.slice(11, 16)),
    ['10:02', '10:22'],
  );
});

test('background changes neither the start nor the trigger', () => {
  const alone = understood(rolledBack);
  fc.assert(
    fc.property(fc.subarray([...background]), (some) => {
      const mixed = understood([...some, ...rolledBack]);
      assert.deepEqual(leading(mixed), leading(alone));
      assert.deepEqual(mixed.phases.started, alone.phases.started);
    }),
    { numRuns: times(15) },
  );
});

test('nothing outside of the window is a mark of a phase', () => {
  const outside = [
    ...Array.from({ length: 40 }, (_, index) =>
      waf('waf.counted', -300 + index / 60, `o${index}`, 'SQLi_BODY'),
    ),
    observed('alert.fired', -200, { 'alert.name': 'Old' }, 'E-0006'),
  ];
  assert.deepEqual(understood([...outside, ...rolledBack]).phases, understood(rolledBack).phases);
  assert.deepEqual(understood(outside).phases, {});
  assert.deepEqual(leading(understood(outside)), []);
});

test('the order of arrival changes nothing', () => {
  const all = [...rolledBack, ...background];
  const expected = understood(all);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) =>
      assert.deepEqual(understood(shuffled), expected),
    ),
    { numRuns: times(10) },
  );
});

test('an explanation falls with the evidence that it stands on', () => {
  assert.deepEqual(leading(understood(rolledBack.filter(({ evidence }) => evidence !== 'E-0003'))), []);
  assert.deepEqual(leading(understood(rolledBack.filter(({ evidence }) => evidence !== 'E-0002'))), []);
});

test('an effect that nothing explains has no leader', () => {
  const found = understood([...dip(602, 624), ...background]);
  assert.deepEqual(leading(found), []);
  assert.equal(found.phases.started?.at.slice(11, 16), '10:02');
});

test('an effect that began before the deployment is not its effect', () => {
  assert.deepEqual(leading(understood([...dip(500, 624), deploy(600, 'search', 'search:8')])), []);
});

test('an effect that goes on has neither mitigation nor resolution', () => {
  const { phases } = understood(dip(600, 1440));
  assert.deepEqual(Object.keys(phases), ['started']);
});

const during = (name: string, from: number, to: number, bad: number, good: number) => [
  baseline(name, good, 'E-0007'),
  series(
    name,
    daily((minute) => (minute >= from && minute < to ? bad : good)),
    { evidence: 'E-0008' },
  ),
];

test('what is left of an effect after its mitigation is not the effect going on', () => {
  const attempts = daily((minute) =>
    minute >= 600 && minute < 620 ? 30 : minute >= 624 && minute < 690 ? 1.3 : 0.4,
  );
  const found = understood([baseline('login_failures', 0.4, 'E-0007'), series('login_failures', attempts)]);
  assert.equal(found.phases.resolved?.at.slice(11, 16), '10:19');
  assert.equal(found.episodes.filter(({ crossing }) => crossing === 'baseline').length, 2);
});

test('a processor that traffic filled is the way, not the cause; capacity that ended it speaks for traffic', () => {
  const more = observed('scale.changed', 615, { 'service.name': 'shop', 'scale.to': '18' }, 'E-0004');
  const busy = [
    ...during('requests', 597, 700, 190, 42),
    ...during('cpu_ratio', 597, 625, 0.97, 0.3),
    ...dip(600, 625),
  ];
  assert.deepEqual(leading(understood([...busy, more])), [['traffic', 'requests (requests)']]);
  assert.deepEqual(leading(understood([...during('cpu_ratio', 597, 625, 0.97, 0.3), ...dip(600, 625)])), [
    ['saturation', 'cpu_ratio'],
  ]);
});

test('samples that miss an objective within the usual band are no episode', () => {
  const noisy = daily((minute) => (minute % 97 < 3 ? 0.9988 : 0.9998));
  const before = series('availability', noisy, { fromMinutes: -1440, evidence: 'E-0007' });
  const found = understood([before, series('availability', noisy)]);
  assert.deepEqual(found.episodes, []);
});
