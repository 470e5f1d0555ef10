import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  forgedTokenChecks,
  judgeProbe,
  type ProbeAnswer,
  type ProbeCheck,
  probeBodies,
  probeChecks,
  probeExpectations,
} from '../../src/domain/probe.ts';

const outcome = (check: ProbeCheck, status: number | null, more: Partial<ProbeAnswer> = {}) =>
  judgeProbe({ check, status, rateLimited: false, originAllowed: false, body: 'content', ...more }).outcome;

test('an authenticated request is answered 200 with RateLimit headers', () => {
  assert.equal(outcome('authenticated', 200, { rateLimited: true }), 'expected');
  assert.equal(outcome('authenticated', 200), 'unexpected');
  assert.equal(outcome('authenticated', 401, { rateLimited: true }), 'unexpected');
  assert.equal(outcome('authenticated', 302, { rateLimited: true }), 'unexpected');
});

test('a request without a token is answered 401', () => {
  assert.equal(outcome('unauthenticated', 401), 'expected');
  for (const status of [200, 302, 403, 404]) assert.equal(outcome('unauthenticated', status), 'unexpected');
});

test('a disallowed origin is refused, or not let in by CORS', () => {
  assert.equal(outcome('disallowed-origin', 403, { originAllowed: true }), 'expected');
  assert.equal(outcome('disallowed-origin', 200), 'expected');
  assert.equal(outcome('disallowed-origin', 200, { originAllowed: true }), 'unexpected');
});

test('SQL at the edge is stopped there, and SQL behind it is a bad request or finds nothing', () => {
  assert.equal(outcome('sqli', 403), 'expected');
  for (const status of [200, 400, 401]) assert.equal(outcome('sqli', status), 'unexpected');
  for (const status of [400, 422]) assert.equal(outcome('sqli-authenticated', status), 'expected');
  assert.equal(outcome('sqli-authenticated', 200, { body: 'empty' }), 'expected');
  assert.equal(outcome('sqli-authenticated', 200, { body: 'no-rows' }), 'expected');
  assert.equal(outcome('sqli-authenticated', 200, { body: 'content' }), 'unexpected');
  assert.equal(outcome('sqli-authenticated', 200, { body: 'unseen' }), 'undecided');
  for (const status of [401, 403]) assert.equal(outcome('sqli-authenticated', status), 'undecided');
});

test('a forged token is taken with any success', () => {
  for (const check of forgedTokenChecks) {
    for (const status of [200, 201, 204]) assert.equal(outcome(check, status), 'unexpected');
    for (const status of [400, 401, 403]) assert.equal(outcome(check, status), 'expected');
    assert.equal(outcome(check, 302), 'undecided');
  }
});

test('a failing application is never as expected, a rate limit or silence never decides', () => {
  const any = fc.record({
    check: fc.constantFrom(...probeChecks),
    rateLimited: fc.boolean(),
    originAllowed: fc.boolean(),
    body: fc.constantFrom(...probeBodies),
  });
  fc.assert(
    fc.property(any, fc.integer({ min: 500, max: 599 }), (answer, status) => {
      assert.equal(judgeProbe({ ...answer, status }).outcome, 'unexpected');
      assert.equal(judgeProbe({ ...answer, status: 429 }).outcome, 'undecided');
      assert.equal(judgeProbe({ ...answer, status: null }).outcome, 'undecided');
    }),
  );
});

test('each check says what it expects', () => {
  assert.deepEqual(Object.keys(probeExpectations), [...probeChecks]);
});
