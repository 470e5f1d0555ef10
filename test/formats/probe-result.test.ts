import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyOf } from '../../src/formats/probe-result/body.ts';
import { leaksIn } from '../../src/formats/probe-result/leaks.ts';
import { byRecord, observedRecord } from './observing.ts';

test('a transcript is one fact at the time when it was sent', () => {
  const [sent, , failed, silent] = byRecord('probe.result', 'transcripts.ndjson').map(([fact]) => fact);
  assert.deepEqual(
    [sent?.at, sent?.clock, sent?.kind, sent?.summary],
    [
      '2026-01-27T14:05:00.000Z',
      'request',
      'probe.result',
      'probe authenticated of search: 200 with RateLimit headers, expected 200 with RateLimit headers',
    ],
  );
  assert.equal(sent?.attributes['probe.outcome'], 'expected');
  assert.equal(sent?.attributes['tls.server.hash.sha256'], 'AA:BB');
  assert.equal(failed?.attributes['probe.outcome'], 'unexpected');
  assert.equal(failed?.attributes['probe.attempt'], 2);
  assert.deepEqual(failed?.attributes['probe.leaks'], ['JavaScript stack trace', 'SQL error']);
  assert.equal(silent?.attributes['probe.outcome'], 'undecided');
  assert.equal(silent?.attributes['probe.seen'], 'no answer: ECONNRESET');
  assert.equal(silent?.attributes['http.response.status_code'], undefined);
});

const transcript = (headers: object, requestHeaders: object = {}, check = 'authenticated') => ({
  probe: { target: 'a', check, expected: 'x', attempt: 1, sentAt: '2026-01-27T14:05:00.000Z' },
  request: { method: 'GET', url: 'https://shop.example/', headers: requestHeaders, credential: 'valid' },
  answer: { status: 200, headers, body: '', bodyBytes: 0, truncated: false },
});
const outcomeOf = (value: unknown) => observedRecord('probe.result', value)[0]?.attributes['probe.outcome'];

test('headers of a rate limit are known under their present and their earlier names', () => {
  for (const name of [
    'ratelimit',
    'ratelimit-policy',
    'ratelimit-limit',
    'x-ratelimit-remaining',
    'x-rate-limit-limit',
  ]) {
    assert.equal(outcomeOf(transcript({ [name]: '1' })), 'expected', name);
  }
  for (const name of ['x-limit', 'ratelimited', 'retry-after']) {
    assert.equal(outcomeOf(transcript({ [name]: '1' })), 'unexpected', name);
  }
});

test('an origin is let in by its own name or by a star, and by no other', () => {
  const origin = { origin: 'https://rca-probe.invalid' };
  const of = (value: string) =>
    outcomeOf(transcript({ 'access-control-allow-origin': value }, origin, 'disallowed-origin'));
  assert.deepEqual(
    [of('*'), of('https://rca-probe.invalid'), of('https://shop.example')],
    ['unexpected', 'unexpected', 'expected'],
  );
});

test('a body without rows is told from one with them', () => {
  for (const text of ['[]', '{}', 'null', '{"items":[],"total":0}', '{"data":{"rows":[]},"rows":[]}']) {
    assert.equal(bodyOf(text, text.length, false), 'no-rows', text);
  }
  for (const text of [
    '[1]',
    '{"items":[{"id":1}]}',
    '{"items":[],"more":[1]}',
    '{"a":1}',
    '<p>',
    'true',
    '{"rows":[],"user":{"id":1}}',
  ]) {
    assert.equal(bodyOf(text, text.length, false), 'content', text);
  }
  assert.deepEqual(
    [bodyOf('', 0, false), bodyOf('[]', 2, true), bodyOf(null, 9, false)],
    ['empty', 'unseen', 'content'],
  );
});

test('what shows the inside of an application is found, and ordinary answers show nothing', () => {
  for (const text of [
    'at com.shop.Search.find(Search.java:42)',
    'Traceback (most recent call last):',
    'at query (/srv/app/db.js:41:9)',
    'at Shop.Search.Find(String q) in C:\\src\\Search.cs:line 12',
    'ERROR: syntax error at or near "probe"',
    'You have an error in your SQL syntax; check the manual',
    'ORA-01756: quoted string not properly terminated',
    'relation "users" does not exist',
    'SELECT id, name FROM users WHERE id = 1',
    'psycopg2.errors.SyntaxError',
    'goroutine 1 [running]:',
  ]) {
    assert.notDeepEqual(leaksIn(text), [], text);
  }
  for (const text of [
    '{"error":"unauthorized"}',
    '<h1>403 Forbidden</h1>',
    'Select a lamp from our catalogue',
    'look at the shop',
  ]) {
    assert.deepEqual(leaksIn(text), [], text);
  }
});

test('looking for leaks takes time in proportion to the text', () => {
  const took = (text: string): number => {
    const startedMs = performance.now();
    leaksIn(text);
    return performance.now() - startedMs;
  };
  for (const part of ['at ', 'at a(', 'SELECT x ', 'near "', 'at a.b(c) in ', 'goroutine 1 [', 'relation ']) {
    took(part.repeat(1_000));
    assert.ok(took(part.repeat(65_536 / part.length)) < 1_000, part);
  }
});
