import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactor } from './redactors.ts';

/** Tokens without their digests: `[password]`. */
const shape = (text: string): string =>
  redactor.redactText(text).replace(/\[([a-z-]+):[A-Z2-7]{10}\]/g, '[$1]');

const PEM = '-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA\nabc/def+ghi=\n-----END RSA PRIVATE KEY-----';

const PEM_SHAPE = '-----BEGIN RSA PRIVATE KEY-----[private-key]-----END RSA PRIVATE KEY-----';

const examples: readonly (readonly [what: string, text: string, redacted: string])[] = [
  [
    'a password in a query string',
    '/login?user=1&password=hunter2&x=1',
    '/login?user=1&password=[password]&x=1',
  ],
  ['an encoded e-mail address', '?email=al.ice%40example.com&x', '?email=[email]&x'],
  [
    'a name behind an encoded separator',
    '?next=%2Fcart%3Bjsessionid%3Dabc%26nextToken%3Dabc',
    '?next=%2Fcart%3Bjsessionid%3D[secret]',
  ],
  ['an encoded paging token stays', '?next=a%26nextToken%3Dabc', '?next=a%26nextToken%3Dabc'],
  ['an encoded bearer token', '?h=sent%20bearer%20abcdef01', '?h=sent%20bearer%20[authorization]'],
  ['encoded basic credentials', '?h=a%3ABasic%20YWxpY2U6cHc%3D', '?h=a%3ABasic%20[authorization]'],
  [
    'an encoded password in SQL',
    "?q=ALTER%20ROLE%20a%20PASSWORD%20%27it%27%27s%27%20VALID&x=password+E'b'",
    "?q=ALTER%20ROLE%20a%20PASSWORD%20%27[password]%27%20VALID&x=password+E'[password]'",
  ],
  [
    'an encoded password in the SQL of others',
    "?q=CREATE%20USER%20a%20IDENTIFIED%20BY%20'b'&p=identified+with+%27x%27+by+%22c%22",
    "?q=CREATE%20USER%20a%20IDENTIFIED%20BY%20'[password]'&p=identified+with+%27x%27+by+%22[password]%22",
  ],
  [
    'an encoded password in a URL',
    '?u=postgres%3A%2F%2Fapp%3Ap%2Fw%40db%3A5432',
    '?u=postgres%3A%2F%2Fapp%3A[password]%40db%3A5432',
  ],
  [
    'an encoded private key',
    '?k=-----BEGIN%20PRIVATE%20KEY-----%0AMIIE%2Babc%0A-----END%20PRIVATE%20KEY-----',
    '?k=-----BEGIN%20PRIVATE%20KEY-----[private-key]-----END%20PRIVATE%20KEY-----',
  ],
  ['a private key behind a name', `KEY=1\nprivate_key=${PEM}`, `KEY=1\nprivate_key=${PEM_SHAPE}`],
  ['a private key in the line of another secret', `Cookie: a=b; ${PEM}`, `Cookie: [cookie]${PEM_SHAPE}`],
  [
    'a private key below a line of JSON',
    `{"password":"a"}\nkey: ${PEM}\n{"password":"b"}`,
    `{"password":"[password]"}\nkey: ${PEM_SHAPE}\n{"password":"[password]"}`,
  ],
  [
    'an encoded webhook',
    '?u=https%3A%2F%2Fhooks.slack.com%2Fservices%2FT0%2FB0%2Fabcdefgh',
    '?u=https%3A%2F%2Fhooks.slack.com%2Fservices%2F[secret]',
  ],
  ['a card in the name of a file', 'card 4111111111111111.log', 'card [card].log'],
  ['an encoded card', '?q=card%20number%204111111111111111', '?q=card%20number%20[card]'],
  [
    'encoded users in ARNs',
    '?a=arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fbob&b=arn%3Aaws%3Asts%3A%3A1%3Aassumed-role%2Fapp%2Fbob',
    '?a=arn%3Aaws%3Aiam%3A%3A1%3Auser%2F[user]&b=arn%3Aaws%3Asts%3A%3A1%3Aassumed-role%2Fapp%2F[user]',
  ],
  [
    'a bearer token, but not its scheme',
    'Authorization: Bearer abc.def',
    'Authorization: Bearer [authorization]',
  ],
  [
    'basic credentials',
    'curl -H "Authorization: Basic YTpi"',
    'curl -H "Authorization: Basic [authorization]"',
  ],
  ['basic credentials without a header', 'sent Basic YWxpY2U6cHc= to', 'sent Basic [authorization] to'],
  [
    'a signed AWS request',
    'authorization: AWS4-HMAC-SHA256 Credential=A/b, Signature=c',
    'authorization: AWS4-HMAC-SHA256 [authorization]',
  ],
  ['a header block', 'Host: a\r\nCookie: a=b; c=d\r\nAccept: x', 'Host: a\r\nCookie: [cookie]\r\nAccept: x'],
  ['a quoted JSON member in prose', 'got {"api_key": "k-1 2"} back', 'got {"api_key": "[api-key]"} back'],
  [
    'an escaped JSON member in prose',
    String.raw`body {\"clientSecret\":\"a\"}`,
    String.raw`body {\"clientSecret\":\"[secret]\"}`,
  ],
  ['a secret key in an environment', 'AWS_SECRET_ACCESS_KEY=h4t2/x+y', 'AWS_SECRET_ACCESS_KEY=[secret]'],
  [
    'an access key id stays',
    'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  ],
  [
    'a password in SQL',
    "ALTER ROLE app WITH PASSWORD 'it''s' VALID UNTIL 'x'",
    "ALTER ROLE app WITH PASSWORD '[password]' VALID UNTIL 'x'",
  ],
  [
    'a password in SQL behind a comment',
    "create role a password /* ' */ -- x\n 'p'",
    "create role a password /* ' */ -- x\n '[password]'",
  ],
  [
    'a password in SQL with escapes',
    String.raw`ALTER ROLE a PASSWORD E'a\'b' x`,
    "ALTER ROLE a PASSWORD E'[password]' x",
  ],
  [
    'a password in dollar quotes',
    'ALTER ROLE a PASSWORD $q$a$b$q$;',
    'ALTER ROLE a PASSWORD $q$[password]$q$;',
  ],
  [
    'identified by',
    "CREATE USER a IDENTIFIED WITH b BY 'p' x",
    "CREATE USER a IDENTIFIED WITH b BY '[password]' x",
  ],
  ['a placeholder is no password', 'UPDATE t SET password = $1', 'UPDATE t SET password = $1'],
  [
    'values bound to a statement that names a secret',
    "update u set password = $1 DETAIL: parameters: $1 = 'it''s', $2 = NULL, $3 = 'b'",
    "update u set password = $1 DETAIL: parameters: $1 = '[password]', $2 = NULL, $3 = 'b'",
  ],
  [
    'values bound to another statement stay',
    "select $1 parameters: $1 = 'red', $2 = '7'",
    "select $1 parameters: $1 = 'red', $2 = '7'",
  ],
  ['a connection string', 'postgres://app:p@ss@db:5432/shop', 'postgres://app:[password]@db:5432/shop'],
  [
    'a key=value connection string',
    'host=db password=secret dbname=x',
    'host=db password=[password] dbname=x',
  ],
  [
    'a private key',
    `key ${PEM} end`,
    'key -----BEGIN RSA PRIVATE KEY-----[private-key]-----END RSA PRIVATE KEY----- end',
  ],
  [
    'an address that begins inside of another value',
    '-----BEGIN PRIVATE KEY-----abcé@example.com',
    '-----BEGIN PRIVATE KEY-----[private-key][email]',
  ],
  ['a Slack token', 'with xoxb-1234567890-abcdef', 'with [secret]'],
  [
    'a Slack webhook',
    'https://hooks.slack.com/services/T000/B000/abcdefXYZ',
    'https://hooks.slack.com/services/[secret]',
  ],
  ['a GitHub token', 'push ghp_abcdefghijklmnopqrstuvwxyz', 'push [secret]'],
  ['a card number beside its word', 'card no. 4111 1111 1111 1111 ok', 'card no. [card] ok'],
  ['digits that are no card number', 'card no. 4111 1111 1111 1112 ok', 'card no. 4111 1111 1111 1112 ok'],
  ['a card number without its word', 'order 4111111111111111', 'order 4111111111111111'],
  ['a user in an ARN', 'arn:aws:iam::1:user/team/alice is not', 'arn:aws:iam::1:user/team/[user] is not'],
  [
    'a session in an ARN, but not its role',
    'arn:aws:sts::1:assumed-role/deploy/bob',
    'arn:aws:sts::1:assumed-role/deploy/[user]',
  ],
  [
    'an instance is no user',
    'arn:aws:sts::1:assumed-role/web/i-0abcdef012345678',
    'arn:aws:sts::1:assumed-role/web/i-0abcdef012345678',
  ],
  [
    'the id of a secret stays',
    'arn:aws:secretsmanager:eu:1:secret:prod/db-AbC',
    'arn:aws:secretsmanager:eu:1:secret:prod/db-AbC',
  ],
  ['a label of the firewall stays', 'awswaf:managed:token:absent', 'awswaf:managed:token:absent'],
  [
    'a matched parameter of ModSecurity',
    "against variable `ARGS:password' (Value: `a b' ) [",
    "against variable `ARGS:password' (Value: `[password]' ) [",
  ],
  [
    'a matched cookie of ModSecurity',
    "variable `REQUEST_COOKIES:sid' (Value: `x1' ) [",
    "variable `REQUEST_COOKIES:sid' (Value: `[cookie]' ) [",
  ],
  [
    'a matched header of ModSecurity',
    "variable `REQUEST_HEADERS:Authorization' (Value: `Bearer x' )",
    "variable `REQUEST_HEADERS:Authorization' (Value: `Bearer [authorization]' )",
  ],
  ['what the source hid stays so', 'password=*** token=REDACTED', 'password=*** token=REDACTED'],
  [
    'prose about tokens and passwords',
    'the bearer of the token: see secret: unknown; password authentication failed',
    'the bearer of the token: see secret: unknown; password authentication failed',
  ],
  [
    'a paging token stays',
    'nextToken=abc123&continuation-token=abc123',
    'nextToken=abc123&continuation-token=abc123',
  ],
];

for (const [what, text, redacted] of examples) {
  test(`in text: ${what}`, () => {
    assert.equal(shape(text), redacted);
    assert.equal(redactor.redactText(redactor.redactText(text)), redactor.redactText(text), 'twice is once');
  });
}

test('a forged token does not keep what stands beside it from being redacted', () => {
  assert.doesNotMatch(redactor.redactText('note [email:AAAAAAAAAA] password=hunter2'), /hunter2/);
});
