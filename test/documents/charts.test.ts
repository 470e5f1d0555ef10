import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartCsv, chartSvg } from '../../src/documents/charts/chart.ts';
import type { Chart } from '../../src/domain/case-file.ts';
import type { SamplePoint } from '../../src/domain/observation.ts';
import { demoCaseFile } from '../helpers/case-file.ts';

const caseFile = demoCaseFile();
const chartOf = (id: string): Chart => caseFile.analysis.charts.find((chart) => chart.id === id)!;
const { phases } = caseFile.timeline;

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 27, 10, minute)).toISOString();

const sli = (points: readonly SamplePoint[]): Chart => ({
  kind: 'sli',
  id: 'one',
  title: 'One',
  unit: 'count',
  lines: [{ name: 'one', points }],
  threshold: null,
  baseline: null,
  evidence: [],
});

/** Pieces that a series is drawn in: a path has a move for each. */
const pieces = (svg: string): number => {
  const line = /aria-label="line"[^>]*>\s*<path[^>]* d="([^"]+)"/.exec(svg)?.[1];
  return line?.match(/M/g)?.length ?? 0;
};

test('a chart is the same bytes each time', () => {
  for (const chart of caseFile.analysis.charts)
    assert.equal(chartSvg(chart, phases), chartSvg(chart, phases));
});

test('a gap between samples, and a sample that is no number, break the line', () => {
  const whole: SamplePoint[] = [0, 1, 2, 3, 4, 5, 6, 7].map((minute) => [at(minute), minute]);
  assert.equal(pieces(chartSvg(sli(whole))), 1);
  assert.equal(pieces(chartSvg(sli(whole.filter((_, index) => index < 3 || index > 4)))), 2);
  assert.equal(
    pieces(chartSvg(sli(whole.map(([time, value], index) => [time, index === 3 ? 'NaN' : value])))),
    2,
  );
});

test('no samples are said to be no samples, not drawn as zero', () => {
  assert.match(chartSvg(sli([])), /no data, which is not the same as zero/);
});

test('threshold, baseline and phases carry their names in the drawing', () => {
  const svg = chartSvg(chartOf('auth-failures'), phases);
  for (const name of [
    '3 × baseline',
    'baseline 0.43 per second',
    'Started',
    'Detected',
    'Acknowledged',
    'Mitigated',
    'Resolved',
  ]) {
    assert.ok(svg.includes(`>${name}<`), name);
  }
});

test('lines that are drawn together differ in dash and are named at their ends', () => {
  const svg = chartSvg(chartOf('latency'), phases);
  assert.ok(svg.includes('>p95<') && svg.includes('>p99<'));
  assert.match(svg, /stroke-dasharray="6 3"/);
});

test('each name of a stacked chart has its own texture and its total in the key', () => {
  const chart = chartOf('waf-blocks');
  assert.ok(chart.kind === 'stacked');
  const svg = chartSvg(chart, phases);
  const bars = [...svg.matchAll(/<rect[^>]* fill="([^"]+)"[^>]*>/g)].map((match) => match[1]);
  assert.equal(new Set(bars.slice(0, -chart.names.length * 2)).size, chart.names.length);
  assert.match(svg, /clip-path="url\(#waf-blocks-bars-2\)"/);
  assert.doesNotMatch(svg, /<pattern/, 'a pattern would be a picture in the PDF');
  const totals = [...svg.matchAll(/<tspan[^>]*>([\d,]+)<\/tspan>/g)].map((match) =>
    Number(match[1]!.replace(',', '')),
  );
  assert.equal(
    totals.reduce((sum, total) => sum + total, 0),
    chart.buckets.flatMap((bucket) => Object.values(bucket.counts)).reduce((sum, total) => sum + total, 0),
  );
});

test('names in a chart are text, whatever they say', () => {
  const name = '"><script>x</script><image href="http://127.0.0.1/"/>\u202E';
  const stacked: Chart = {
    kind: 'stacked',
    id: '"><script>',
    title: name,
    unit: name,
    bucketMs: 60_000,
    names: [name],
    buckets: [{ at: at(0), counts: { [name]: 3 } }],
    evidence: [],
  };
  const two = {
    ...sli([
      [at(0), 1],
      [at(1), 2],
    ]),
    threshold: { value: 1, label: name },
  } as Chart & { kind: 'sli' };
  const lines = [...two.lines, { name, points: two.lines[0]!.points }];
  for (const svg of [chartSvg(stacked), chartSvg({ ...two, lines })]) {
    assert.doesNotMatch(svg, /<script|<image|\u202E/);
    assert.ok(svg.includes('&lt;script&gt;'));
  }
});

test('the numbers of a chart are a CSV file with one row a sample', () => {
  assert.equal(
    chartCsv(
      sli([
        [at(0), 1],
        [at(1), 'NaN'],
      ]),
    ),
    `at,series,count\r\n${at(0)},one,1\r\n${at(1)},one,NaN\r\n`,
  );
  const chart = chartOf('waf-blocks');
  assert.ok(chart.kind === 'stacked');
  assert.equal(chartCsv(chart).split('\r\n').length, 2 + chart.buckets.length * 4);
});
