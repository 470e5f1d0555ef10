import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import type { Timeline } from '../../src/domain/timeline.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { deduplicator } from '../../src/timeline/deduplicator.ts';
import { times } from '../helpers/times.ts';
import { incident, observed, series, waf } from './observations.ts';

const survivors = (observations: readonly SourcedObservation[]): number => {
  const isNew = deduplicator();
  return observations.filter((observation) => isNew(observation)).length;
};
const inItem = (evidence: string, { observation }: SourcedObservation): SourcedObservation => ({
  evidence,
  observation,
});

test('a request met in two collections counts once, whichever source it came through', () => {
  const request = waf('waf.blocked', 1, 'r1', 'SQLi');
  const imported = {
    evidence: 'E-0002',
    observation: { ...request.observation, source: 'import', sourceType: 'import' },
  };
  assert.equal(survivors([request, imported]), 1);
});

test('one request judged twice, by different rules or at different times, counts twice', () => {
  assert.equal(
    survivors([
      waf('waf.blocked', 1, 'r1', 'SQLi'),
      waf('waf.blocked', 1, 'r1', 'RateLimit'),
      waf('waf.blocked', 2, 'r1', 'SQLi'),
    ]),
    3,
  );
});

test('requests without an id that look alike within one item are different requests', () => {
  const alike = waf('waf.blocked', 1, 'null', 'SQLi');
  assert.equal(survivors([alike, alike, alike]), 3);
});

test('requests without an id that another item repeats count as often as in the item that has the most', () => {
  const alike = waf('waf.blocked', 1, 'null', 'SQLi');
  const first = [inItem('E-0001', alike), inItem('E-0001', alike)];
  const second = [inItem('E-0002', alike), inItem('E-0002', alike), inItem('E-0002', alike)];
  assert.equal(survivors([...first, ...second]), 3);
  assert.equal(survivors([...second, ...first]), 3);
});

test('events are told apart by their id, and one event may say several things', () => {
  const event = (kind: 'credential.created' | 'credential.deleted', id: string, evidence: string) =>
    observed(kind, 1, { 'event.id': id, 'credential.id': 'k1' }, evidence);
  assert.equal(
    survivors([
      event('credential.created', 'a', 'E-0001'),
      event('credential.created', 'a', 'E-0002'),
      event('credential.deleted', 'a', 'E-0002'),
      event('credential.created', 'b', 'E-0002'),
    ]),
    3,
  );
});

test('alerts are told apart by fingerprint and time', () => {
  const alert = (fingerprint: string, minute: number, evidence: string) =>
    observed('alert.fired', minute, { 'alert.fingerprint': fingerprint }, evidence);
  assert.equal(
    survivors([alert('a', 1, 'E-1'), alert('a', 1, 'E-2'), alert('a', 9, 'E-2'), alert('b', 1, 'E-2')]),
    3,
  );
});

/** Evidence is which items hold the records: it differs with the collections, all else may not. */
const withoutEvidence = ({ entries, phases }: Timeline): string =>
  canonicalJson({
    entries: entries.map((entry) => ({ ...entry, evidence: [] })),
    phases: Object.entries(phases).map(([name, { at, why }]) => ({ name, at, why })),
  });

test('one collection split into overlapping ones, in any order, gives the same timeline', () => {
  const values = Array.from({ length: 200 }, (_, n) => n / 1000);
  const records: readonly SourcedObservation[] = [
    ...Array.from({ length: 150 }, (_, n) =>
      waf(
        n % 3 === 0 ? 'waf.counted' : 'waf.blocked',
        n / 20,
        n % 5 === 0 ? 'null' : `r${n}`,
        n % 2 === 0 ? 'SQLi_BODY' : 'RateLimit',
      ),
    ),
    waf('waf.blocked', 3, 'null', 'Twin'),
    waf('waf.blocked', 3, 'null', 'Twin'),
    observed('config.changed', 6, {
      'event.id': 'c1',
      'config.key': 'waf.mode',
      'config.to': 'block',
      'config.name': 'edge',
    }),
    observed('alert.fired', 4, { 'alert.fingerprint': 'f', 'alert.name': 'Burn' }),
    observed('alert.resolved', 8, { 'alert.fingerprint': 'f', 'alert.name': 'Burn' }),
  ];
  const build = (collections: readonly (readonly SourcedObservation[])[]): string => {
    const isNew = deduplicator();
    const builder = timelineBuilder(incident, []);
    for (const observation of collections.flat()) if (isNew(observation)) builder.add(observation);
    return withoutEvidence(builder.finish());
  };
  const expected = build([[...records, series('latency_p95', values)]]);
  const cut = fc.tuple(
    fc.nat({ max: records.length }),
    fc.nat({ max: 40 }),
    fc.nat({ max: 199 }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(cut, ([at, overlap, pointAt, swapped]) => {
      const left = [
        ...records.slice(0, Math.min(records.length, at + overlap)).map((one) => inItem('E-0001', one)),
        series('latency_p95', values.slice(0, pointAt + 1), { evidence: 'E-0003' }),
      ];
      // Twins stand next to each other: a cut between them leaves one on each side, as a window's edge never does.
      const from = records[at]?.observation.attributes['security_rule.name'] === 'Twin' ? at - 1 : at;
      const right = [
        ...records.slice(Math.max(0, Math.min(from, at))).map((one) => inItem('E-0002', one)),
        series('latency_p95', values.slice(pointAt), { fromMinutes: pointAt, evidence: 'E-0004' }),
      ];
      assert.equal(build(swapped ? [right, left] : [left, right]), expected);
    }),
    { numRuns: times(60) },
  );
});
