import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { observed, series, waf } from '../timeline/observations.ts';
import { analysed, daily, gateOf, item } from './cases.ts';

const wholeLogs = [item('E-0001', 'aws.waf-log'), item('E-0003', 'aws.cloudtrail')];
const RULE_GROUPS = ['AWS-AWSManagedRulesSQLiRuleSet'];

const readAs = (
  mode: 'block' | 'count' | 'none',
  ruleGroups: readonly string[] = RULE_GROUPS,
): SourcedObservation =>
  observed(
    'config.observed',
    1440,
    { 'config.name': 'edge', 'config.key': 'waf.mode', 'config.value': mode, 'waf.rule_groups': ruleGroups },
    'E-0004',
  );
const changed = (minute: number, to: 'block' | 'count'): SourcedObservation =>
  observed(
    'config.changed',
    minute,
    { 'config.name': 'edge', 'config.key': 'waf.mode', 'config.to': to },
    'E-0003',
  );
const blocked = waf('waf.blocked', 500, 'r1', 'SQLi_BODY');

test('block mode over the whole window is satisfied when logs and changes are whole', () => {
  const gate = gateOf(analysed([blocked, readAs('block')], wholeLogs), 'waf-block-mode');
  assert.deepEqual([gate.verdict, gate.figure], ['satisfied', 0]);
  assert.match(gate.why, /1 SQL-injection match blocked/);
});

test('block mode is not proven without the record of changes', () => {
  const gate = gateOf(
    analysed([blocked, readAs('block')], [item('E-0001', 'aws.waf-log')]),
    'waf-block-mode',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /no records of firewall changes were collected/);
});

test('block mode is not proven by logs that a limit cut', () => {
  const cut = item('E-0001', 'aws.waf-log', {
    coverage: { state: 'truncated', why: 'page limit', limit: 10 },
  });
  const gate = gateOf(
    analysed([blocked, readAs('block')], [cut, item('E-0003', 'aws.cloudtrail')]),
    'waf-block-mode',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /E-0001 is truncated/);
});

