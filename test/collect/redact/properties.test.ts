import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRedactor } from '../../../src/collect/redact/redactor.ts';
import { times } from '../../helpers/times.ts';
import { redactJson, redactor, settings } from './redactors.ts';

/** Long enough never to be there by chance; quotes, escapes and letters beyond ASCII in the middle. */
const secret = fc
  .tuple(
    fc.stringMatching(/^[a-z0-9]{6,12}$/),
    fc.string({
      unit: fc.constantFrom('"', '\\', '/', '{', ' ', 'é', '€', '😀', '+', '=', ';'),
      maxLength: 4,
    }),
    fc.stringMatching(/^[a-z0-9]{6,12}$/),
  )
  .map(([head, middle, tail]) => ({ text: `x${head}${middle}${tail}x`, parts: [head, tail] }));

const word = fc.string({ unit: 'binary', maxLength: 20 });

type Place = (secret: string, text: string) => unknown;

const plainOf = (text: string): string => text.replace(/[^a-z0-9]/g, '');

/** Where secrets stand in what our sources give. */
const places: Readonly<Record<string, Place>> = {
  'a WAF header': (value, text) => ({
    httpRequest: {
      headers: [
        { name: 'host', value: text },
        { name: 'AUTHORIZATION', value },
      ],
      uri: text,
    },
  }),
  'a WAF cookie': (value, text) => ({
    httpRequest: {
      headers: [
        { name: 'cookie', value },
        { name: 'user-agent', value: text },
      ],
    },
  }),
  'a WAF query': (value, text) => ({
    httpRequest: { args: `q=1&password=${encodeURIComponent(value)}&x=1`, uri: text },
  }),
  'a ModSecurity header': (value, text) => ({
    transaction: { request: { headers: { Authorization: `Bearer ${value}`, Host: text } } },
  }),
  'a ModSecurity response': (value, text) => ({
    transaction: { response: { headers: { 'Set-Cookie': [value] }, body: text } },
  }),
  'a ModSecurity body': (value, text) => ({
    transaction: { request: { body: JSON.stringify({ a: text, client_secret: value }) } },
  }),
  'a CloudTrail event': (value, text) => ({
    CloudTrailEvent: JSON.stringify({ userIdentity: { userName: value }, userAgent: text }),
  }),
  'CloudTrail parameters': (value, text) => ({
    Records: [{ requestParameters: { secretString: value, name: text } }],
  }),
  'a PostgreSQL statement': (value, text) => ({
    message: `statement: ALTER ROLE app PASSWORD '${value.replaceAll("'", "''")}'`,
    application_name: text,
  }),
  'a PostgreSQL parameter': (value, text) => ({
    user: text,
    message: 'execute: UPDATE u SET api_key = $1',
    detail: `parameters: $1 = '${value.replaceAll("'", "''")}'`,
  }),
};

for (const [name, place] of Object.entries(places)) {
  test(`no part of a secret in ${name} survives, whatever stands around it`, () => {
    fc.assert(
      fc.property(
        secret,
        word,
        word,
        fc.constantFrom(undefined, 2),
        ({ text, parts }, around, before, indent) => {
          fc.pre(!parts.some((part) => around.includes(part) || before.includes(part)));
          const page = [before, JSON.stringify(place(text, around), null, indent), '{"n":1}'];
          const redacted = plainOf(redactJson(page.slice(before.includes('"') ? 1 : 0).join('\n')));
          for (const part of parts) assert.ok(!redacted.includes(part), `${part} is still there`);
        },
      ),
      { numRuns: times(150) },
    );
  });
}

const json = fc.dictionary(
  fc.oneof(
    fc.constantFrom('password', 'cookie', 'name', 'value', 'card', 'kty', 'd', 'userName', 'token'),
    fc.string({ maxLength: 8 }),
  ),
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        'authorization',
        'a@example.com',
        'password=x',
        "PASSWORD 'a''b'",
        'card 4111111111111111',
        '[email:AAAAAAAAAA]',
        'eyJhbGciOi.eyJzdWIiOi.abc',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.json({ maxDepth: 2 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('name', 'value', 'token', 'secret', 'a@example.com', 'x'), tie('value'), {
        maxKeys: 3,
      }),
    ),
  })).value,
  { maxKeys: 4 },
);

const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value !== null && typeof value === 'object') return Object.values(value).map(shapeOf);
  return typeof value === 'boolean' || value === null ? value : 'a text or a number';
};

test('JSON stays JSON of the same shape, and redacting it again changes nothing', () => {
  fc.assert(
    fc.property(json, fc.constantFrom(undefined, 1), (value, indent) => {
      const redacted = redactJson(JSON.stringify(value, null, indent));
      assert.deepEqual(shapeOf(JSON.parse(redacted)), shapeOf(JSON.parse(JSON.stringify(value))));
      assert.equal(redactJson(redacted), redacted);
    }),
    { numRuns: times(1_000) },
  );
});

const fragment = fc.constantFrom(
  ...[
    'password',
    ' = ',
    ':',
    '=',
    "'",
    '"',
    '\\',
    'Authorization',
    'Bearer ',
    'Basic ',
    'abc123',
    '@',
    'example.com',
    '://',
    'user',
    '[email:AAAAAAAAAA]',
    '[password:',
    ']',
    'eyJ',
    '.',
    'abcdef',
    'PASSWORD ',
    '$1',
    '$$',
    'parameters: $1 = ',
    '-----BEGIN PRIVATE KEY-----',
    'cookie',
    '\n',
    '; ',
    '&',
    'card 4111111111111111',
    ':user/',
    'é',
    '%40',
    '{',
    '}',
    '`',
    '(Value: `',
    ') ',
  ],
);

test('redacting text again changes nothing, whatever the text', () => {
  fc.assert(
    fc.property(fc.array(fragment, { maxLength: 12 }), (fragments) => {
      const once = redactor.redactText(fragments.join(''));
      assert.equal(redactor.redactText(once), once);
    }),
    { numRuns: times(3_000) },
  );
});

const MIB = 1024 * 1024;

for (const unit of [
  'a',
  '"',
  '\\"',
  '@',
  'a@',
  '://a:',
  'password=',
  'password/*',
  "password '",
  'PASSWORD $a$',
  'eyJ',
  'eyJhbGciOi.',
  'authorization',
  'Bearer ',
  '-----BEGIN PRIVATE KEY-----',
  'parameters: $1 = ',
  "parameters: $1 = 'x', ",
  '"kty"',
  '{"kty":',
  '{"cookie":[',
  '\\u0070',
  '(value: `',
  ':user/a/',
  'card 4',
  'identified by ',
  '\n{token',
  '["name","cookie",',
  '{"m":"',
  '1:',
  '1.',
]) {
  test(`a mebibyte of ${JSON.stringify(unit)} costs no more than linear time`, () => {
    const slow = createRedactor({ ...settings, ipAddresses: 'pseudonymise' });
    const page = Buffer.from(unit.repeat(Math.ceil(MIB / unit.length)));
    for (const mediaType of ['application/json', 'text/plain']) {
      const before = process.cpuUsage();
      slow.redactPage(page, mediaType);
      slow.redactPage(Buffer.concat([Buffer.from('{"m":"'), page]), mediaType);
      const { user } = process.cpuUsage(before);
      assert.ok(user < 4_000_000, `${mediaType}: ${user / 1000} ms`);
    }
  });
}
