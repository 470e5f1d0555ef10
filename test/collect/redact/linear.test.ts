import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyRules } from '../../../src/collect/redact/key-rules.ts';
import { patternRules } from '../../../src/collect/redact/pattern-rules.ts';
import { createRedactor } from '../../../src/collect/redact/redactor.ts';
import { settings } from './redactors.ts';

const BASE_CHARACTERS = 6_000;
const FACTOR = 8;
/** Linear is 8, quadratic 64. */
const GROWTH_MAX = 24;
/** What takes less for the longer text cannot be told from noise, and is no danger. */
const NOISE_MICROSECONDS = 20_000;
const TRIES = 4;

const TOKEN = '[email:ABCDEFGH23]';
const percent = (text: string): string =>
  [...text].map((character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const repeated = (unit: string, characters: number): string =>
  unit.repeat(Math.ceil(characters / unit.length)).slice(0, characters);

/** What may stand between a gate and the next one: separators, near-matches, what was redacted before. */
const followers = ['+', '=', `: ${TOKEN}`];

/** Beginnings that lead a rule far into the text, so that each of them reads what the next ones read. */
const leads: readonly string[] = [
  'basic+',
  'a+basic+',
  'bearer+a',
  '%41eyJaaaaa.',
  'eyJaaaaa.',
  '-----BEGIN PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE',
  'xoxb-',
  'hooks.slack.com/services/',
  'a://b:c@',
  'a://::::::@',
  '%3A%2F%2Fa%3Ab%40',
  'a@b.',
  'a.a@a.a@',
  "password '",
  "password E'\\",
  'password $a$',
  'password /*',
  'password --\n',
  'password+%27%27',
  `identified by "'`,
  "identified+by+'",
  'identified with a ',
  "`ARGS:password' (Value: `",
  `\`ARGS:password' (Value: \`${TOKEN}`,
  `\`REQUEST_COOKIES:a' (Value: \`${TOKEN}`,
  `REQUEST_COOKIES:a: ${TOKEN}`,
  ':user/a/',
  ':assumed-role/a/',
  'AROAEXAMPLE:',
  'card 4111 1111 1111 ',
  "parameters: $1 = '",
  `password parameters: $1 = '${TOKEN}', `,
  `authorization: ${TOKEN}`,
  'authorization: Bearer ',
  `cookie: ${TOKEN}`,
  'iban: DE12 ABC1 ABC1 ',
  '\\u0061',
  '"\\u0070assword":',
  '\\\\\\"',
  `db_key=a1${'b'.repeat(130)}(`,
  `"db_key":"a1${'b'.repeat(130)}('`,
  `app_session=${'a'.repeat(40)}! `,
  `dt0c01.${'ab.'.repeat(30)}`,
  '<password>',
  '<password type="',
  'name="password" ',
  'name=password, value=',
  'form-data; name="password"\r\n',
  'insert into a (password, ',
  "insert into a (password) values ('",
  'insert into a (password) values (a(',
  'copy a (password) from stdin;\na\t',
  'key (password)=(a, ',
  'options (password ',
  'a,password\n',
  'a,"password"\n"',
  'password: |\n ',
  '--password ',
  'mysql -a ',
  'curl -u a:',
  'a:b@tcp(',
  'password is a1!',
  '$argon2id$',
  '%70assword%3D',
  '%2570assword%253D',
  '&#x70;assword=',
  '\\x70assword=',
  'cGFzc3dvcmQ9',
  'cGFzc3dvcmQ9/',
  'H4sIAAAAAAAAA',
  'p\0a\0s\0s\0w\0o\0r\0d\0=\0',
  '-----BEGIN PRIVATE KEY-----\nx ',
];

/** Parts of JSON objects that rules look at, in one line. */
const members: readonly string[] = [
  '"password":"a",',
  '"password":"\\"a",',
  '"password":1,',
  '"password":{"a":"b",',
  '"password":[[',
  '"card":"a card",',
  `"authorization":"${TOKEN}",`,
  '{"name":"authorization","value":"a"},',
  '"value":"a","name":"authorization",',
  '"kty":"oct","d":"a",',
  '"kty":1,',
  '"a":"{\\"password\\":\\"a\\",',
  '"a":"password=a",',
  '"token":"a\n"token":"',
];

const ruleUnits = new Map<string, string[]>();
for (const { rule, gates } of [...patternRules, ...keyRules]) {
  const units = gates.flatMap((gate) => [...followers.map((follower) => gate + follower), percent(gate)]);
  ruleUnits.set(rule, [...new Set([...(ruleUnits.get(rule) ?? []), ...units])]);
}

const inText = (unit: string) => (characters: number) => `a ${repeated(unit, characters)}`;
const inJson = (unit: string) => (characters: number) => `{"x":"",${repeated(unit, characters)}`;
const inNested = (unit: string) => (characters: number) => {
  let text = repeated(unit, characters);
  for (let depth = 0; depth < 4; depth += 1) text = JSON.stringify({ x: text });
  return text;
};

const redactor = createRedactor({ ...settings, ipAddresses: 'pseudonymise' });

/** Processor time of one redaction, in microseconds. */
function costOf(page: Buffer): number {
  const before = process.cpuUsage();
  redactor.redactPage(page, 'text/plain');
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Null where the growth is near-linear; else what it was. */
function growthBeyond(make: (characters: number) => string): number | null {
  const long = Buffer.from(make(BASE_CHARACTERS * FACTOR));
  let longCost = costOf(long);
  if (longCost < NOISE_MICROSECONDS) return null;
  const short = Buffer.from(make(BASE_CHARACTERS));
  let shortCost = costOf(short);
  for (let tries = 1; tries < TRIES && longCost / shortCost >= GROWTH_MAX; tries += 1) {
    longCost = Math.min(longCost, costOf(long));
    shortCost = Math.max(shortCost, costOf(short));
  }
  const growth = longCost / shortCost;
  return growth < GROWTH_MAX ? null : growth;
}

function assertLinear(
  units: readonly string[],
  forms: readonly ((unit: string) => (n: number) => string)[],
): void {
  const slow = units.flatMap((unit) =>
    forms.flatMap((form) => {
      const growth = growthBeyond(form(unit));
      return growth === null ? [] : [`${JSON.stringify(unit)} ${growth.toFixed(1)}`];
    }),
  );
  assert.deepEqual(slow, []);
}

for (const [rule, units] of ruleUnits) {
  test(`the cost of ${rule} grows with the length of a hostile text`, () => {
    assertLinear(units, [inText]);
  });
}

test('the cost of what leads a rule far into a text grows with its length', () => {
  assertLinear(leads, [inText, inNested]);
});

test('the cost of members of one long line of JSON grows with its length', () => {
  assertLinear(members, [inJson]);
});

test('what says that there is a key, many times in one object, finds each private member once', () => {
  const member = '"kty":"RSA","d":"ABCDEFGHIJKLMNOPQRSTUV",';
  const page = Buffer.from(`{${repeated(member, 2_000_000)}"a":1}`);
  const members = Math.floor((page.length - 8) / member.length);
  const before = process.memoryUsage().heapUsed;
  const { redactions, commitments } = redactor.redactPage(page, 'application/json');
  assert.ok(process.memoryUsage().heapUsed - before < 400_000_000);
  assert.deepEqual(redactions, { 'jwk-private': members });
  assert.equal(commitments.length, 1);
});

test('a page can have more values to hide than a call has room for', () => {
  const page = Buffer.from(`{"password":[${repeated('"a",', 800_000)}"a"]}`);
  const { redactions } = redactor.redactPage(page, 'application/json');
  assert.deepEqual(redactions, { password: 200_001 });
});