test('logs that answer for a part of the window leave the rest open', () => {
  const half = item('E-0001', 'aws.waf-log', {
    answered: { from: '2026-01-27T00:00:00.000Z', to: '2026-01-27T12:00:00.000Z' },
  });
  const gate = gateOf(
    analysed([blocked, readAs('block')], [half, item('E-0003', 'aws.cloudtrail')]),
    'waf-block-mode',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
  assert.match(gate.why, /from 2026-01-27 12:00 UTC open/);
});

test('a lookup of sign-ins says nothing about changes of the firewall', () => {
  const signIns = item('E-0003', 'aws.cloudtrail', {
    query: { attribute: 'EventName', value: 'ConsoleLogin' },
  });
  const gate = gateOf(
    analysed([blocked, readAs('block')], [item('E-0001', 'aws.waf-log'), signIns]),
    'waf-block-mode',
  );
  assert.equal(gate.verdict, 'insufficient-evidence');
});

test('the time between a change to count and one back to block is in COUNT', () => {
  const gate = gateOf(
    analysed([changed(100, 'count'), changed(130, 'block'), readAs('block')], wholeLogs),
    'waf-block-mode',
  );
  assert.deepEqual([gate.verdict, gate.figure], ['not-satisfied', 30]);
});

test('a match that was let through shows COUNT although the mode was only read afterwards', () => {
  const gate = gateOf(
    analysed(
      [waf('waf.counted', 100.5, 'c1', 'SQLi_BODY'), changed(130, 'block'), readAs('block')],
      wholeLogs,
    ),
    'waf-block-mode',
  );
  assert.deepEqual([gate.verdict, gate.figure], ['not-satisfied', 30]);
  assert.match(gate.why, /1 SQL-injection match let through/);
});

test('a web ACL that was read in COUNT does not satisfy, whatever another one does', () => {
  const other = observed(
    'config.observed',
    1441,
    { 'config.name': 'api', 'config.key': 'waf.mode', 'config.value': 'block' },
    'E-0005',
  );
  assert.equal(
    gateOf(analysed([blocked, readAs('count'), other], wholeLogs), 'waf-block-mode').verdict,
    'not-satisfied',
  );
});

test('a web ACL none of whose rules stops anything does not satisfy', () => {
  const gate = gateOf(analysed([blocked, readAs('none')], wholeLogs), 'waf-block-mode');
  assert.equal(gate.verdict, 'not-satisfied');
  assert.match(gate.why, /No rule of the firewall's configuration stopped anything/);
});

test('a reading of COUNT during the window counts until the change to block', () => {
  const early = observed(
    'config.observed',
    100,
    { 'config.name': 'edge', 'config.key': 'waf.mode', 'config.value': 'count' },
    'E-0004',
  );
  const gate = gateOf(analysed([early, changed(130, 'block'), readAs('block')], wholeLogs), 'waf-block-mode');
  assert.deepEqual([gate.verdict, gate.figure], ['not-satisfied', 30]);
});

test('a match in the minute of the change to block belongs to the time before it', () => {
  const gate = gateOf(
    analysed(
      [waf('waf.counted', 130.1, 'c1', 'SQLi_BODY'), changed(130.5, 'block'), readAs('block')],
      wholeLogs,
    ),
    'waf-block-mode',
  );
  assert.equal(gate.figure, 0.5);
});

test('a web ACL without rules against SQL injection does not satisfy', () => {
  const gate = gateOf(
    analysed([blocked, readAs('block', ['AWS-AWSManagedRulesBotControlRuleSet'])], wholeLogs),
    'waf-block-mode',
  );
  assert.equal(gate.verdict, 'not-satisfied');
});

const spread = (perFiveMinutes: (bin: number) => number): readonly SourcedObservation[] =>
  Array.from({ length: 288 }, (_, bin) =>
    Array.from({ length: perFiveMinutes(bin) }, (_gone, n) =>
      waf('waf.blocked', bin * 5 + (n * 5) / perFiveMinutes(bin), `b${bin}-${n}`, 'RateLimit'),
    ),
  ).flat();
const errorsIn = (bins: readonly number[], ratio: number): SourcedObservation =>
  series(
    'error_ratio',
    daily((minute) => (bins.includes(Math.floor(minute / 5)) ? ratio : 0)),
  );

test('blocks alone only inform', () => {
  const gate = gateOf(
    analysed([...spread((bin) => 4 + (bin % 3)), errorsIn([7, 100], 0.004)], wholeLogs),
    'waf-correlation',
  );
  assert.equal(gate.verdict, 'satisfied');
});

test('blocks that move with 5xx do not satisfy', () => {
  const bins = [60, 61, 62, 120, 121, 122];
  const gate = gateOf(
    analysed([...spread((bin) => (bins.includes(bin) ? 20 : 5)), errorsIn(bins, 0.02)], wholeLogs),
    'waf-correlation',
  );
  assert.deepEqual([gate.verdict, gate.figure], ['not-satisfied', 1]);
});

test('a spike of blocks does not satisfy even when no 5xx follows; a rollback needs both', () => {
  const spike = spread((bin) => (bin === 100 ? 80 : 2));
  const alone = analysed([...spike, errorsIn([], 0)], wholeLogs);
  assert.deepEqual(
    [gateOf(alone, 'waf-correlation').verdict, gateOf(alone, 'waf-correlation').figure],
    ['not-satisfied', 40],
  );
  assert.equal(gateOf(alone, 'rollback-waf').verdict, 'satisfied');
  const both = analysed([...spike, errorsIn([101], 0.05)], wholeLogs);
  assert.deepEqual(
    [gateOf(both, 'rollback-waf').verdict, gateOf(both, 'rollback-waf').figure],
    ['not-satisfied', 0.05],
  );
});

test('totals that differ from the records held are a gap', () => {
  const totals = (count: number) =>
    observed('waf.total', 500, { count, 'waf.action': 'BLOCK', 'security_rule.name': 'SQLi' }, 'E-0007');
  assert.deepEqual(analysed([blocked, totals(1)]).analysis.gaps, []);
  const [gap] = analysed([blocked, totals(4)]).analysis.gaps;
  assert.equal(gap?.source, 'edge-waf');
  assert.match(gap?.why ?? '', /counts 4 blocked requests .* the records hold 1: 3 records missing/);
});

test('a bin of totals that two collections hold counts once', () => {
  const totals = (count: number, evidence: string) =>
    observed('waf.total', 500, { count, 'waf.action': 'BLOCK', 'security_rule.name': 'SQLi' }, evidence);
  assert.deepEqual(analysed([blocked, totals(1, 'E-0007'), totals(1, 'E-0008')]).analysis.gaps, []);
});
