import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deduplicator } from '../../src/timeline/deduplicator.ts';
import { fixture, observed, outcomesOf } from './observing.ts';

const alertmanager = (name: string) => fixture('alertmanager.webhook', name);
const pagerduty = (name: string) => fixture('pagerduty.webhook', name);

test("Alertmanager's own notification tells each alert at the time it began to fire", () => {
  const { observations } = observed('alertmanager.webhook', [alertmanager('engine-firing.json')]);
  assert.deepEqual(
    observations.map(({ at, kind, clock, attributes }) => [at, kind, clock, attributes['alert.fingerprint']]),
    [
      ['2026-11-25T19:46:10.869717295Z', 'alert.fired', 'alert-firing', '66270f82a4867d06'],
      ['2026-11-25T19:46:10.869717295Z', 'alert.fired', 'alert-firing', 'e30ed1469f7ee1f7'],
    ],
  );
  assert.equal(observations[0]?.summary, 'SearchErrorsHigh fired: 5xx of search-api above 0.5 %');
  assert.deepEqual(
    [observations[0]?.attributes['alert.name'], observations[0]?.attributes['alert.label.service']],
    ['SearchErrorsHigh', 'search-api'],
  );
});

test('a resolution tells the start again, which is the same fact, and its own time', () => {
  const isNew = deduplicator();
  const facts = ['engine-firing.json', 'engine-resolved.json'].flatMap((name, index) =>
    observed('alertmanager.webhook', [alertmanager(name)]).observations.map((observation) => ({
      evidence: `E-000${index + 1}`,
      observation,
    })),
  );
  assert.equal(facts.length, 6);
  assert.deepEqual(
    facts.filter(isNew).map(({ observation }) => [observation.kind, observation.at]),
    [
      ['alert.fired', '2026-11-25T19:46:10.869717295Z'],
      ['alert.fired', '2026-11-25T19:46:10.869717295Z'],
      ['alert.resolved', '2026-11-25T19:46:13.000Z'],
      ['alert.resolved', '2026-11-25T19:46:13.000Z'],
    ],
  );
});

test('alerts that are missing from a notification are a rejected record, and so is one without a time', () => {
  const outcomes = outcomesOf('alertmanager.webhook', [alertmanager('truncated.json')]);
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.outcome === 'rejected' ? outcome.why : outcome.outcome)),
    ['truncatedAlerts: 3 alerts of the group are missing', 'observed', 'startsAt is not a time with a zone'],
  );
  const [fired] = observed('alertmanager.webhook', [alertmanager('truncated.json')]).observations;
  assert.equal(fired?.at, '2026-01-27T10:00:00.000Z');
});

test('a PagerDuty incident is fired, acknowledged and resolved at the times of its events', () => {
  const { observations, tally } = observed('pagerduty.webhook', [pagerduty('lines.json')]);
  assert.deepEqual(
    observations.map(({ at, kind, attributes }) => [at, kind, attributes['alert.fingerprint']]),
    [
      ['2026-01-27T10:02:00.120Z', 'alert.fired', 'Q1R2S3T4'],
      ['2026-01-27T10:05:30.500Z', 'alert.acknowledged', 'Q1R2S3T4'],
      ['2026-01-27T11:10:00.000Z', 'alert.resolved', 'Q1R2S3T4'],
    ],
  );
  assert.deepEqual([tally.records, tally.silent, tally.rejected], [5, 1, 1]);
  assert.deepEqual(
    [observations[1]?.attributes['user.id'], observations[0]?.attributes['alert.priority']],
    ['PONCALL', 'P1'],
  );
  assert.doesNotMatch(JSON.stringify(observations), /On-call engineer/, 'people are known by id');
});

test('an event in a file of its own and among others is one event', () => {
  const isNew = deduplicator();
  const count = (name: string, evidence: string): number =>
    observed('pagerduty.webhook', [pagerduty(name)]).observations.filter((observation) =>
      isNew({ evidence, observation }),
    ).length;
  assert.deepEqual([count('triggered.json', 'E-0001'), count('lines.json', 'E-0002')], [1, 2]);
});
