import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../../src/domain/canonical.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { timelineBuilder } from '../../src/timeline/builder.ts';
import { times } from '../helpers/times.ts';
import { incident, observed, series, waf } from './observations.ts';

const build = (observations: readonly SourcedObservation[]) => {
  const builder = timelineBuilder(incident, []);
  for (const observation of observations) builder.add(observation);
  return builder.finish();
};

/** Background blocks all day, an attack that is first counted, then blocked. */
function attack(): readonly SourcedObservation[] {
  const records: SourcedObservation[] = [];
  for (let minute = 0; minute < 1440; minute += 3)
    records.push(waf('waf.blocked', minute, `b${minute}`, 'RateLimit'));
  for (let n = 0; n < 2000; n += 1)
    records.push(waf('waf.counted', 600 + n * 0.05, `c${n}`, 'SQLi_QUERYARGUMENTS'));
  for (let n = 0; n < 9000; n += 1) {
    records.push(
      waf('waf.blocked', 700 + n * 0.05, `s${n}`, 'SQLi_QUERYARGUMENTS', {
        'client.address': `198.51.100.${n % 50}`,
      }),
    );
  }
  records.push(
    observed(
      'config.changed',
      700,
      { 'config.key': 'waf.mode', 'config.to': 'block', 'config.name': 'edge' },
      'E-0003',
    ),
  );
  return records;
}

test('thousands of blocks become a handful of entries that count each record once', () => {
  const { entries } = build(attack());
  const blocked = entries.filter(({ kind }) => kind === 'waf.blocked');
  assert.ok(blocked.length <= 9, `${blocked.length} entries`);
  assert.equal(
    blocked.reduce((sum, { count }) => sum + count, 0),
    9480,
  );
  const rules = blocked.flatMap(({ attributes }) => Object.entries(attributes['by.rule'] ?? {}));
  const sqli = rules
    .filter(([rule]) => rule === 'SQLi_QUERYARGUMENTS')
    .reduce((sum, [, count]) => sum + count, 0);
  assert.equal(sqli, 9000);
});

test('clusters of one kind do not overlap', () => {
  const { entries } = build(attack());
  const blocked = entries.filter(({ kind }) => kind === 'waf.blocked');
  blocked.slice(1).forEach((entry, index) => {
    assert.ok(Date.parse(blocked[index]!.until) <= Date.parse(entry.at));
  });
});

test('a cluster is cut where a phase begins', () => {
  const { entries, phases } = build(attack());
  for (const phase of Object.values(phases)) {
    const atMs = Date.parse(phase.at);
    for (const entry of entries.filter(({ kind }) => kind.startsWith('waf.'))) {
      assert.ok(Date.parse(entry.until) < atMs || Date.parse(entry.at) >= atMs, entry.title);
    }
  }
});

test('bots are counted by request, not by label', () => {
  const label = 'awswaf:managed:aws:bot-control:';
  const records = Array.from({ length: 10 }, (_, n) =>
    waf('waf.blocked', n, `r${n}`, 'CategoryScraping', {
      'waf.labels': n < 4 ? [`${label}bot:category:scraping`, `${label}bot:name:x`] : ['other:label'],
    }),
  );
  const [entry] = build(records).entries;
  assert.equal(entry?.attributes['bots'], 4);
  assert.deepEqual(entry?.attributes['by.label'], {
    [`${label}bot:category:scraping`]: 4,
    [`${label}bot:name:x`]: 4,
    'other:label': 6,
  });
});

test('a path named __proto__ is counted like any other', () => {
  const records = Array.from({ length: 5 }, (_, n) =>
    waf('waf.blocked', n, `r${n}`, 'R', { 'url.path': '__proto__' }),
  );
  const [entry] = build(records).entries;
  assert.equal(canonicalJson(entry?.attributes['by.path']), '{"__proto__":5}');
});

test('totals that a source counted itself give no entry', () => {
  assert.deepEqual(build([observed('waf.total', 1, { count: 12 })]).entries, []);
});

test('a series met in two collections is one entry over the points of both', () => {
  const { entries } = build([
    series('latency_p95', [0.1, 0.2, 0.3]),
    series('latency_p95', [0.2, 0.3, 0.4], { fromMinutes: 1, evidence: 'E-0003' }),
  ]);
  assert.equal(entries.length, 1);
  assert.deepEqual(entries[0]?.evidence, ['E-0002', 'E-0003']);
  assert.equal(entries[0]?.attributes['points'], 4);
  assert.match(entries[0]?.title ?? '', /lowest 100 ms at 00:00, highest 400 ms at 00:03/);
});

test('the order of observations does not change the timeline', () => {
  const records = [...attack().filter((_, index) => index % 10 === 0), series('availability', [1, 0.99, 1])];
  const expected = canonicalJson(build(records));
  fc.assert(
    fc.property(fc.shuffledSubarray(records, { minLength: records.length }), (shuffled) => {
      assert.equal(canonicalJson(build(shuffled)), expected);
    }),
    { numRuns: times(20) },
  );
});

test('the title of a series says when it was beyond its limit', () => {
  const values = [0.1, 0.3, 0.3, 0.1, 0.25, 0.1];
  const builder = timelineBuilder(incident, [], { latency_p95: { limit: 0.22, bad: 'above' } });
  builder.add(series('latency_p95', values));
  assert.equal(
    builder.finish().entries[0]?.title,
    'latency_p95 above 220 ms between 00:01 and 00:04 UTC, 2 times: lowest 100 ms at 00:00, highest 300 ms at 00:01',
  );
});

test('what a stranger wrote stands in a title on one visible line of bounded length', () => {
  const name = `Burn\u202e\n${'\u200b'.repeat(500)}`;
  const builder = timelineBuilder(incident, []);
  builder.add(observed('alert.fired', 1, { 'alert.name': name, 'alert.fingerprint': 'f' }));
  builder.add({ evidence: 'E-1', observation: { ...observed('message', 2).observation, summary: name } });
  for (const { title } of builder.finish().entries) {
    assert.ok(title.length <= 120, `${title.length}`);
    assert.match(title, /⟦U\+202E⟧/);
    assert.doesNotMatch(title, /[\u202e\u200b\n]/);
  }
});

test('entries that look alike have ids of their own, the same ones each time', () => {
  const alike = observed('message', 1, {});
  const ids = () => build([alike, alike]).entries.map(({ id }) => id);
  assert.equal(new Set(ids()).size, 2);
  assert.deepEqual(ids(), ids());
  for (const id of ids()) assert.match(id, /^T-[0-9a-f]{10}$/);
});
