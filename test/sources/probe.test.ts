import assert from 'node:assert/strict';
import { createHmac, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import fc from 'fast-check';
import { probeChecks } from '../../src/domain/probe.ts';
import { Pacer } from '../../src/sources/pacer.ts';
import { addressesOf, guardedLookup, isRefused } from '../../src/sources/probe/addresses.ts';
import { planOf } from '../../src/sources/probe/plan.ts';
import { probesReader } from '../../src/sources/probe/run.ts';
import { probeSettingsSchema, probesSchema } from '../../src/sources/probe/schema.ts';
import { tokenOf } from '../../src/sources/probe/tokens.ts';
import { openSource } from '../../src/sources/registry.ts';
import { outside } from '../pack/outside.ts';
import { announcing, collect, fakeClock, recordsOf } from './collecting.ts';
import { checkOf, startProbeServer } from './probe-server.ts';

const nowMs = Date.UTC(2026, 0, 27, 14);
const window = { fromMs: nowMs, toMs: nowMs + 60_000 };
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = `${part({ alg: 'HS256', typ: 'JWT', kid: 'k1' })}.${part({ sub: 'prober-7', aud: 'shop', exp: 1_900_000_000 })}`;
const token = `${signed}.${createHmac('sha256', 'k').update(signed).digest('base64url')}`;

const settingsOf = (url: string, more: object = {}) => ({
  name: 'search',
  url,
  path: '/api/v1/search?q=lamp',
  token,
  perSecond: 50,
  timeoutSeconds: 1,
  ...more,
});

const run = (url: string, more: object = {}, options: { announce?: ReturnType<typeof announcing> } = {}) =>
  collect('probe', settingsOf(url, more), { url, window, clock: fakeClock(nowMs), ...options });

type Record_ = Readonly<Record<string, Record<string, unknown>>>;
const transcripts = async (collected: Awaited<ReturnType<typeof run>>) =>
  recordsOf(collected, 'probes/search') as unknown as readonly Record_[];

test('sends each check once, with the token that belongs to it, and to the configured host alone', async (t) => {
  const server = await startProbeServer(t, (_request, response) => response.writeHead(401).end());
  const collected = await run(server.url, { allowedOrigin: 'https://shop.example' });
  assert.equal(collected.error, null);
  assert.deepEqual(server.seen.map(checkOf), [...probeChecks]);
  for (const { method, headers } of server.seen) {
    assert.equal(method, 'GET');
    assert.equal(headers.host, `127.0.0.1:${server.port}`);
  }
  const sent = Object.fromEntries(server.seen.map((request) => [checkOf(request), request]));
  assert.equal(sent['authenticated']?.headers.authorization, `Bearer ${token}`);
  assert.equal(sent['sqli-authenticated']?.headers.authorization, `Bearer ${token}`);
  for (const check of ['unauthenticated', 'sqli']) {
    assert.equal(sent[check]?.headers.authorization, undefined);
  }
  const forged = ['token-malformed', 'token-unsigned', 'token-expired'].map(
    (check) => sent[check]?.headers.authorization,
  );
  assert.equal(new Set(forged).size, 3);
  for (const header of forged) assert.ok(header?.startsWith('Bearer ') && header !== `Bearer ${token}`);
  assert.equal(sent['disallowed-origin']?.headers.origin, 'https://rca-probe.invalid');
  assert.equal(sent['authenticated']?.headers.origin, 'https://shop.example');
  assert.match(sent['sqli']?.url ?? '', /\/api\/v1\/search\?q=%27\+OR\+/);
});

test('what is planned is what is sent, header by header', async (t) => {
  const server = await startProbeServer(t, (_request, response) => response.writeHead(401).end());
  await run(server.url);
  const { planned } = planOf(probeSettingsSchema.parse(settingsOf(server.url)));
  assert.deepEqual(
    server.seen.map(({ method, url, headers: { authorization, ...headers } }) => ({
      method,
      url: `${server.url}${url}`,
      headers,
      withToken: authorization !== undefined,
    })),
    planned.map(({ method, url, headers, credential }) => ({
      method,
      url,
      headers,
      withToken: credential !== 'none',
    })),
  );
});

test('no token stands in a transcript, also when the server gives it back in a header and in the body', async (t) => {
  const server = await startProbeServer(t, ({ headers: { authorization = '' } }, response) => {
    const given = authorization.replace('Bearer ', '');
    response.writeHead(200, { 'x-echo': given, 'set-cookie': [`a=${given}`, 'b=1'] });
    response.end(JSON.stringify({ given, encoded: encodeURIComponent(given), claims: given.split('.')[1] }));
  });
  const opaque = 'opaque/token+with=signs==0123456789';
  for (const valid of [token, opaque]) {
    const collected = await run(server.url, { token: valid });
    const text = collected.pages.map(({ bytes }) => Buffer.from(bytes).toString()).join('');
    assert.equal(collected.pages.length, probeChecks.length);
    assert.match(text, /\(token withheld\)/);
    for (const secret of [valid, encodeURIComponent(valid), ...valid.split('.')]) {
      assert.ok(!text.includes(secret), secret);
    }
    for (const { headers } of server.seen) {
      if (headers.authorization) assert.ok(!text.includes(headers.authorization.slice('Bearer '.length)));
    }
    assert.ok(!JSON.stringify(collected.pages.map(({ query }) => query)).includes(valid));
  }
});

test('a redirect is the answer: nothing is sent where it leads', async (t) => {
  const elsewhere = await startProbeServer(t, (_request, response) => response.end());
  const server = await startProbeServer(t, (_request, response) =>
    response.writeHead(302, { location: elsewhere.url }).end(),
  );
  const collected = await run(server.url);
  assert.equal(elsewhere.seen.length, 0);
  assert.equal(server.seen.length, probeChecks.length);
  const [first] = await transcripts(collected);
  assert.equal(first?.['answer']?.['status'], 302);
});

test('only the beginning of a body is read and kept, and a body that is no text is not', async (t) => {
  const server = await startProbeServer(t, (request, response) => {
    const pour = (): void => {
      while (response.write('x'.repeat(65_536))) {}
      response.once('drain', pour);
    };
    if (checkOf(request) === 'authenticated') pour();
    else response.end(Buffer.from([0xff, 0xfe, 0x00]));
  });
  const collected = await run(server.url, { bodyBytes: 100 });
  const [long, binary] = await transcripts(collected);
  assert.deepEqual([long?.['answer']?.['body'], long?.['answer']?.['truncated']], ['x'.repeat(100), true]);
  assert.deepEqual([binary?.['answer']?.['body'], binary?.['answer']?.['bodyBytes']], [null, 3]);
});

test('a token that the end of the kept body cuts through leaves nothing of itself', async (t) => {
  const server = await startProbeServer(t, ({ headers: { authorization = '' } }, response) => {
    response.end(`${'x'.repeat(80)}${authorization.replace('Bearer ', '')}${'y'.repeat(50)}`);
  });
  const collected = await run(server.url, { bodyBytes: 100, token: 'opaque/token+with=signs==0123456789' });
  const [first] = await transcripts(collected);
  assert.equal(first?.['answer']?.['body'], `${'x'.repeat(80)}(token withheld)`);
});

test('over TLS the transcript has version and fingerprint, and an untrusted server gets no token', async (t) => {
  const dir = await mkdtemp(join(tmpdir(), 'rca-probe-tls-'));
  t.after(() => rm(dir, { recursive: true }));
  const [keyFile, certFile] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  if (outside(t, 'openssl', ...made, ...subject, '-keyout', keyFile, '-out', certFile) === null) return;
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
  const server = await startProbeServer(t, (_request, response) => response.writeHead(401).end(), {
    key,
    cert,
  });
  const untrusted = await run(server.url);
  assert.match(String(untrusted.error), /cannot be reached: DEPTH_ZERO_SELF_SIGNED_CERT/);
  assert.equal(server.seen.length, 0);
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, cert]);
  t.after(() => setDefaultCACertificates(before));
  const [first] = await transcripts(await run(server.url));
  const tls = first?.['answer']?.['tls'] as Record<string, unknown> | undefined;
  assert.equal(tls?.['version'], 'TLSv1.3');
  assert.equal(tls?.['certificateSha256'], new X509Certificate(cert).fingerprint256);
});

