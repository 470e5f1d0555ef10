import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import { type ProbeOutcome, probeChecks, probeExpectations } from '../../src/domain/probe.ts';
import { observed, series } from '../timeline/observations.ts';
import { analysed, daily, gateOf, item } from './cases.ts';

interface Answer {
  readonly outcome?: ProbeOutcome;
  readonly status?: number;
  readonly body?: string;
  readonly leaks?: readonly string[];
}

const probed = (
  check: (typeof probeChecks)[number],
  minute: number,
  { outcome = 'expected', status = 401, body = 'content', leaks = [] }: Answer = {},
  target = 'search',
  evidence = 'E-0001',
): SourcedObservation =>
  observed(
    'probe.result',
    minute,
    {
      'probe.target': target,
      'probe.check': check,
      'probe.expected': probeExpectations[check],
      'probe.seen': String(status),
      'probe.outcome': outcome,
      'probe.attempt': 1,
      'probe.body': body,
      'probe.leaks': [...leaks],
      'http.response.status_code': status,
    },
    evidence,
  );

/** All checks as expected, but for those that are given otherwise. */
const round = (
  minute: number,
  changes: Partial<Record<(typeof probeChecks)[number], Answer | null>> = {},
  target = 'search',
  evidence = 'E-0001',
) =>
  probeChecks.flatMap((check) => {
    const answer = changes[check];
    return answer === null ? [] : [probed(check, minute, answer ?? {}, target, evidence)];
  });

const verdict = (id: string, observations: readonly SourcedObservation[]) =>
  gateOf(analysed(observations), id).verdict;

test('without a transcript nothing is decided', () => {
  for (const id of ['probes', 'rollback-token', 'rollback-leak']) {
    assert.equal(verdict(id, []), 'insufficient-evidence', id);
  }
});

test('all checks as expected satisfy, and cite the transcripts', () => {
  const gate = gateOf(analysed([...round(10), ...round(11, {}, 'orders', 'E-0002')]), 'probes');
  assert.deepEqual([gate.verdict, gate.figure, gate.evidence], ['satisfied', 0, ['E-0001', 'E-0002']]);
  assert.match(gate.why, /16 probes of orders, search/);
});

test('one unexpected answer of one target is enough, and is named', () => {
  const bad = { sqli: { outcome: 'unexpected', status: 500 } } as const;
  const gate = gateOf(analysed([...round(10), ...round(11, bad, 'orders')]), 'probes');
  assert.deepEqual([gate.verdict, gate.figure], ['not-satisfied', 1]);
  assert.match(gate.why, /sqli of orders: 500/);
});

test('a check that was not sent, or that decided nothing, leaves the gate open', () => {
  const unsent = gateOf(analysed(round(10, { authenticated: null })), 'probes');
  assert.equal(unsent.verdict, 'insufficient-evidence');
  assert.match(unsent.why, /not sent were authenticated of search/);
  const undecided = gateOf(analysed(round(10, { sqli: { outcome: 'undecided', status: 429 } })), 'probes');
  assert.equal(undecided.verdict, 'insufficient-evidence');
  assert.match(undecided.why, /undecided are sqli of search: 429/);
});

test('the last answer counts, and the earlier one is told', () => {
  const bad = round(10, { sqli: { outcome: 'unexpected', status: 200 } });
  const gate = gateOf(analysed([...round(20), ...bad]), 'probes');
  assert.equal(gate.verdict, 'satisfied');
  assert.match(gate.why, /1 earlier answer had not been/);
  assert.equal(verdict('probes', [...round(5), ...bad]), 'not-satisfied');
});

test('a forged token that was taken once is a trigger, also when it is refused later', () => {
  for (const check of ['token-malformed', 'token-unsigned', 'token-expired'] as const) {
    const taken = round(10, { [check]: { outcome: 'unexpected', status: 200 } });
    assert.equal(verdict('rollback-token', taken), 'not-satisfied', check);
    assert.equal(verdict('rollback-token', [...taken, ...round(20)]), 'not-satisfied', check);
    assert.equal(verdict('rollback-token', round(10, { [check]: null })), 'insufficient-evidence', check);
  }
  assert.equal(verdict('rollback-token', round(10)), 'satisfied');
  const failed = round(10, { 'token-expired': { outcome: 'unexpected', status: 500 } });
  assert.equal(verdict('rollback-token', failed), 'insufficient-evidence');
});

const quiet = series(
  'stack_traces',
  daily(() => 0),
  { evidence: 'E-0009' },
);

const leakOf = (observations: readonly SourcedObservation[]) =>
  gateOf(analysed(observations, [item('E-0009', 'prometheus.query')]), 'rollback-leak');

test('a leak in one response decides, whatever the counter says', () => {
  const gate = leakOf([quiet, ...round(10, { 'sqli-authenticated': { leaks: ['SQL error'] } })]);
  assert.equal(gate.verdict, 'not-satisfied');
  assert.match(gate.why, /SQL error/);
});

test('neither the counter nor the probes alone say that nothing leaks', () => {
  assert.equal(leakOf([quiet]).verdict, 'insufficient-evidence');
  assert.equal(leakOf(round(10)).verdict, 'insufficient-evidence');
  const both = leakOf([quiet, ...round(10)]);
  assert.deepEqual([both.verdict, both.evidence], ['satisfied', ['E-0001', 'E-0009']]);
});

test('a provoked answer that was not seen whole, or was stopped before the application, leaves it open', () => {
  const cut = round(10, { 'token-expired': { body: 'unseen' } });
  assert.equal(leakOf([quiet, ...cut]).verdict, 'insufficient-evidence');
  const stopped = round(10, { 'sqli-authenticated': { outcome: 'undecided', status: 403 } });
  assert.equal(leakOf([quiet, ...stopped]).verdict, 'insufficient-evidence');
});
