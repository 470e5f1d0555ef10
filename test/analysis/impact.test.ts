import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analysisShapes } from '../../src/cli/analysis-shapes.ts';
import type { Impact } from '../../src/domain/impact.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { observed, series } from '../timeline/observations.ts';
import { analysed, baseline, daily } from './cases.ts';

/** 100 requests a second, of which 10 % fail from 10:00 to 10:30. */
const failing = (minute: number) => (minute >= 600 && minute < 630 ? 0.1 : 0.0005 + (minute % 7) * 0.00001);
const requests = (value: (minute: number) => number | null = () => 100) =>
  series('requests', daily(value), { evidence: 'E-0002' });
const errors = (value: (minute: number) => number | null = failing) =>
  series('error_ratio', daily(value), { evidence: 'E-0003' });

const impactOf = (observations: readonly SourcedObservation[]): Impact =>
  analysed(observations).analysis.impactFigures;
const reasonsOf = ({ reasons }: Impact, figure: string): string =>
  reasons
    .filter((one) => one.figure === figure)
    .map(({ why }) => why)
    .join('; ');

test('failed requests are counted sample by sample, between bounds, and the sentence tells the same figure', () => {
  const { analysis } = analysed([requests(), errors()]);
  const { requests: figures, durationMs, stillOpen, evidence } = analysis.impactFigures;
  assert.equal(figures.failed, 0.1 * 100 * 60 * 30);
  assert.ok((figures.boundsLow ?? 0) <= 18_000 && (figures.boundsHigh ?? 0) >= 18_000);
  assert.ok((figures.boundsHigh ?? 0) - (figures.boundsLow ?? 0) <= 2 * 2 * 600);
  assert.equal(figures.total, 100 * 60 * 29, 'in the time of the effects');
  assert.match(figures.method ?? '', /10:00 UTC to 2026-01-27 10:29 UTC/);
  assert.equal(figures.atLeast, false);
  assert.equal(durationMs, 29 * 60_000);
  assert.equal(stillOpen, false);
  assert.deepEqual(evidence, ['E-0002', 'E-0003']);
  assert.match(analysis.impact.map(({ text }) => text).join('\n'), /About 18,000 requests failed \(between/);
  analysisShapes.analysis.shape.impact.parse(analysis.impactFigures);
});

test('samples that are missing make it at least, without an upper bound', () => {
  const { analysis } = analysed([
    requests(),
    errors((minute) => (minute >= 610 && minute < 615 ? null : failing(minute))),
  ]);
  const { requests: figures } = analysis.impactFigures;
  assert.equal(figures.failed, 0.1 * 100 * 60 * 25);
  assert.equal(figures.boundsHigh, null);
  assert.equal(figures.atLeast, true);
  assert.match(reasonsOf(analysis.impactFigures, 'requests'), /at least: samples of error_ratio are missing/);
  assert.match(analysis.impact.map(({ text }) => text).join('\n'), /At least about 15,000 requests failed/);
});

test('what is open at the end is told as open and at least', () => {
  const impact = impactOf([requests(), errors((minute) => (minute >= 1400 ? 0.2 : failing(0)))]);
  assert.equal(impact.stillOpen, true);
  assert.equal(impact.requests.atLeast, true);
  assert.equal(impact.requests.boundsHigh, null);
  assert.match(reasonsOf(impact, 'durationMs'), /at least: still open/);
});

test('of nothing in evidence every figure is null and has its reason', () => {
  const impact = impactOf([]);
  const { requests: figures, users, durationMs, availabilityLowest, budgetSpentRatio, data } = impact;
  assert.deepEqual(
    [figures.total, figures.failed, figures.refused, users, durationMs, availabilityLowest, budgetSpentRatio],
    Array.from({ length: 7 }, () => null),
  );
  for (const figure of [
    'requests.total',
    'requests.failed',
    'requests.refused',
    'users',
    'durationMs',
    'availabilityLowest',
    'budgetSpentRatio',
    'services',
    'data',
  ]) {
    assert.notEqual(reasonsOf(impact, figure), '', figure);
  }
  assert.equal(data.state, 'not-confirmed');
  assert.deepEqual(impact.evidence, []);
});

test('a share without a rate of requests gives no number of requests', () => {
  const impact = impactOf([errors()]);
  assert.equal(impact.requests.failed, null);
  assert.match(reasonsOf(impact, 'requests.failed'), /no rate of requests/);
});

test('zero is only said where a share was watched over the whole window', () => {
  assert.equal(impactOf([requests(), errors(() => 0.0005)]).requests.failed, 0);
  assert.equal(
    impactOf([requests(), errors((minute) => (minute > 300 && minute < 600 ? null : 0.0005))]).requests
      .failed,
    null,
  );
});

test('percentages are not multiplied as shares', () => {
  const impact = impactOf([requests(), errors((minute) => 100 * failing(minute))]);
  assert.notEqual(impact.requests.failed, 0.1 * 100 * 100 * 60 * 30);
  assert.match(reasonsOf(impact, 'requests.failed'), /not given as a share/);
});

test('two shares of the same requests are not added up', () => {
  const impact = impactOf([
    requests(),
    errors(),
    series('fault_ratio', daily(failing), { evidence: 'E-0004' }),
  ]);
  assert.equal(impact.requests.failed, 18_000);
});

test('availability at its lowest and the budget are those of its points', () => {
  const { analysis } = analysed([
    baseline('availability', 0.9995),
    series(
      'availability',
      daily((minute) => (minute === 700 ? 0.93 : 0.9995)),
    ),
  ]);
  assert.equal(analysis.impactFigures.availabilityLowest, 0.93);
  const { budgetSpentRatio } = analysis.impactFigures;
  assert.ok(budgetSpentRatio !== null && budgetSpentRatio > 0 && budgetSpentRatio < 0.1);
});

test('data is never confirmed as untouched while a way out was not looked at', () => {
  const { data } = impactOf([requests(), errors()]);
  assert.equal(data.state, 'not-confirmed');
  assert.ok(data.checked.some(({ found }) => found === 'not-checked'));
});

test('secrets read by somebody with signs of an intruder are a detail, with their evidence', () => {
  const call = (minute: number, action: string, kind: SourcedObservation['observation']['kind']) =>
    observed(
      kind,
      minute,
      {
        'event.id': `${action}-${minute}`,
        'event.action': action,
        'user.name': 'deploy',
        'client.address': '203.0.113.77',
        'aws.resource.name': `secret-${minute}`,
        'data.kind': 'secret',
      },
      'E-0005',
    );
  const { data } = impactOf([
    ...[600, 601, 602, 603, 604, 605].map((minute) => call(minute, 'GetSecretValue', 'data.read')),
    call(606, 'StopLogging', 'logging.stopped'),
    call(607, 'CreateUser', 'access.granted'),
  ]);
  assert.equal(data.state, 'detail', JSON.stringify(data));
  assert.deepEqual(data.checked.find(({ found }) => found === 'something')?.evidence, ['E-0005']);
});
