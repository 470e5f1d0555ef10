import assert from 'node:assert/strict';
import { test } from 'node:test';
import { note, observed, series, waf } from '../timeline/observations.ts';
import { analysed, baseline, daily } from './cases.ts';

test('without evidence nothing is claimed, and everything is told as not checked', () => {
  const { analysis } = analysed([]);
  const { summary, impact, indicators, factors, ruledOut, resolution, charts, rotations } = analysis;
  assert.deepEqual(
    [summary, impact, indicators, factors, ruledOut, resolution, charts, rotations].flat(),
    [],
  );
  assert.equal(analysis.trigger, null);
  assert.equal(analysis.statements, null);
  assert.equal(analysis.notChecked.length, analysis.gates.length);
});

test('a measure without its phases says which are missing, and nothing is detected in no time', () => {
  const { analysis } = analysed([observed('alert.fired', 10, { 'alert.fingerprint': 'f' })]);
  const [mttd, mtta] = analysis.detection;
  assert.equal(mttd?.durationMs, null);
  assert.match(mttd?.why ?? '', /not determined/);
  assert.equal(mtta?.durationMs, null);
  assert.match(mtta?.why ?? '', /acknowledged/);
});

test('people stay out of claims: notes are cited, neither quoted nor attributed', () => {
  const notes = [
    { ...note('N-0001', 5, 'Jane Miller saw the canary at 25 %', 'mitigated'), author: 'slack:T1/jane' },
  ];
  const observations = [
    observed('alert.fired', 1, { 'alert.fingerprint': 'f' }),
    observed('alert.resolved', 60, { 'alert.fingerprint': 'f' }),
  ];
  const told = JSON.stringify(analysed(observations, [], notes).analysis);
  assert.match(told, /N-0001/);
  assert.doesNotMatch(told, /jane/i);
});

test('what notes say of deployments, deny or ask is no fact of a deployment', () => {
  const notes = [
    note('N-0001', 5, 'there was no deployment today'),
    note('N-0002', 7, 'was there a rollout?'),
    note('N-0003', 9, 'canary at 25 %'),
  ];
  const observations = [
    observed('alert.fired', 10, { 'alert.fingerprint': 'f' }),
    observed('alert.resolved', 60, { 'alert.fingerprint': 'f' }),
  ];
  const { factors, summary, trigger } = analysed(observations, [], notes).analysis;
  assert.doesNotMatch(JSON.stringify([factors, summary, trigger]), /deploy|rollout|canary/i);
});

test('sentences about the same thing have names of their own, which a wording goes by', () => {
  const change = (minute: number) =>
    observed('config.changed', minute, { 'config.name': 'canary', 'config.key': 'weight' }, 'E-0003');
  const { factors } = analysed([
    observed('alert.fired', 600, { 'alert.fingerprint': 'f' }),
    ...[480, 500, 520].map(change),
  ]).analysis;
  assert.deepEqual(
    factors.map(({ name }) => name),
    ['factor.change.weight.canary', 'factor.change.weight.canary#2', 'factor.change.weight.canary#3'],
  );
});

test('a change in the day before the start is told with its distance, one after it is not', () => {
  const change = (minute: number, name: string) =>
    observed('config.changed', minute, { 'config.name': name, 'config.key': 'weight' }, 'E-0003');
  const { factors } = analysed([
    observed('alert.fired', 600, { 'alert.fingerprint': 'f' }),
    change(480, 'canary-service'),
    change(610, 'later-service'),
  ]).analysis;
  const text = factors.map((factor) => factor.text).join(' ');
  assert.match(text, /weight of canary-service changed at 2026-01-27 08:00 UTC, 2 hours before the start/);
  assert.doesNotMatch(text, /later-service/);
});

test('the error budget that was spent is that of the points', () => {
  // 1 % errors over a day against a budget of 0.1 % of 30 days: ten days' worth, a third.
  const { impact } = analysed([
    series(
      'availability',
      daily(() => 0.99),
    ),
  ]).analysis;
  assert.ok(
    impact.some(({ text }) => text.includes('33.33 % of the error budget of 30 days')),
    impact[0]?.text,
  );
});

test('names beyond the seventh are charted as other, and none is lost', () => {
  const records = Array.from({ length: 120 }, (_, n) => waf('waf.blocked', n * 10, `r${n}`, `Rule${n % 12}`));
  const chart = analysed(records).analysis.charts.find(({ id }) => id === 'waf-blocks');
  assert.ok(chart?.kind === 'stacked');
  assert.equal(chart.names.length, 8);
  assert.equal(chart.names.at(-1), 'other');
  const counts = chart.buckets.flatMap((bucket) => Object.entries(bucket.counts));
  assert.ok(counts.every(([name]) => chart.names.includes(name)));
  assert.equal(
    counts.reduce((sum, [, count]) => sum + count, 0),
    120,
  );
  assert.equal(chart.buckets.length, 96);
});

test('authentication failures are charted against their baseline and three times of it', () => {
  const { charts } = analysed([
    baseline('auth_failures', 0.5),
    series(
      'auth_failures',
      daily(() => 0.6),
    ),
  ]).analysis;
  const chart = charts.find(({ id }) => id === 'auth-failures');
  assert.ok(chart?.kind === 'sli');
  assert.equal(chart.baseline?.value, 0.5);
  assert.deepEqual(chart.threshold, { value: 1.5, label: '3 × baseline' });
  assert.equal(chart.lines[0]?.points.length, 1440);
});