test('a probe is sent at most twice, and says so when it was', async (t) => {
  const server = await startProbeServer(t, (request, response) => {
    if (checkOf(request) === 'sqli') response.destroy();
    else response.writeHead(401).end();
  });
  const collected = await run(server.url);
  assert.equal(collected.error, null);
  assert.equal(server.seen.filter((request) => checkOf(request) === 'sqli').length, 2);
  assert.equal(server.seen.length, probeChecks.length + 1);
  const sqli = (await transcripts(collected)).find(({ probe }) => probe?.['check'] === 'sqli');
  assert.deepEqual(
    [sqli?.['answer'], sqli?.['unanswered'], sqli?.['probe']?.['attempt']],
    [null, 'ECONNRESET', 2],
  );
  assert.ok(collected.gaps.some(({ why }) => /sqli of search may have been sent twice/.test(why)));
  assert.ok(collected.gaps.some(({ why }) => /sqli of search got no answer: ECONNRESET/.test(why)));
  assert.equal(collected.pages.at(-1)?.coverage.state, 'truncated');
});

test('what was sent before the process ended counts: once more, or not at all', async (t) => {
  const server = await startProbeServer(t, (_request, response) => response.writeHead(401).end());
  const announce = announcing(
    new Map([
      ['search/authenticated', 2],
      ['search/unauthenticated', 1],
    ]),
  );
  const collected = await run(server.url, {}, { announce });
  assert.equal(collected.error, null);
  assert.deepEqual(
    server.seen.map(checkOf),
    probeChecks.filter((check) => check !== 'authenticated'),
  );
  const [first] = await transcripts(collected);
  assert.deepEqual([first?.['probe']?.['check'], first?.['probe']?.['attempt']], ['unauthenticated', 2]);
  assert.ok(
    collected.gaps.some(({ why }) =>
      /authenticated of search was not sent again: it was sent 2 times/.test(why),
    ),
  );
  assert.equal(collected.pages.at(-1)?.coverage.state, 'truncated');
});

