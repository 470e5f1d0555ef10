import assert from 'node:assert/strict';
import { createHash, createHmac, hkdfSync } from 'node:crypto';
import { test } from 'node:test';
import { createRedactor } from '../../../src/collect/redact/redactor.ts';
import { redactor, settings } from './redactors.ts';

const prefixed = (...fields: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(
    fields.flatMap((field) => {
      const bytes = Buffer.from(field);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return [length, bytes];
    }),
  );

/** The definition, written down a second time with the library's own HMAC. */
function commitmentOf(tokenClass: string, value: string | Uint8Array): Buffer {
  const key = Buffer.from(hkdfSync('sha256', settings.masterKey, 'rca-redaction-1', settings.incident, 32));
  const nonce = createHmac('sha256', key)
    .update(prefixed('nonce', tokenClass, value))
    .digest();
  return createHash('sha256')
    .update(prefixed('rca-redaction-1', nonce, tokenClass, value))
    .digest();
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
    .join('');
}

test('a token is the class and the first ten base32 characters of the commitment to the value', () => {
  const token = `[email:${base32(commitmentOf('email', 'zoë@example.com')).slice(0, 10)}]`;
  assert.equal(redactor.redactText('from zoë@example.com'), `from ${token}`);
});

test('a file that was changed is committed to by the same scheme over its digest', () => {
  const sha256 = createHash('sha256').update('a file').digest();
  assert.equal(redactor.commitFile(sha256), commitmentOf('file', sha256).toString('hex'));
});

test('the same value has one token within an incident, and another in each other incident', () => {
  const twice = redactor.redactText('a@example.com, a@example.com, b@example.com').match(/\[email:\w+\]/g);
  assert.equal(twice?.[0], twice?.[1]);
  assert.notEqual(twice?.[0], twice?.[2]);
  const other = createRedactor({ ...settings, incident: 'INC-2026-0002' });
  assert.notEqual(other.redactText('a@example.com'), twice?.[0]);
  const otherKey = createRedactor({ ...settings, masterKey: Buffer.from('another master key, as long') });
  assert.notEqual(otherKey.redactText('a@example.com'), twice?.[0]);
});

test('a JSON Web Token has the same token wherever it stands', () => {
  const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJl';
  const tokens = redactor
    .redactText(`Authorization: Bearer ${jwt}\naccess_token=${jwt}&x=1 see ${jwt}`)
    .match(/\[[a-z]+:\w+\]/g);
  assert.equal(tokens?.length, 3);
  assert.equal(new Set(tokens).size, 1);
  assert.match(tokens?.[0] ?? '', /^\[jwt:/);
});
