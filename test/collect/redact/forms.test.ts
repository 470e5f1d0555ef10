import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactor } from './redactors.ts';

const SECRET = 'Kq7!vexata';

const page = (text: string, mediaType: string): string =>
  Buffer.from(redactor.redactPage(Buffer.from(text), mediaType).bytes).toString();

/** How a value stands behind its name where we read; `%` is the value. */
const forms: readonly string[] = [
  'the password for db1 is %',
  'das Passwort lautet %',
  'le mot de passe est %',
  'your API key is % now',
  'req.SetBasicAuth("app", "%")',
  'twine upload -u app -p % dist/*',
  "INSERT INTO users (id, password) SELECT 1, '%'",
  "SELECT pgp_sym_encrypt(note, '%') FROM t",
  "UPDATE u SET a = 1 WHERE '%' = password",
  'GET /?pw=%&x=1 HTTP/1.1',
  '{"password=% x":1}',
  '<password>%</password>',
  '<ns:password type="x">%</ns:password>',
  '<pwd><![CDATA[%]]></pwd>',
  '<db host="x" password="%"/>',
  '<add key="ApiKey" value="%" />',
  '<entry key="password">%</entry>',
  '<key>Password</key>\n  <string>%</string>',
  'пароль: %',
  'user contraseña=% port=1',
  '密码=%',
  'app --db-password % --port 1',
  'app --token=% --port 1',
  'app -Password "%" -Force',
  'mysql -h db -uapp -p% shop',
  'mysqldump -u app -p % shop',
  'PGPASSWORD=% psql -h db',
  'curl -u app:% https://x.example/',
  'redis-cli -h cache -a % ping',
  "sshpass -p '%' ssh app@db",
  '- name: DB_PASSWORD\n  value: "%"',
  'name=password, value=%',
  '{"name":"password","type":"text","value":"%"}',
  '{"Key":"db_password","Value":"%"}',
  '{"ParameterKey":"DbPassword","ParameterValue":"%"}',
  '{"key":"app.password","value":{"stringValue":"%"}}',
  '["app","--password","%"]',
  "setProperty('password', '%')",
  "INSERT INTO users (id, password, at) VALUES (1, '%', now())",
  "INSERT INTO users (password, id) VALUES ('other1', 1), ('%', 2)",
  "INSERT INTO users (at, password) VALUES (now(), crypt('%', gen_salt('bf')))",
  "UPDATE users SET name = 'x', password = md5('%') WHERE id = 1",
  'UPDATE users SET password = $$%$$ WHERE id = 1',
  "CREATE SERVER s OPTIONS (host 'db', api_key '%')",
  "SET PASSWORD FOR app = PASSWORD('%')",
  "ALTER DATABASE d SET app.jwt_secret TO '%'",
  "SELECT set_config('app.jwt_secret', '%', false)",
  'COPY users (id, password) FROM stdin;\n1\t%\n\\.\n',
  'DETAIL:  Key (id, reset_token)=(7, %) already exists.',
  'id,password,city\n1,other1,Bonn\n2,%,Kiel\n',
  '"id";"password"\n"1";"%"\n',
  ' id | password \n----+----------\n  1 | %\n',
  'db:\n  password: |\n    %\n  host: x\n',
  'password = %',
  'Content-Disposition: form-data; name="password"\r\n\r\n%\r\n--b--',
  'user%5Bpassword%5D=%&commit=1'.replaceAll('%5', '%5'),
  'machine db login app password %',
  'db.example:5432:shop:app:%',
  'open app:%@tcp(db:3306)/shop',
  'the password is % for now',
  'export DB_PASSWORD=${OTHER:-%}',
];

for (const form of forms) {
  test(`a value is hidden in the form ${JSON.stringify(form)}`, () => {
    const at = form.lastIndexOf('%', form.includes('%5D=') ? form.indexOf('=%') + 1 : form.length);
    const text = `${form.slice(0, at)}${SECRET}${form.slice(at + 1)}`;
    for (const [written, mediaType] of [
      [text, 'text/plain'],
      [`2026-01-27T10:00:00Z app: ${text}`, 'text/plain'],
      [JSON.stringify({ n: 1, message: text }), 'application/json'],
      [`${JSON.stringify({ log: text })}\n`, 'application/x-ndjson'],
    ] as const) {
      const once = page(written, mediaType);
      assert.ok(!once.includes(SECRET), once);
      assert.equal(page(once, mediaType), once, 'twice is once');
    }
  });
}

const verifiers: readonly string[] = [
  `$2b$12$${'Ab1'.repeat(18)}`,
  `$6$Qw12Er34$${'Ab1.'.repeat(20)}`,
  `$y$j9T$Qw12Er34$${'Ab1.'.repeat(10)}`,
  `$apr1$Qw12Er34$${'Ab1.'.repeat(5)}xx`,
  `$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$${'Ab1'.repeat(14)}`,
  `SCRAM-SHA-256$4096:c2FsdHNhbHQ=$${'Ab1'.repeat(14)}=:${'Cd2'.repeat(14)}=`,
  `pbkdf2_sha256$600000$salt$${'Ab1'.repeat(14)}=`,
  `{SSHA}${'Ab1'.repeat(10)}==`,
  `md5${'0a1b'.repeat(8)}`,
];
for (const verifier of verifiers) {
  test(`what a password is checked with is hidden: ${verifier.slice(0, 12)}`, () => {
    assert.match(redactor.redactText(`app ${verifier} x`), /^app \[password:[A-Z2-7]{10}\] x$/);
  });
}

const kept: readonly string[] = [
  'DB_PASSWORD=${DB_PASSWORD} API_TOKEN=$API_TOKEN',
  'password: {{ .Values.db.password }}',
  'export API_TOKEN=<your-token> password=<password>',
  'password: ${{ secrets.DB_PASSWORD }}',
  'const password = process.env.DB_PASSWORD',
  'function login(password: string, token: Token)',
  'CREATE TABLE users (id bigint, password text NOT NULL, token varchar(64))',
  'INSERT INTO users (id, password) VALUES ($1, $2)',
  'secretKeyRef:\n    name: db-credentials\n    key: password',
  'password=******** token=xxxxxxxx secret=[REDACTED]',
  'docker run -u 1000:1000 app',
  'the password is wrong; the token was invalid',
  'token_type=Bearer expires_in=3600',
  'UPDATE users SET password = $1, updated_at = now() WHERE id = 7',
  'secret rotation: done, cookies: cleared, cache: flushed',
  'const password = req.body.password;',
  'the token has expired on 2026-01-06T19:35:52.123Z.',
  '{"password":{"type":"string","minLength":12}}',
];
for (const text of kept) {
  test(`what names the place of a value stays: ${text}`, () => {
    assert.equal(redactor.redactText(text), text);
  });
}
