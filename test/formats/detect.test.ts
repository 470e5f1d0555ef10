import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { detectFormat, formats } from '../../src/formats/registry.ts';
import { fixture } from './observing.ts';

const detected = (value: unknown): readonly string[] => detectFormat(JSON.stringify(value));

test('other replies of the APIs, and other formats that look alike, are none of ours', () => {
  const others: readonly unknown[] = [
    { status: 'success', data: { alerts: [{ labels: { alertname: 'x' } }] } },
    { status: 'success', data: { groups: [{ rules: [] }] } },
    { status: 'success', data: { activeTargets: [], droppedTargets: [] } },
    { status: 'success', data: [{ __name__: 'up' }] },
    { status: 'success', data: { version: '3.5.0' } },
    { receiver: 'hook', status: 'firing', alerts: [] },
    [{ fingerprint: 'f', status: { state: 'active' } }],
    { transaction: { transaction_id: 'x', time: 't' }, request: {}, response: {}, audit_data: {} },
    { Records: [{ eventVersion: '2.1', eventTime: 't', awsRegion: 'r', eventName: 'n', s3: {} }] },
    { version: '2.1.0', runs: [{ results: [] }] },
    { SchemaVersion: 2, Results: [] },
    { keys: [{ id: 1 }] },
    { results: [] },
    {},
    [],
    null,
    'text',
    7,
  ];
  for (const other of others) assert.deepEqual(detected(other), [], JSON.stringify(other));
});

test('a file that is cut within its head is still known, as its members stand', () => {
  const head = Buffer.from(fixture('aws.cloudtrail', 'records.json')).toString().slice(0, 700);
  assert.deepEqual(detectFormat(head), ['aws.cloudtrail']);
});

test('a byte-order mark and white space before the text do not matter', () => {
  const text = Buffer.from(fixture('jwks', 'empty.json')).toString();
  assert.deepEqual(detectFormat(`\ufeff \n${text}`), ['jwks']);
});

test('attackers cannot make a record of one format look like another by what they send', () => {
  const [line = ''] = Buffer.from(fixture('aws.waf-log', 'records.ndjson')).toString().split('\n');
  const hostile = line.replace(
    '"q=1"',
    JSON.stringify('{"keys":[{"kty":"RSA"}],"status":"error","errorType":"x"}'),
  );
  assert.deepEqual(detectFormat(hostile), ['aws.waf-log']);
});

test('no text makes detection throw', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
      for (const { id } of formats)
        assert.ok(
          detectFormat(text).every((found) => found !== undefined),
          id,
        );
    }),
  );
});
