import { human, kindsOf, type LeakKind, machine, namedKinds } from './leak.ts';

const NAMES = [
  ...[
    'adminPwd',
    'smtp_pass',
    'wachtwoord',
    'refresh-token',
    'webhookSecret',
    'CONSUMER_SECRET',
    'jwt_secret',
  ],
  ...[
    'bindPassword',
    'keystorePassword',
    'senha',
    'パスワード',
    'SECRET_KEY_BASE',
    'x-vault-token',
    'passphrase',
  ],
  ...[
    'ansible_become_pass',
    'mot_de_passe',
    'пароль_базы',
    'contraseña',
    'apiToken',
    'vault.credential',
    '비밀번호',
  ],
];

const names = namedKinds(NAMES, {
  'XML property': (n, v) => `<property name="${n}" value="${v}"/>`,
  'property list': (n, v) => `<dict>\n  <key>${n}</key>\n  <string>${v}</string>\n</dict>`,
  'XML setting': (n, v) => `<add key="${n}" value="${v}" />`,
  'XML element with attributes': (n, v) => `<cfg:${n.replace(/[.]/g, '')} type="text">${v}</cfg:${n}>`,
  'CDATA element': (n, v) => `<${n}><![CDATA[${v}]]></${n}>`,
  'walrus assignment': (n, v) => `${n} := "${v}"`,
  'properties with blanks': (n, v) => `${n} : ${v}`,
  'call with two arguments': (n, v) => `config.put("${n}", "${v}");`,
  'template parameter': (n, v) => JSON.stringify({ ParameterKey: n, ParameterValue: v }),
  'tab separated': (n, v) => `id\tuser_id\t${n}\tcity\n1\t77\tab12cd34\tBonn\n2\t78\t${v}\tKiel`,
  'Markdown table': (n, v) => `| env | ${n} |\n|---|---|\n| prod | ${v} |`,
  'YAML pair': (n, v) => `env:\n  - name: ${n}\n    value: "${v}"`,
  'HCL assignment': (n, v) => `  ${n} = "${v}"`,
  'unquoted member': (n, v) => `{host: 'db', ${n.replace(/[.]/g, '_')}: '${v}'}`,
  'Python dictionary': (n, v) => `{'host': 'db', '${n}': '${v}', 'port': 1}`,
  logfmt: (n, v) => `level=info ${n}="${v}" status=200`,
  'raw header list': (n, v) => JSON.stringify({ rawHeaders: ['Host', 'shop.example', n, `${v}9`] }),
  'record text': (n, v) => `Settings(host=db, ${n}=${v}, port=1)`,
  'GraphQL argument': (n, v) => `mutation { login(user: "x", ${n}: "${v}") { ok } }`,
  'shell default': (n, v) => `export ${n}=\${OTHER:-${v}}`,
  'bracketed parameter, encoded': (n, v) => `user%5B${n}%5D=${v}&commit=1`,
  'flag and value in a list': (n, v) => JSON.stringify(['app', `--${n}`, v]),
  'telemetry attribute': (n, v) => JSON.stringify({ key: n, value: { stringValue: v } }),
  'member with blanks': (n, v) => `"${n}"  :\n    "${v}"`,
  'single-quoted YAML': (n, v) => `db:\n  ${n}: '${v}'\n  port: 1`,
});

const sql = kindsOf('sql', {
  'SET PASSWORD FOR': [human, (v) => `SET PASSWORD FOR 'app'@'%' = PASSWORD('${v}');`],
  'INSERT SET': [human, (v) => `INSERT INTO users SET name = 'x', passwd = '${v}'`],
  'INSERT quoted names': [
    human,
    (v) => `insert into "app"."users" ("id", "user_password", "at") values (7, '${v}', now())`,
  ],
  'INSERT over lines': [
    machine,
    (v) => `INSERT INTO api_clients\n  (id, client_secret)\nVALUES\n  (1, 'zzzz1111'),\n  (2, '${v}');`,
  ],
  'INSERT with calls': [
    human,
    (v) => `INSERT INTO users (at, password) VALUES (coalesce(now(), 'x'), crypt('${v}', gen_salt('bf')))`,
  ],
  'REPLACE INTO': [machine, (v) => `REPLACE INTO \`tokens\` (\`id\`, \`access_token\`) VALUES (1, '${v}')`],
  'user mapping': [
    human,
    (v) => `CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'app', password '${v}');`,
  ],
  'server option': [machine, (v) => `ALTER SERVER s OPTIONS (SET host 'db', ADD api_key '${v}')`],
  'COPY rows': [
    human,
    (v) => `COPY public.users (id, name, password) FROM stdin;\n1\tx\tfirst1secret\n2\ty\t${v}\n\\.\n`,
  ],
  'WITH PASSWORD N': [human, (v) => `CREATE LOGIN app WITH PASSWORD = N'${v}', CHECK_POLICY = ON`],
  'IDENTIFIED BY double quotes': [human, (v) => `ALTER USER app IDENTIFIED BY "${v}" ACCOUNT UNLOCK`],
  'IDENTIFIED WITH': [human, (v) => `CREATE USER app IDENTIFIED WITH sha256_password BY '${v}'`],
  'constraint detail': [
    machine,
    (v) => `ERROR: duplicate key value DETAIL: Key (reset_token)=(${v}) already exists.`,
  ],
  'run-time setting': [machine, (v) => `SELECT set_config('app.jwt_secret', '${v}', false)`],
  'SET TO': [machine, (v) => `ALTER DATABASE d SET app.jwt_secret TO '${v}'`],
  'tagged dollar quote': [human, (v) => `UPDATE users SET password = $q$${v}$q$ WHERE id = 1`],
  'comparison with LIKE': [human, (v) => `SELECT id FROM users WHERE passwd LIKE '${v}%'`],
  'unicode string': [human, (v) => `ALTER ROLE app PASSWORD U&'${v}'`],
});

