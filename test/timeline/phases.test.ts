import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Note } from '../../src/domain/incident.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import type { Phases } from '../../src/domain/timeline.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { incident, MINUTE_MS, note, observed, series, startMs, waf } from './observations.ts';

function phases(observations: readonly SourcedObservation[], notes: readonly Note[] = []): Phases {
  const builder = timelineBuilder(incident, notes);
  for (const observation of observations) builder.add(observation);
  return builder.finish().phases;
}

const minute = (at: number): string => toIso(startMs + at * MINUTE_MS);

/** So many SQL-injection matches within one minute, the first a second after its beginning. */
const burst = (at: number, matches: number, rule = 'SQLi_QUERYARGUMENTS'): readonly SourcedObservation[] =>
  Array.from({ length: matches }, (_, n) => waf('waf.counted', at + (1 + n) / 60, `burst-${at}-${n}`, rule));

const alert = (
  kind: 'alert.fired' | 'alert.acknowledged' | 'alert.resolved',
  at: number,
  fingerprint = 'f',
) => observed(kind, at, { 'alert.fingerprint': fingerprint, 'alert.name': 'Burn' }, 'E-0004');

const toBlock = (at: number) =>
  observed(
    'config.changed',
    at,
    { 'config.key': 'waf.mode', 'config.to': 'block', 'config.name': 'edge' },
    'E-0003',
  );

test('the start is the first match in the first minute with ten matches', () => {
  const found = phases([...burst(100, 9), ...burst(200, 10), ...burst(300, 50)]);
  assert.equal(found.started?.at, minute(200 + 1 / 60));
  assert.deepEqual([found.started?.setBy, found.started?.evidence], ['evidence', ['E-0001']]);
});

test('ten matches in a minute are no start where the hour before had as many every few minutes', () => {
  const steady = Array.from({ length: 60 }, (_, n) => burst(100 + n, 9)).flat();
  const found = phases([...steady, ...burst(160, 20), ...burst(161, 40)]);
  assert.equal(found.started?.at, minute(161 + 1 / 60));
});

test('matches of other rules do not start an incident', () => {
  assert.equal(phases(burst(100, 40, 'RateLimit')).started, undefined);
});

test('rules of the Core Rule Set count by their number', () => {
  assert.equal(phases(burst(100, 10, '942100')).started?.at, minute(100 + 1 / 60));
});

test('without matches the first alert marks the start', () => {
  assert.equal(phases([alert('alert.fired', 70)]).started?.at, minute(70));
});

test('authentication failures that rose before the alert mark the start', () => {
  const failures = [
    series(
      'auth_failures',
      Array.from({ length: 60 }, () => 1),
      { fromMinutes: -60 },
    ),
    series(
      'auth_failures',
      Array.from({ length: 120 }, (_, n) => (n >= 30 && n <= 45 ? 4 : 1)),
    ),
  ];
  assert.equal(phases([...failures, alert('alert.fired', 70)]).started?.at, minute(30));
});

test('an alert before the start detects nothing', () => {
  const found = phases([...burst(100, 10), alert('alert.fired', 40), alert('alert.fired', 110)]);
  assert.equal(found.detected?.at, minute(110));
});

test('without an alert the first note after the start is the detection', () => {
  const notes = [note('N-0001', 50, 'a quiet day'), note('N-0002', 130, 'odd queries')];
  const found = phases(burst(100, 10), notes);
  assert.deepEqual([found.detected?.at, found.detected?.setBy], [minute(130), 'human']);
  assert.deepEqual(found.detected?.evidence, ['N-0002']);
});

test('the change to block after the start is the mitigation', () => {
  const found = phases([...burst(100, 10), toBlock(20), toBlock(150), toBlock(190)]);
  assert.equal(found.mitigated?.at, minute(150));
});

test('an alert that fires again after the last resolution leaves the incident unresolved', () => {
  const fired = [...burst(100, 10), alert('alert.fired', 110), alert('alert.resolved', 150)];
  assert.equal(phases(fired).resolved?.at, minute(150));
  assert.equal(phases([...fired, alert('alert.fired', 160, 'g')]).resolved, undefined);
});

test('a note with a phase overrides evidence, in its latest version', () => {
  const notes = [
    note('N-0001', 120, 'seen', 'detected', 1),
    note('N-0001', 105, 'seen earlier', 'detected', 2),
    note('N-0002', 131, 'page taken', 'acknowledged'),
  ];
  const found = phases([...burst(100, 10), alert('alert.fired', 110)], notes);
  assert.deepEqual([found.detected?.at, found.detected?.setBy], [minute(105), 'human']);
  assert.equal(found.acknowledged?.at, minute(131));
});

test('a start that a person sets moves what is found after it', () => {
  const notes = [note('N-0001', 115, 'it began here', 'started')];
  const found = phases([...burst(100, 10), alert('alert.fired', 110), alert('alert.fired', 140)], notes);
  assert.equal(found.detected?.at, minute(140));
});

test('without any evidence there is no phase', () => {
  assert.deepEqual(phases([]), {});
});

test('a peak of authentication failures that is not held for ten minutes starts nothing', () => {
  const peak = (minutes: number) =>
    phases([
      series(
        'auth_failures',
        Array.from({ length: 60 }, () => 1),
        { fromMinutes: -60 },
      ),
      series(
        'auth_failures',
        Array.from({ length: 120 }, (_, n) => (n >= 30 && n <= 30 + minutes ? 4 : 1)),
      ),
    ]).started?.at;
  assert.equal(peak(9), undefined);
  assert.equal(peak(10), minute(30));
});

test('the first acknowledgement of an alert after the start is the acknowledgement, unless a person set it', () => {
  const observations = [
    alert('alert.acknowledged', 60),
    alert('alert.fired', 70),
    alert('alert.acknowledged', 75),
    alert('alert.acknowledged', 80),
  ];
  const found = phases(observations);
  assert.deepEqual(
    [found.acknowledged?.at, found.acknowledged?.setBy, found.acknowledged?.evidence],
    [minute(75), 'evidence', ['E-0004']],
  );
  const set = phases(observations, [note('N-0001', 72, 'Taken on', 'acknowledged')]);
  assert.deepEqual([set.acknowledged?.at, set.acknowledged?.setBy], [minute(72), 'human']);
});

test('an alert that stood at the edge says so, and evidence of the time before marks nothing', () => {
  const edge = alert('alert.fired', 70);
  const { observation } = edge;
  const since = {
    ...edge,
    observation: { ...observation, attributes: { ...observation.attributes, 'alert.since': 'before' } },
  };
  assert.match(phases([since]).started?.why ?? '', /firing since before/);
  assert.equal(phases([{ ...edge, isBaseline: true as const }]).started, undefined);
});
