import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAuthorized, isSigned } from '../../src/webhooks/authenticate.ts';

const body = Buffer.from('{"event":{"id":"01é"}}');
/** printf '%s' '{"event":{"id":"01é"}}' | openssl dgst -sha256 -hmac fixture-signing-secret */
const SIGNATURE = 'v1=18eecfb53873e74deea57f6f97586dd800c5b898a5f92e0b6709dbb52a3c9ee7';

test('a signature is that of the bytes, under one of the secrets, in version 1', () => {
  const secrets = ['another-signing-secret', 'fixture-signing-secret'];
  assert.equal(isSigned(body, SIGNATURE, secrets), true);
  assert.equal(isSigned(body, `v1=${'0'.repeat(64)}, ${SIGNATURE}`, secrets), true);
  assert.equal(isSigned(body, SIGNATURE.replace('v1=', 'v0='), secrets), false);
  assert.equal(isSigned(body, SIGNATURE, ['another-signing-secret']), false);
  assert.equal(isSigned(Buffer.concat([body, Buffer.from('\n')]), SIGNATURE, secrets), false);
  assert.equal(isSigned(body, `${'v1=,'.repeat(1_000)}${SIGNATURE}`, secrets), false, 'not without end');
  for (const nothing of [undefined, '', ',', 'v1=', SIGNATURE.slice(0, -1)]) {
    assert.equal(isSigned(body, nothing, secrets), false);
  }
});

test('a bearer token is taken as it is, and only as one', () => {
  const settings = { bearerToken: 'fixture-bearer-token' };
  assert.equal(isAuthorized('Bearer fixture-bearer-token', settings), true);
  assert.equal(isAuthorized('bearer fixture-bearer-token', settings), true);
  for (const header of [
    undefined,
    '',
    'fixture-bearer-token',
    'Bearer fixture-bearer-toke',
    'Bearer fixture-bearer-token x',
    'Basic fixture-bearer-token',
  ]) {
    assert.equal(isAuthorized(header, settings), false, header);
  }
});

test('name and password are taken together', () => {
  const settings = { basicAuth: { username: 'alertmanager', password: 'fixture:password:of:some:length' } };
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
  assert.equal(isAuthorized(basic('alertmanager:fixture:password:of:some:length'), settings), true);
  assert.equal(isAuthorized(basic('alertmanager:fixture'), settings), false);
  assert.equal(isAuthorized(basic('prometheus:fixture:password:of:some:length'), settings), false);
  assert.equal(isAuthorized('Bearer alertmanager', settings), false);
});
