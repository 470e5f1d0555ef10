import type { Seeded } from './seeded.ts';

export interface OrdinaryFormat {
  readonly id: string;
  readonly mediaType: string;
  line(seeded: Seeded, index: number): string;
}

const at = (index: number): string => new Date(Date.UTC(2026, 0, 27, 10) + index * 137).toISOString();
const address = (seeded: Seeded): string => `203.0.113.${seeded.int(250) + 1}`;
const PATHS = [
  '/',
  '/search',
  '/cart/items',
  '/api/v1/orders',
  '/static/app.js',
  '/products/shoes',
  '/healthz',
];
const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
  'curl/8.5.0',
  'Go-http-client/2.0',
  'python-requests/2.31.0',
];
const SERVICES = ['checkout', 'catalog', 'billing', 'search', 'gateway'];

export const seenFormats: readonly OrdinaryFormat[] = [
  {
    id: 'firewall log',
    mediaType: 'application/x-ndjson',
    line: (s, index) =>
      JSON.stringify({
        timestamp: Date.UTC(2026, 0, 27) + index,
        formatVersion: 1,
        webaclId: `arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/${s.uuid()}`,
        terminatingRuleId: s.pick(['Default_Action', 'AWS-AWSManagedRulesSQLiRuleSet', 'rate-login']),
        action: s.pick(['ALLOW', 'BLOCK']),
        ruleGroupList: [
          { ruleGroupId: `AWS#AWSManagedRules${s.pick(['SQLi', 'Common'])}RuleSet`, terminatingRule: null },
        ],
        httpRequest: {
          clientIp: address(s),
          country: 'DE',
          headers: [
            { name: 'host', value: 'shop.example' },
            { name: 'user-agent', value: s.pick(AGENTS) },
            { name: 'x-amzn-trace-id', value: `Root=1-${s.hex(8)}-${s.hex(24)}` },
            { name: 'if-none-match', value: `"${s.hex(32)}"` },
          ],
          uri: s.pick(PATHS),
          args: `q=${s.pick(['red%20shoes', 'a+b', 'caf%C3%A9'])}&page=${s.int(50)}&id=${s.uuid()}&sku=${s.machine(10)}`,
          httpMethod: 'GET',
          requestId: s.base64(32).replaceAll('/', '_'),
        },
        labels: [{ name: 'awswaf:managed:token:absent' }],
        ja3Fingerprint: s.hex(32),
      }),
  },
  {
    id: 'audit trail',
    mediaType: 'application/x-ndjson',
    line: (s, index) =>
      JSON.stringify({
        eventVersion: '1.11',
        userIdentity: {
          type: 'AssumedRole',
          accountId: '111122223333',
          accessKeyId: `ASIA${s.chars('ABCDEFGHIJKLMNOP234567', 16)}`,
        },
        eventTime: at(index),
        eventSource: 'secretsmanager.amazonaws.com',
        eventName: s.pick(['GetSecretValue', 'DescribeKey', 'Decrypt', 'ListTokens']),
        requestParameters: {
          keyId: `arn:aws:kms:eu-west-1:111122223333:key/${s.uuid()}`,
          secretId: `arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-${s.letters(6)}`,
          encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
          maxResults: s.int(100),
        },
        eventID: s.uuid(),
        requestID: s.uuid(),
        tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
      }),
  },
  {
    id: 'access log',
    mediaType: 'text/plain',
    line: (s) =>
      `${address(s)} - - [27/Jan/2026:10:00:${s.digits(2)} +0000] "GET ${s.pick(PATHS)}?order=${s.digits(10)}&v=${s.hex(8)} HTTP/1.1" 200 ${s.int(90_000)} "https://shop.example${s.pick(PATHS)}" "${s.pick(AGENTS)}" rid=${s.hex(32)}`,
  },
  {
    id: 'database log',
    mediaType: 'text/plain',
    line: (s, index) =>
      `${at(index)} UTC [${s.int(30_000)}] ${s.hex(8)}.${s.hex(4)} ${s.pick([
        `LOG:  duration: ${s.int(900)}.${s.digits(3)} ms  statement: SELECT id, total FROM orders WHERE id = '${s.uuid()}'`,
        'LOG:  checkpoint complete: wrote 512 buffers (3.1%); 0 WAL file(s) added',
        'FATAL:  password authentication failed for user "app"',
        `ERROR:  duplicate key value violates unique constraint "orders_pkey" DETAIL:  Key (id)=(${s.digits(8)}) already exists.`,
        `LOG:  statement: INSERT INTO orders (id, sku, total) VALUES ('${s.uuid()}', '${s.machine(10)}', ${s.int(500)})`,
        `LOG:  connection authorized: user=app database=shop application_name=web SSL enabled (protocol=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384, bits=256)`,
      ])}`,
  },
];