test('without a token, what needs one is a gap and the rest is sent', async (t) => {
  const server = await startProbeServer(t, (_request, response) => response.writeHead(401).end());
  const collected = await run(server.url, { token: undefined });
  assert.deepEqual(
    server.seen.map(checkOf),
    probeChecks.filter((check) => !['authenticated', 'sqli-authenticated'].includes(check)),
  );
  assert.equal(collected.gaps.filter(({ why }) => why.includes('no token is configured')).length, 2);
});

test('a server that does not answer in time is unreachable when it is the first probe, and undecided later', async (t) => {
  const hung = await startProbeServer(t, () => undefined);
  const first = await run(hung.url);
  assert.match(String(first.error), /cannot be reached: no answer in 1 s/);
  assert.equal(hung.seen.length, 2);
  const later = await startProbeServer(t, (request, response) => {
    if (checkOf(request) !== 'token-expired') response.writeHead(401).end();
  });
  const collected = await run(later.url);
  const last = (await transcripts(collected)).at(-1);
  assert.deepEqual([last?.['probe']?.['check'], last?.['unanswered']], ['token-expired', 'no answer in 1 s']);
});

test('link-local and metadata addresses are refused in every spelling, private ones are not', () => {
  for (const address of [
    '169.254.169.254',
    '169.254.0.1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '::169.254.169.254',
    '::ffff:100.100.100.200',
    '[fd00:ec2::254]',
    'fd20:ce::254',
    '100.100.100.200',
    '168.63.129.16',
    '0.0.0.0',
    '0.1.2.3',
    '::',
    '0:0:0:0:0:0:0:0',
    '224.0.0.1',
    '255.255.255.255',
    'ff02::1',
    '::ffff:0.0.0.0',
    '::ffff:0:7f00:1',
    '::7f00:1',
    '2002:a9fe:a9fe::1',
    '2002:808:808::',
    '2001::1',
    '64:ff9b::808:808',
    '64:ff9b:1::a9fe:a9fe',
  ]) {
    assert.equal(isRefused(address), true, address);
  }
  for (const address of [
    '10.0.0.1',
    '127.0.0.1',
    '192.168.1.1',
    '::1',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '2001:db8::1',
    '2a00::1',
    'fd00::1',
    '169.253.1.1',
    '8.8.8.8',
  ]) {
    assert.equal(isRefused(address), false, address);
  }
  fc.assert(
    fc.property(
      fc.nat(255),
      fc.nat(255),
      (c, d) => isRefused(`169.254.${c}.${d}`) && isRefused(`::ffff:169.254.${c}.${d}`),
    ),
  );
});