const other = kindsOf('other', {
  yescrypt: [(s) => s.machine(43), (v, s) => `app:$y$j9T$${s.machine(22)}$${v}:19000:0:99999:7:::`],
  phpass: [(s) => s.machine(31), (v) => `hash $P$B${v.slice(0, 30)}`],
  'Django verifier': [(s) => s.machine(43), (v, s) => `pbkdf2_sha256$600000$${s.machine(22)}$${v}=`],
  'LDAP verifier': [(s) => s.machine(38), (v) => `userCred {SSHA}${v}==`],
  'MySQL verifier': [
    (s) => s.chars('0123456789ABCDEF', 40),
    (v) => `CREATE USER a IDENTIFIED WITH x AS '*${v}'`,
  ],
  'PostgreSQL MD5 verifier': [(s) => s.hex(32), (v) => `rolx md5${v} done`],
  'Apache verifier': [(s) => s.machine(22), (v) => `app:$apr1$Qw12Er34$${v}`],
  'Go data source': [human, (v) => `open app:${v.replace(/[@#^]/g, 'x')}@tcp(db:3306)/shop failed`],
  'redis-cli': [machine, (v) => `redis-cli -h cache -a ${v} ping`],
  sshpass: [machine, (v) => `sshpass -p '${v}' ssh app@db`],
  netrc: [human, (v) => `machine db.example login app password ${v}`],
  pgpass: [machine, (v) => `db.example:5432:shop:app:${v}`],
  npmrc: [machine, (v) => `//registry.example/:_authToken=${v}`],
  'storage connection string': [
    (s) => s.base64(86),
    (v) => `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${v}==;EndpointSuffix=core`,
  ],
  'shared access signature': [(s) => s.machine(40), (v) => `https://x.blob.example/c?sv=2024&sig=${v}%3D`],
  'digest response': [
    (s) => s.hex(32),
    (v) => `Authorization: Digest username="a", realm="b", nonce="c", response="${v}"`,
  ],
  'chat prose': [human, (v) => `the new pw is ${v} please change it`],
  'chat prose, colon': [human, (v) => `db creds: app / ${v}`],
  'wireless key': [human, (v) => `network={\n  ssid="x"\n  psk="${v}"\n}`],
  'client key data': [
    (s) =>
      Buffer.from(`-----BEGIN RSA PRIVATE KEY-----\n${s.base64(64)}\n`)
        .toString('base64')
        .slice(40),
    (v) => `client-key-data: LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0t${v}`,
  ],
  'PuTTY key': [
    (s) => s.base64(64),
    (v, s) => `Private-Lines: 2\n${v}\n${s.base64(40)}\nPrivate-MAC: ${s.hex(40)}`,
  ],
  'one-time password URI': [
    (s) => s.chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 32),
    (v) => `otpauth://totp/shop:app?secret=${v}&issuer=shop`,
  ],
  'age key': [(s) => s.chars('QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L', 58), (v) => `AGE-SECRET-KEY-1${v}`],
  'connect.sid cookie': [machine, (v) => `connect.sid=s%3A${v}.sig; theme=dark`],
  'hidden field': [machine, (v) => `<input type="hidden" name="csrf_token" value="${v}">`],
  'key under a log prefix': [
    (s) => s.base64(64),
    (v, s) =>
      ['-----BEGIN PRIVATE KEY-----', s.base64(64), v, s.base64(24), '-----END PRIVATE KEY-----']
        .map((line) => `2026-01-27 10:00:00 [app-1] INFO | ${line}`)
        .join('\n'),
  ],
  'PowerShell flag': [human, (v) => `Connect-Db -User app -Password "${v}" -Force`],
  'Windows switch': [machine, (v) => `setup.exe /quiet /password:${v}`],
});

/** Written before the rules and not looked at while they were written. */
export const heldBackKinds: readonly LeakKind[] = [...names, ...sql, ...other];
