import { kindsOf, type LeakKind, machine } from './leak.ts';

const other = kindsOf('other', {
  'told with words between': [machine, (v) => `the password for db1 is ${v} until Monday`],
  'told in German': [machine, (v) => `das Passwort lautet ${v}`],
  'told in French': [machine, (v) => `le mot de passe est ${v}`],
  'told in Spanish': [machine, (v) => `la contraseña es ${v}`],
  'name of two words': [machine, (v) => `the API key is ${v} now`],
  'behind an arrow': [machine, (v) => `client secret -> ${v}`],
  'command with a user': [machine, (v) => `twine upload -u app -p ${v} dist`],
  'piped into a login': [machine, (v) => `echo ${v} | docker login -u app --password-stdin`],
  'openssl pass': [machine, (v) => `openssl rsa -in k.pem -passin pass:${v}`],
  'call with a user': [machine, (v) => `req.SetBasicAuth("app", "${v}")`],
  'reset link': [(s) => s.machine(32), (v) => `https://shop.example/reset-password/${v}`],
  'recovery codes': [
    (s) => `${s.digits(5)}-${s.digits(5)}`,
    (v, s) => `recovery codes: ${s.digits(5)}-${s.digits(5)} ${v}`,
  ],
  'key of AWS beside its id': [(s) => s.base64(40), (v) => `AKIAIOSFODNN7EXAMPLE / ${v} x`],
});

const sql = kindsOf('sql', {
  'selected into columns': [machine, (v) => `INSERT INTO users (id, password) SELECT 1, '${v}'`],
  'key of pgcrypto': [machine, (v) => `SELECT pgp_sym_encrypt(note, '${v}') FROM t`],
  'duplicate entry': [machine, (v) => `Duplicate entry '${v}' for key 'users.api_token'`],
  'compared the other way': [machine, (v) => `SELECT 1 FROM u WHERE '${v}' = password`],
});

/** What a second corpus showed that nobody had thought of. */
export const learntKinds: readonly LeakKind[] = [...other, ...sql];
