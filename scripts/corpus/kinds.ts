import type { FamilyAlphabet } from '../../src/collect/redact/families/family.ts';
import { vendorTokens } from '../../src/collect/redact/families/index.ts';
import { human, kindsOf, type LeakKind, machine, namedKinds } from './leak.ts';
import type { Seeded } from './seeded.ts';

const ALPHABETS: Readonly<Record<FamilyAlphabet, string>> = {
  hex: '0123456789abcdef',
  digits: '0123456789',
  'letters-digits': 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789',
  base64: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789+/',
  base64url: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789-_',
  'hex-dashes': '0123456789abcdef',
  dotted: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789',
  address: 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789',
};

/** Tokens of each listed family, where no name stands before them. */
export const familyKinds: readonly LeakKind[] = vendorTokens.flatMap(({ vendor, tokens }) =>
  tokens.map(
    ([id, prefix, alphabet, lengthMin]): LeakKind => ({
      id: `${vendor}: ${id}`,
      group: 'family',
      write(seeded: Seeded) {
        const core = `4${seeded.chars(ALPHABETS[alphabet], Math.max(12, lengthMin + 1))}`;
        return { text: `sent ${prefix}${core} upstream`, core };
      },
    }),
  ),
);

const NAMES = [
  ...['password', 'db_password', 'DB_PASSWORD', 'api_key', 'X-Api-Key', 'client_secret', 'access_token'],
  ...['authToken', 'spring.datasource.password', 'session_token', 'passwd', 'userPassword', 'пароль', '密码'],
  ...['kennwort', 'csrf-token', 'AWS_SECRET_ACCESS_KEY', 'db.passphrase'],
];

const names = namedKinds(NAMES, {
  assignment: (n, v) => `${n}=${v}`,
  header: (n, v) => `Host: shop.example\r\n${n}: ${v}\r\nAccept: */*\r\n`,
  'JSON member': (n, v) => JSON.stringify({ a: 1, [n]: v }),
  'escaped JSON member': (n, v) => JSON.stringify(JSON.stringify({ a: 1, [n]: v })).slice(1, -1),
  'quoted assignment': (n, v) => `${n}='${v}'`,
  'XML element': (n, v) => `<cfg><${n}>${v}</${n}></cfg>`,
  'XML attribute': (n, v) => `<db host="x" ${n}="${v}" />`,
  flag: (n, v) => `app --host db --${n} ${v} --port 1`,
  'flag with equals': (n, v) => `app --${n}=${v} --port 1`,
  'exported variable': (n, v) => `export ${n}="${v}"`,
  YAML: (n, v) => `db:\n  host: x\n  ${n}: ${v}\n`,
  'YAML block': (n, v) => `db:\n  ${n}: |\n    ${v}\n  host: x\n`,
  INI: (n, v) => `[db]\n${n} = ${v}\nhost = x\n`,
  'name and value': (n, v) => JSON.stringify({ name: n, value: v }),
  'key and value': (n, v) => JSON.stringify([{ Key: n, Value: v }]),
  'name, type and value': (n, v) => JSON.stringify({ name: n, type: 'text', value: v }),
  query: (n, v) =>
    `/login?${n}=${v.replace(/[#&]/g, 'x')}&page=2`.replace(/[^\x20-\x7e]+/g, encodeURIComponent),
  fragment: (n, v) => `https://app.example/cb#${n}=${v.replace(/[#&]/g, 'x')}&state=1`,
  'bracketed parameter': (n, v) => `user[${n}]=${v}&commit=1`,
  multipart: (n, v) =>
    `--b1\r\nContent-Disposition: form-data; name="${n}"\r\n\r\n${v}\r\n--b1\r\nContent-Disposition: form-data; name="x"\r\n\r\n1\r\n--b1--\r\n`,
  CSV: (n, v) => `id,${n},city\n1,first1secret,Bonn\n2,${v},Kiel\n`,
  'quoted CSV': (n, v) => `"id";"${n}";"city"\n"1";"first1secret";"Bonn"\n"2";"${v}";"Kiel"\n`,
  'query result': (n, v) => ` id | ${n} \n----+--------\n  1 | ${v}\n(1 row)\n`,
  'fat arrow': (n, v) => `'${n}' => '${v}',`,
  'request header flag': (n, v) => `curl -H '${n}: ${v}' https://x.example`,
  'spring environment': (n, v) =>
    JSON.stringify({
      environment: [
        { name: 'HOST', value: 'x' },
        { name: n, value: v },
      ],
    }),
});

