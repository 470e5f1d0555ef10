import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createRedactor, type RedactionSettings } from '../../../src/collect/redact/redactor.ts';
import { revealToken } from '../../../src/collect/redact/reveal.ts';

const settings: RedactionSettings = {
  masterKey: Buffer.from('the master key of the example, never of an installation'),
  incident: 'INC-2026-0001',
  ipAddresses: 'pseudonymise',
};
const redactor = createRedactor(settings);
const value = 'mallory@example.com';
const token = String(redactor.redactText(value));
const page = await readFile(new URL('../../../docs/reveal.md', import.meta.url), 'utf8');

test('the value behind a token opens it with a nonce and the commitment that was kept', () => {
  const { commitments } = redactor.redactPage(Buffer.from(value), 'text/plain');
  const opening = revealToken(settings, token, Buffer.from(value));
  assert.equal(opening.matches, true);
  assert.deepEqual(commitments, [`email ${opening.commitment}`]);
  assert.ok(page.includes(token));
  assert.ok(page.includes(`nonce=${opening.nonce}`), opening.nonce ?? '');
});

test('another value opens nothing, nor does the right one in another incident or under another key', () => {
  const closed = { token, class: 'email', matches: false, nonce: null, commitment: null };
  assert.deepEqual(revealToken(settings, token, Buffer.from('eve@example.com')), closed);
  const others = [
    { ...settings, incident: 'INC-2026-0002' },
    { ...settings, masterKey: Buffer.from('another master key') },
  ];
  for (const other of others) assert.deepEqual(revealToken(other, token, Buffer.from(value)), closed);
});

test('every kind of personal data can be opened, an address too', () => {
  const address = '2001:db8::7';
  const ip = String(redactor.redactText(`from ${address}`)).slice('from '.length);
  assert.equal(revealToken(settings, ip, Buffer.from(address)).matches, true);
});

for (const [text, tokenClass] of [
  ['Authorization: Bearer abcdef0123456789', 'authorization'],
  ['password=hunter2hunter2', 'password'],
  ['x-api-key: abcdef0123456789', 'api-key'],
  ['Cookie: sid=abcdef0123456789', 'cookie'],
] as const) {
  test(`a token of class ${tokenClass} is never opened`, () => {
    const secret = /\[[a-z-]+:\w+\]/.exec(redactor.redactText(text))?.[0] ?? '';
    assert.ok(secret.startsWith(`[${tokenClass}:`), secret);
    assert.throws(() => revealToken(settings, secret, Buffer.from('x')), { code: 'TOKEN_NEVER_OPENED' });
  });
}

test('what is no token is refused', () => {
  for (const text of ['email:ABCDEFGH23', '[email:abc]', '', `${token} `]) {
    assert.throws(() => revealToken(settings, text, Buffer.from('x')), { code: 'TOKEN_INVALID' });
  }
});

test('a third party who follows docs/reveal.md to the letter comes to the same commitment and token', (t) => {
  for (const tool of ['bash', 'openssl', 'xxd', 'base32']) {
    if (spawnSync(tool, ['--help']).error) {
      t.diagnostic(`${tool} is not on this machine: the steps of docs/reveal.md were not followed`);
      return;
    }
  }
  const [, script = '', printed] = /```sh\n(nonce=[\s\S]*?)```\n[^`]*```text\n([\s\S]*?)```/.exec(page) ?? [];
  const said = spawnSync('bash', ['-euo', 'pipefail', '-c', script], { encoding: 'utf8' });
  assert.equal(said.stdout, printed, said.stderr);
  assert.equal(
    `${revealToken(settings, token, Buffer.from(value)).commitment}\n${token.slice(-11, -1)}\n`,
    printed,
  );
});