test('a URL that spells a metadata address is refused before anything is sent', async () => {
  for (const url of [
    'http://169.254.169.254',
    'http://0xA9FEA9FE',
    'http://2852039166',
    'http://[::ffff:169.254.169.254]',
    'http://0/',
    'http://0.0.0.0:1',
    'http://[2002:a9fe:a9fe::]',
    'http://[64:ff9b::8.8.8.8]',
  ]) {
    const collected = await run(url);
    assert.ok(collected.error instanceof Error && 'code' in collected.error, url);
    assert.equal(collected.error.code, 'PROBE_ADDRESS_REFUSED', url);
  }
});

/** Runs against a name that the resolver of the test answers. */
async function runNamed(t: TestContext, addresses: (call: number) => string) {
  const server = await startProbeServer(t, (_request, response) => response.writeHead(401).end());
  let calls = 0;
  const settings = probeSettingsSchema.parse(settingsOf(`http://shop.test:${server.port}`));
  const client = {
    pacer: new Pacer(50),
    resolve: async () => {
      calls += 1;
      return [{ address: addresses(calls), family: 4 }];
    },
  };
  const clock = fakeClock(nowMs);
  const collecting = { window, signal: new AbortController().signal, announce: announcing(), ...clock };
  const read = probesReader(settings, client, collecting).read();
  const pages: Uint8Array[] = [];
  try {
    for (let next = await read.next(); !next.done; next = await read.next()) pages.push(next.value.bytes);
    return { server, pages, error: null };
  } catch (error) {
    return { server, pages, error };
  }
}

test('a name is checked when it is connected to: it cannot change its mind to a metadata address', async (t) => {
  const { server, pages, error } = await runNamed(t, (call) => (call <= 2 ? '127.0.0.1' : '169.254.169.254'));
  assert.equal(server.seen.length, 2);
  assert.equal(pages.length, 2);
  assert.ok(error instanceof Error && 'code' in error);
  assert.equal(error.code, 'PROBE_ADDRESS_REFUSED');
  assert.equal(server.seen[0]?.headers.host, `shop.test:${server.port}`);
});

test('one refused address among others is enough', async () => {
  const resolve = async () => [
    { address: '10.0.0.1', family: 4 },
    { address: 'fd00:ec2::254', family: 6 },
  ];
  await assert.rejects(addressesOf('shop.test', resolve), { code: 'PROBE_ADDRESS_REFUSED' });
  const asked = new Promise((done) =>
    guardedLookup(resolve)('shop.test', { all: true }, (error) => done(error)),
  );
  assert.equal(((await asked) as { code?: string }).code, 'PROBE_ADDRESS_REFUSED');
});

