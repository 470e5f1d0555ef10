import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactJson, redactor } from './redactors.ts';

const shape = (value: unknown): unknown =>
  JSON.parse(redactJson(JSON.stringify(value)).replace(/\[([a-z-]+):[A-Z2-7]{10}\]/g, '[$1]'));

const examples: readonly (readonly [what: string, value: unknown, redacted: unknown])[] = [
  ['a member', { Authorization: 'Bearer abc', a: 1 }, { Authorization: 'Bearer [authorization]', a: 1 }],
  ['a pair of name and value', [{ name: 'Cookie', value: 'a=b' }], [{ name: 'Cookie', value: '[cookie]' }]],
  ['a pair of value and name', [{ value: 'a=b', name: 'cookie' }], [{ value: '[cookie]', name: 'cookie' }]],
  [
    'a name without a value',
    { SingleHeader: { Name: 'authorization' } },
    { SingleHeader: { Name: 'authorization' } },
  ],
  ['a list', { 'Set-Cookie': ['a=1', 'b=2'] }, { 'Set-Cookie': ['[cookie]', '[cookie]'] }],
  ['an object', { cookies: { sid: 'x', n: 7 } }, { cookies: { sid: '[cookie]', n: '[cookie]' } }],
  ['a number', { password: 123456 }, { password: '[password]' }],
  ['a boolean and null stay', { password: true, token: null }, { password: true, token: null }],
  ['escapes', { password: 'a"b\\c\nd€' }, { password: '[password]' }],
  [
    'JSON in a string',
    { Event: JSON.stringify({ userName: 'al"ice', n: 1 }) },
    { Event: JSON.stringify({ userName: '[user]', n: 1 }) },
  ],
  [
    'a number in JSON in a string',
    { m: JSON.stringify({ pwd: 1 }) },
    { m: JSON.stringify({ pwd: '[password]' }) },
  ],
  [
    'text in a string',
    { m: "statement: ALTER ROLE a PASSWORD 'p'\n" },
    { m: "statement: ALTER ROLE a PASSWORD '[password]'\n" },
  ],
  [
    'values bound to a statement in another member',
    { message: 'execute: UPDATE u SET password=$1', detail: "parameters: $1 = 'p'" },
    { message: 'execute: UPDATE u SET password=$1', detail: "parameters: $1 = '[password]'" },
  ],
  [
    'a card',
    { card: { number: '4111111111111111', holder: 'a@example.com' } },
    { card: { number: '[card]', holder: '[email]' } },
  ],
  [
    'a private JSON Web Key',
    { keys: [{ d: 'secretsecretsecret', kty: 'EC', x: 'publicpublicpublic' }] },
    { keys: [{ d: '[private-key]', kty: 'EC', x: 'publicpublicpublic' }] },
  ],
  [
    'a principal and its session',
    { principalId: 'AROAEXAMPLEEXAMPLE:bob' },
    { principalId: 'AROAEXAMPLEEXAMPLE:[user]' },
  ],
  ['a name that is personal', { 'bob@example.com': 1 }, { '[email]': 1 }],
  ['paging and lock tokens stay', { nextToken: 'a1', LockToken: 'b2' }, { nextToken: 'a1', LockToken: 'b2' }],
];

for (const [what, value, redacted] of examples) {
  test(`in JSON: ${what}`, () => {
    assert.deepEqual(shape(value), redacted);
    const pretty = JSON.stringify(value, null, 2);
    assert.deepEqual(
      JSON.parse(redactJson(pretty).replace(/\[([a-z-]+):[A-Z2-7]{10}\]/g, '[$1]')),
      redacted,
      'over several lines',
    );
  });
}

test('a name whose letters are escaped is the same name', () => {
  assert.doesNotMatch(redactJson(String.raw`{"pass\u0077ord":"hunter2"}`), /hunter2/);
  assert.doesNotMatch(redactJson(String.raw`{"m":"pass\u0077ord\u003dhunter2"}`), /hunter2/);
});

test('a value keeps its token however its JSON is escaped', () => {
  const plain = redactJson('{"password":"a/b"}');
  assert.equal(redactJson(String.raw`{"password":"a\/b"}`), plain);
  assert.equal(redactJson(String.raw`{"password":"\u0061/b"}`), plain);
});

test('the wording of JSON outside of what is redacted stays byte for byte', () => {
  assert.match(
    redactJson(String.raw`{ "u":"\u00e9\/ a@example.com \u20AC",  "n":1.50e+3 }`),
    /^\{ "u":"\\u00e9\\\/ \[email:\w{10}\] \\u20AC", {2}"n":1\.50e\+3 \}$/,
  );
});

test('a line that is no JSON is redacted as text, and so is one that breaks off', () => {
  const page = '{"a":1}\nERROR login password="hunter 2" failed\n{"name":"Cookie","value":"sid=hunter2\n';
  const redacted = redactJson(page);
  assert.doesNotMatch(redacted, /hunter/);
  assert.equal(redacted.split('\n').length, 4);
  assert.match(redacted, /failed\n/);
});

test('bytes that are no UTF-8 stay as they are around what is redacted, and go with it inside', () => {
  const page = Buffer.from('{"u":"\xff\xfe a@example.com \xc3","password":"\xe9\x80"}', 'latin1');
  const { bytes } = redactor.redactPage(page, 'application/json');
  const text = Buffer.from(bytes).toString('latin1');
  assert.match(text, /^\{"u":"\xff\xfe \[email:\w{10}\] \xc3","password":"\[password:\w{10}\]"\}$/);
});

test('redactions are counted by rule', () => {
  const { redactions } = redactor.redactPage(
    Buffer.from('{"password":"a","m":"b@example.com c@example.com"}'),
    'application/json',
  );
  assert.deepEqual(redactions, { password: 1, email: 2 });
});

test('a page without anything to redact is the same bytes', () => {
  const page = Buffer.from('{"a":"b"}\n');
  assert.deepEqual(redactor.redactPage(page, 'application/json'), {
    bytes: page,
    redactions: {},
    commitments: [],
  });
});