export const heldBackFormats: readonly OrdinaryFormat[] = [
  {
    id: 'application JSON',
    mediaType: 'application/x-ndjson',
    line: (s, index) =>
      JSON.stringify({
        ts: at(index),
        level: s.pick(['info', 'warn', 'error']),
        service: s.pick(SERVICES),
        trace_id: s.hex(32),
        span_id: s.hex(16),
        msg: s.pick([
          `order ${s.digits(9)} placed`,
          `cache miss for key order:${s.digits(6)}:items`,
          'token expired, refreshing',
          `image registry.example/${s.pick(SERVICES)}@sha256:${s.hex(64)} pulled`,
          `deploy of commit ${s.hex(40)} done`,
          'login failed: invalid password',
          `consumer group lag ${s.int(900)} for partition key ${s.uuid()}`,
        ]),
        request_id: s.uuid(),
        idempotency_key: s.uuid(),
        token_count: s.int(4_000),
        session_count: s.int(40),
      }),
  },
  {
    id: 'Kubernetes log',
    mediaType: 'text/plain',
    line: (s, index) =>
      `I0127 10:00:${s.digits(2)}.${s.digits(6)}       1 controller.go:${s.int(900)}] ${s.pick([
        `"Reconciled" controller="certificate" namespace="prod" name="${s.pick(SERVICES)}-tls" reconcileID="${s.uuid()}"`,
        `Successfully assigned prod/${s.pick(SERVICES)}-${s.hex(10)}-${s.chars('bcdfghjklmnpqrstvwxz2456789', 5)} to ip-10-0-${s.int(250)}-${s.int(250)}`,
        `MountVolume.SetUp succeeded for volume "kube-api-access-${s.chars('bcdfghjklmnpqrstvwxz2456789', 5)}" pod ${s.uuid()}`,
        `Container image "registry.example/app:${s.hex(7)}" already present on machine, digest sha256:${s.hex(64)}`,
        `secret "db-credentials" not found, resourceVersion=${s.digits(9)} at ${at(index)}`,
        `Updating serviceaccount token audience=https://kubernetes.default.svc expirationSeconds=3607 uid=${s.uuid()}`,
      ])}`,
  },
  {
    id: 'chat',
    mediaType: 'application/x-ndjson',
    line: (s, index) =>
      JSON.stringify({
        type: 'message',
        user: `U0${s.chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 9)}`,
        ts: `17695080${s.digits(2)}.${s.digits(6)}`,
        client_msg_id: s.uuid(),
        text: s.pick([
          `rolled back to ${s.hex(7)}, error rate is at ${s.int(9)} %`,
          `who owns the API key rotation? ticket OPS-${s.int(9_000)}`,
          `see https://grafana.example/d/${s.machine(9)}/checkout?orgId=1&from=${s.digits(13)}`,
          'the password reset mails are delayed, token service looks fine',
          `<@U0${s.chars('ABCDEFGHIJKLMNOP', 9)}> can you check the session store? it is at ${s.int(99)} %`,
          `restarted pod ${s.pick(SERVICES)}-${s.hex(10)} at ${at(index)}`,
        ]),
      }),
  },
  {
    id: 'pipeline log',
    mediaType: 'text/plain',
    line: (s, index) =>
      `${at(index)} ${s.pick([
        `Cloning into 'shop'... HEAD is now at ${s.hex(7)} Fix cart`,
        `#${s.int(40)} sha256:${s.hex(64)} ${s.int(90)}.${s.digits(2)}MB / 90.12MB`,
        `added ${s.int(900)} packages, integrity sha512-${s.base64(86)}==`,
        `Uploading artifact ${s.pick(SERVICES)}-${s.uuid()}.tgz etag "${s.hex(32)}"`,
        `Passed: ${s.int(900)} Failed: 0 Duration: ${s.int(90)} s - Tests.dll (net8.0)`,
        `ssh host key fingerprint is SHA256:${s.base64(43)}`,
        `coverage key=${s.pick(SERVICES)}-linux-${s.hex(16)} restored from cache`,
      ])}`,
  },
];
