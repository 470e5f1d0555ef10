import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseJson } from '../../src/domain/parse-json.ts';

test('JSON is read, anything else is undefined', () => {
  assert.deepEqual(parseJson('{"a":[1,null]}'), { a: [1, null] });
  assert.equal(parseJson('{"a":'), undefined);
});

test('JSON that is nested to exhaust its reader is undefined', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  assert.notEqual(parseJson(nested(60)), undefined);
  assert.equal(parseJson(nested(100_000)), undefined);
});

test('JSON of more values than a pack can need is undefined', () => {
  assert.equal(parseJson(`[${'0,'.repeat(2_000_001)}0]`), undefined);
});
