import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { vendorTokens } from '../../../src/collect/redact/families/index.ts';
import { redactor } from './redactors.ts';

const shape = (text: string): string =>
  redactor.redactText(text).replace(/\[([a-z-]+):[A-Z2-7]{10}\]/g, '[$1]');

const RUN = '4b7d09fa13ce85206ab4d7c9e1f3a8'.repeat(8);

test('a token of each listed family is hidden, where no name stands before it', () => {
  const left = vendorTokens.flatMap(({ tokens }) =>
    tokens.flatMap(([id, prefix, , lengthMin]) => {
      const value = RUN.slice(0, lengthMin + 2);
      return redactor.redactText(`sent ${prefix}${value} upstream`).includes(value) ? [id] : [];
    }),
  );
  assert.deepEqual(left, []);
});

test('ids of families are unique, and each vendor has a page', () => {
  const ids = vendorTokens.flatMap(({ tokens }) => tokens.map(([id]) => id));
  assert.equal(new Set(ids).size, ids.length);
  for (const { page } of vendorTokens) assert.match(page, /^https:\/\//);
});

test('the guide tells how many families are listed', () => {
  const guide = readFileSync(new URL('../../../docs/redaction.md', import.meta.url), 'utf8');
  const beginnings = vendorTokens.flatMap(({ tokens }) => tokens).length;
  assert.match(guide, new RegExp(`${beginnings} beginnings of ${vendorTokens.length}\\s+vendors`));
});

const hidden: readonly string[] = [
  'X-Auth-Key: 9f86d081884c7d659a2feaa0c55ad015',
  'acme_signing_key=zK29dlaQ0d9fkLLqp1',
  'session_id=8f3kd92kdla01kq2',
  'otp=482910',
  'db_pin="4821"',
  '{"пароль":"Qwe123!!"}',
  '{"wachtwoord":"hallo welt"}',
  '{"パスワード":"hallo welt"}',
  '{"비밀번호":"hallo welt"}',
  '{"κωδικός":"hallo welt"}',
  '{"x-session":"a8Fk2991kdlaQQ01"}',
];
for (const text of hidden) {
  test(`a value is hidden behind a name whose words tell a secret: ${text}`, () => {
    assert.match(
      redactor.redactPage(Buffer.from(text), 'text/plain').commitments.join(),
      /^(?:secret|password) /,
    );
    assert.equal(redactor.redactText(redactor.redactText(text)), redactor.redactText(text));
  });
}

const kept: readonly string[] = [
  'discarded 4783748438622606 bytes from queue',
  'wildcard match id 4523021149318756',
  'npm_config_registry_mirror_url=https://r/',
  'max_token=8325',
  'metric{token="valid"} 3',
  'Started user@1000.service.',
  'idempotency-key: 9f86d081884c7d659a2feaa0c55ad015',
  'keyId=9f86d081884c7d659 kid=abc1234567890 key_count=12 primaryKey=a1b2c3d4e5f6a7b8',
  'session_id=6553f1a2.1c3',
  '{"sSHPublicKey":"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5"}',
];
for (const text of kept) {
  test(`what names, counts or states stays: ${text}`, () => {
    assert.equal(redactor.redactText(text), text);
  });
}

test('a long value behind a name goes whole', () => {
  assert.equal(shape(`app_session=${RUN}x; a=b`), 'app_session=[secret]; a=b');
});

test('a name that holds the beginning of some vendor’s token hides its value all the same', () => {
  const names = [
    'X-API-Key',
    ...vendorTokens.flatMap(({ tokens }) => tokens.map(([, prefix]) => `${prefix}password`)),
  ].filter((name) => name.length <= 80);
  const left = names.filter((name) =>
    [
      JSON.stringify({ [name]: 'u6wAVWF2fg233LYg' }),
      JSON.stringify({ name, value: 'u6wAVWF2fg233LYg' }),
    ].some((record) =>
      Buffer.from(redactor.redactPage(Buffer.from(`${record}\n`), 'application/x-ndjson').bytes)
        .toString()
        .includes('u6wAVWF2fg233LYg'),
    ),
  );
  assert.deepEqual(left, []);
});

test('a token of redaction in a name tells nothing of the value behind it', () => {
  const text = '{"name":"[jwt:CWHXYFXHVQ]","value":"authorization"}';
  const page = redactor.redactPage(Buffer.from(`${text}\n`), 'application/x-ndjson');
  assert.equal(Buffer.from(page.bytes).toString(), `${text}\n`);
});