const sql = kindsOf('sql', {
  'ALTER ROLE': [human, (v) => `ALTER ROLE app WITH LOGIN PASSWORD '${v}' VALID UNTIL 'infinity'`],
  'ALTER USER over lines': [human, (v) => `ALTER USER app\n  WITH PASSWORD\n  '${v}';`],
  'CREATE USER': [human, (v) => `CREATE USER app WITH ENCRYPTED PASSWORD E'${v}'`],
  'IDENTIFIED BY': [human, (v) => `CREATE USER 'app'@'%' IDENTIFIED BY '${v}'`],
  'INSERT columns and values': [
    human,
    (v) => `INSERT INTO users (id, name, password) VALUES (1, 'x', '${v}')`,
  ],
  'INSERT of two rows': [
    machine,
    (v) => `INSERT INTO keys (api_key, id) VALUES ('first1secret', 1), ('${v}', 2)`,
  ],
  'UPDATE SET': [human, (v) => `UPDATE users SET name = 'x', password_hash = '${v}' WHERE id = 7`],
  'UPDATE SET call': [human, (v) => `UPDATE users SET passwd = md5('${v}') WHERE id = 7`],
  'WHERE comparison': [human, (v) => `SELECT id FROM users WHERE name = 'x' AND password = '${v}'`],
  OPTIONS: [human, (v) => `CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (host 'db', password '${v}')`],
  'dollar quotes': [human, (v) => `ALTER ROLE app PASSWORD $$${v}$$`],
  'dollar quotes in SET': [human, (v) => `UPDATE users SET password = $$${v}$$ WHERE id = 1`],
  'PASSWORD call': [human, (v) => `SELECT PASSWORD('${v}')`],
  'bound values': [human, (v) => `execute: UPDATE users SET password = $1 DETAIL: parameters: $1 = '${v}'`],
});

const other = kindsOf('other', {
  'private key': [
    (s) => s.base64(64),
    (v, s) =>
      `-----BEGIN RSA PRIVATE KEY-----\n${s.base64(64)}\n${v}\n${s.base64(20)}==\n-----END RSA PRIVATE KEY-----\n`,
  ],
  'private key in a YAML block': [
    (s) => s.base64(64),
    (v, s) =>
      `tls.key: |\n    -----BEGIN PRIVATE KEY-----\n    ${s.base64(64)}\n    ${v}\n    -----END PRIVATE KEY-----\n`,
  ],
  'private key with escapes': [
    (s) => s.base64(64),
    (v) => `KEY="-----BEGIN PRIVATE KEY-----\\n${v}\\n-----END PRIVATE KEY-----\\n"`,
  ],
  bcrypt: [(s) => s.machine(31), (v, s) => `app $2b$12$${s.machine(22)}${v} x`],
  argon2: [(s) => s.machine(43), (v, s) => `found $argon2id$v=19$m=65536,t=3,p=4$${s.machine(22)}$${v} x`],
  SCRAM: [
    (s) => s.machine(43),
    (v, s) => `app SCRAM-SHA-256$4096:${s.machine(22)}==$${s.machine(43)}=:${v}= x`,
  ],
  'SHA-512 crypt': [(s) => s.machine(86), (v, s) => `app:$6$${s.machine(16)}$${v}:19000:0:99999:7:::`],
  'URL password': [machine, (v) => `postgres://app:${v}@db:5432/shop`],
  'basic credentials': [
    (s) => Buffer.from(`app:${s.machine()}`).toString('base64').replace(/=+$/, ''),
    (v) => `Authorization: Basic ${v}`,
  ],
  bearer: [machine, (v) => `Authorization: Bearer ${v}`],
  'cookie header': [machine, (v) => `Cookie: theme=dark; sid=${v}`],
  'set-cookie': [machine, (v) => `Set-Cookie: sid=${v}; Path=/; HttpOnly`],
  'JSON Web Token': [
    machine,
    (v, s) =>
      `see eyJhbGciOiJIUzI1NiJ9.${Buffer.from(`{"sub":"${s.hex(8)}"}`).toString('base64url')}.${v}${v}`,
  ],
  'mysql -p': [machine, (v) => `mysql -h db -uapp -p${v} shop`],
  'curl -u': [machine, (v) => `curl -s -u app:${v} https://x.example/`],
  PGPASSWORD: [human, (v) => `PGPASSWORD=${v} psql -h db -U app`],
  'private JSON Web Key': [(s) => s.machine(43), (v) => `{"kty":"EC","crv":"P-256","d":"${v}"}`],
  'password in prose': [human, (v) => `the password is ${v} for now`],
});

export const kinds: readonly LeakKind[] = [...names, ...sql, ...other];
