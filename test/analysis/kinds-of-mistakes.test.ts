import assert from 'node:assert/strict';
import { test } from 'node:test';
import { note, observed, series, waf } from '../timeline/observations.ts';
import { analysed, baseline, daily } from './cases.ts';

// What went wrong once, by kind: each name is a kind that must not come back.

const dip = (from: number, to: number, bad = 0.9) => [
  baseline('availability', 0.9999, 'E-0002'),
  series(
    'availability',
    daily((minute) => (minute >= from && minute < to ? bad : 0.9999)),
  ),
];
const leaders = ({ analysis }: ReturnType<typeof analysed>): readonly string[] =>
  analysis.understanding.hypotheses.filter(({ verdict }) => verdict === 'leading').map(({ kind }) => kind);
const probing = Array.from({ length: 14 }, (_, index) =>
  waf('waf.blocked', 420 + index / 20, `b${index}`, 'SQLi_BODY'),
);
const deployed = [
  observed('deploy.started', 600, { 'service.name': 'search', 'deployment.id': 'search:8' }, 'E-0003'),
  ...dip(602, 624),
  observed('deploy.started', 622, { 'service.name': 'search', 'deployment.id': 'search:7' }, 'E-0003'),
];

test('a story told without its precondition: a dip with a mitigation says nothing of probes or a firewall', () => {
  const notes = [
    note('N-0001', 600, 'it began', 'started'),
    note('N-0002', 618, 'disk cleaned', 'mitigated'),
  ];
  const { summary, factors, impact, trigger } = analysed(dip(600, 620), [], notes).analysis;
  assert.doesNotMatch(JSON.stringify([summary, factors, impact, trigger]), /prob(?:e|ing)|firewall|inject/i);
});

test('constant precedence: probing hours before a bad deployment is not its trigger', () => {
  const found = analysed([...probing, ...deployed]);
  assert.deepEqual(leaders(found), ['deployment']);
  assert.equal(found.timeline.phases.started?.at.slice(11, 16), '10:02');
  assert.doesNotMatch(found.analysis.trigger?.text ?? '', /prob|inject/i);
  assert.doesNotMatch(JSON.stringify(found.analysis.summary), /inject/i);
});

test('keywords taken as facts: a note that denies a deployment makes none', () => {
  const denied = [note('N-0001', 605, 'there was no deployment today')];
  const { factors, summary, trigger } = analysed(dip(600, 620), [], denied).analysis;
  assert.doesNotMatch(JSON.stringify([factors, summary, trigger]), /deploy/i);
});

test('evidence outside of the scope decides: what lies before the window moves no phase', () => {
  const old = [
    observed('alert.fired', -900, { 'alert.name': 'Old' }, 'E-0006'),
    observed('alert.resolved', -800, { 'alert.name': 'Old' }, 'E-0006'),
    ...Array.from({ length: 40 }, (_, index) =>
      waf('waf.counted', -700 + index / 60, `o${index}`, 'SQLi_BODY'),
    ),
  ];
  assert.deepEqual(analysed([...old, ...deployed]).timeline.phases, analysed(deployed).timeline.phases);
});

test('universal claims over the empty set: one harmless statement rules nothing out', () => {
  const one = observed('db.statement', 600, { 'db.query.text': 'SELECT 1', 'db.binding': 'bound' }, 'E-0004');
  assert.deepEqual(analysed([one]).analysis.ruledOut, []);
});

test('a fixed vocabulary of indicators: every request refused is an effect, whatever the series is called', () => {
  const refused = series(
    'unauthorized_ratio',
    daily((minute) => (minute >= 600 && minute < 640 ? 1 : 0.009)),
  );
  const found = analysed([baseline('unauthorized_ratio', 0.009, 'E-0002'), refused]);
  assert.equal(found.timeline.phases.started?.at.slice(11, 16), '10:00');
  assert.match(JSON.stringify(found.analysis.impact), /unauthorized_ratio/);
});

test('figures that contradict their verdict: nothing is detected in no time, and what is unknown is not zero', () => {
  const { detection, summary } = analysed([
    observed('alert.fired', 10, { 'alert.fingerprint': 'f' }),
  ]).analysis;
  assert.equal(detection[0]?.durationMs, null);
  assert.doesNotMatch(JSON.stringify(summary), /\b0 (?:ms|seconds)/);
});