test('forged tokens carry the claims of the valid one, and are none that a server may take', () => {
  const read = (text: string | null, at: number) =>
    JSON.parse(Buffer.from(text?.split('.')[at] ?? '', 'base64url').toString());
  const unsigned = tokenOf('unsigned', token, nowMs);
  assert.deepEqual(
    [read(unsigned, 0).alg, read(unsigned, 1).sub, unsigned?.split('.')[2]],
    ['none', 'prober-7', ''],
  );
  const expired = tokenOf('expired', token, nowMs);
  assert.equal(read(expired, 1).aud, 'shop');
  assert.ok(read(expired, 1).exp < nowMs / 1_000);
  assert.throws(() => read(tokenOf('malformed', token, nowMs), 1), SyntaxError);
  for (const kind of ['malformed', 'unsigned', 'expired'] as const) {
    for (const valid of [token, 'an-opaque-token-of-some-kind', null]) {
      const forged = tokenOf(kind, valid, nowMs);
      assert.ok(forged !== null && forged !== valid && /^[\w.!-]+$/.test(forged));
      assert.ok(
        !token.split('.')[2] || !forged.includes(token.split('.')[2] ?? ''),
        'the signature is not given away',
      );
    }
  }
});

test('settings refuse what is no base URL, path, origin or token', () => {
  const refused = (more: object) =>
    assert.equal(
      probesSchema.safeParse({ targets: [{ name: 'a', url: 'https://shop.example', path: '/', ...more }] })
        .success,
      false,
      JSON.stringify(more),
    );
  refused({ url: 'ftp://shop.example' });
  refused({ url: 'https://user:secret@shop.example' });
  refused({ url: 'https://shop.example/?a=1' });
  refused({ path: 'api' });
  refused({ path: '@evil.example/' });
  refused({ path: '/a b' });
  refused({ allowedOrigin: 'https://shop.example/path' });
  refused({ method: 'TRACE' });
  refused({ token: 'two\r\nlines-of-a-header' });
  refused({ name: 'a/b' });
  refused({ follow: true });
  const target = { name: 'a', url: 'https://shop.example', path: '/' };
  assert.equal(probesSchema.safeParse({ targets: [target, target] }).success, false);
  assert.equal(probesSchema.safeParse({ targets: [] }).success, false);
});

test('a path never leads to another host', () => {
  const url = 'https://shop.example/base';
  for (const path of [
    '//evil.example/',
    '/@evil.example',
    '/\\evil.example',
    '/..//evil.example',
    '/?u=https://evil.example',
  ]) {
    const settings = probeSettingsSchema.parse({ name: 'a', url, path });
    for (const { url: planned } of planOf(settings).planned)
      assert.equal(new URL(planned).host, 'shop.example');
  }
});

test('doctor tells where the name leads and when the token ends, and sends no probe', async (t) => {
  const server = await startProbeServer(t, (_request, response) => response.end());
  const clock = { ...fakeClock(nowMs), signal: new AbortController().signal };
  const check = (more: object, url = server.url) => openSource('probe', settingsOf(url, more)).check(clock);
  assert.deepEqual(
    (await check({})).map(({ ok, detail }) => [ok, detail]),
    [
      [true, '127.0.0.1'],
      [true, 'configured, valid to 2030-03-17T17:46:40.000Z'],
    ],
  );
  const ended = `${part({ alg: 'HS256' })}.${part({ exp: 1_700_000_000 })}.c2lnbmF0dXJl`;
  assert.equal((await check({ token: ended }))[1]?.ok, false);
  assert.equal((await check({ token: undefined }))[1]?.ok, false);
  const [address] = await check({}, 'http://169.254.169.254');
  assert.equal(address?.ok, false);
  assert.match(address?.detail ?? '', /metadata address/);
  assert.equal(server.seen.length, 0);
});
