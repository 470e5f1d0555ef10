import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { type Environment, readConfig } from '../src/config.ts';
import type { RcaError } from '../src/domain/errors.ts';

const sourceTypes = new Map<string, z.ZodType>([
  ['prometheus', z.strictObject({ url: z.url(), queries: z.record(z.string(), z.string()) })],
]);

async function read(yaml: string, env: Environment = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'rca-config-'));
  await writeFile(join(dir, 'rca.yaml'), yaml);
  return { dir, config: readConfig({ home: null, file: null, cwd: dir, env, sourceTypes }) };
}

async function refused(yaml: string, env: Environment = {}): Promise<RcaError> {
  const error = await read(yaml, env).then(
    () => assert.fail('the configuration was accepted'),
    (cause: RcaError) => cause,
  );
  assert.equal(error.fault, 'user');
  return error;
}

test('without a file everything has a default inside the home folder', () => {
  const config = readConfig({ home: '/h', file: null, cwd: '/nowhere', env: {}, sourceTypes });
  assert.equal(config.storeUrl, 'pglite:/h/db');
  assert.equal(config.blobsDir, '/h/blobs');
  assert.equal(config.slack, null);
  assert.deepEqual(config.sources, []);
});

test('paths in the file are relative to the file', async () => {
  const { dir, config } = await read('store: { url: "pglite:data/db" }\npolicy: our-policy.yaml\n');
  assert.equal(config.storeUrl, `pglite:${dir}/data/db`);
  assert.equal(config.policyFile, `${dir}/our-policy.yaml`);
});

test('who may do what in Slack is read, and has safe defaults', async () => {
  const env = { SLACK_BOT_TOKEN: 'xoxb-1' };
  const { config } = await read(
    'slack: { mode: http, responders: [S0123], approvers: { security: [S0456], sre: [S0789] } }\n',
    env,
  );
  assert.deepEqual(config.slack?.responders, ['S0123']);
  assert.deepEqual(config.slack?.approvers, { security: ['S0456'], sre: ['S0789'] });
  assert.equal(config.slack?.externals, 'read-only');
  const error = await refused('slack:\n  responders: ["@oncall"]\n', env);
  assert.match(error.message, /responders.*id of a user group/);
  assert.match(String(error.where), /rca\.yaml:2$/);
});

test('an unknown field is named with its line and a mend', async () => {
  const error = await refused('serve:\n  host: 127.0.0.1\n  prot: 80\n');
  assert.equal(error.code, 'CONFIG_INVALID');
  assert.match(error.message, /serve\.prot: no such field/);
  assert.match(error.where ?? '', /rca\.yaml:3$/);
});

test('rules of redaction are read, and a wrong one is told with its line, field and mend', async () => {
  const rule = (last: string) =>
    `redaction:\n  rules:\n    - rule: ticket\n      class: ticket-key\n      prefix: tk_\n      characters: hex\n      ${last}\n`;
  const { config } = await read(rule('length: { min: 8, max: 64 }'));
  assert.deepEqual(config.redaction.rules, [
    {
      rule: 'ticket',
      class: 'ticket-key',
      revealable: false,
      prefix: 'tk_',
      characters: 'hex',
      length: { min: 8, max: 64 },
    },
  ]);
  const tooLong = await refused(rule('length: { min: 8, max: 9999 }'));
  assert.match(tooLong.where ?? '', /rca\.yaml:7$/);
  assert.match(tooLong.message, /^redaction\.rules\.0\.length\.max: /);
  assert.notEqual(tooLong.mend, '');
  const pattern = await refused(rule('pattern: "(a+)+"'));
  assert.match(pattern.where ?? '', /rca\.yaml:7$/);
  assert.match(pattern.message, /^redaction\.rules\.0\.pattern: no such field/);
  const half = await refused(rule('revealable: true'));
  assert.match(half.where ?? '', /rca\.yaml:3$/);
  assert.match(half.message, /prefix, characters and length belong together/);
});

test('a wrong setting of a source is named with its line', async () => {
  const error = await refused(
    'sources:\n  - id: slis\n    type: prometheus\n    url: nonsense\n    queries: {}\n',
  );
  assert.match(error.message, /sources\.0\.url/);
  assert.match(error.where ?? '', /:4$/);
});

test('an unknown source type lists the known ones', async () => {
  const error = await refused('sources:\n  - { id: a, type: aws.wafv1 }\n');
  assert.match(error.mend, /prometheus/);
});

test('two sources of one id are refused', async () => {
  const source = '{ id: a, type: prometheus, url: "http://h", queries: {} }';
  const error = await refused(`sources:\n  - ${source}\n  - ${source}\n`);
  assert.match(error.message, /used twice/);
});

test('broken YAML is told with its line', async () => {
  const error = await refused('serve:\n  host: "127.0.0.1\n');
  assert.match(error.message, /not YAML/);
  assert.match(error.where ?? '', /rca\.yaml:\d+$/);
});

test('aliases that never end, or that make much of little, are refused', async () => {
  const endless = await refused('serve: {}\nsources: &s [*s, *s]\n');
  assert.equal(endless.code, 'CONFIG_INVALID');
  assert.match(endless.where ?? '', /:2$/);
  const levels = Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}]`);
  assert.equal((await refused(`a0: &a0 x\n${levels.join('\n')}\n`)).code, 'CONFIG_INVALID');
});

test('a secret comes from the environment or a file, never from the configuration', async () => {
  const { config } = await read('redaction: { masterKey: "${KEY}" }\n', { KEY: 'k'.repeat(32) });
  assert.equal(config.redaction.masterKey, 'k'.repeat(32));
  const literal = await refused('redaction: { masterKey: "plainly here" }\n');
  assert.match(literal.message, /secret does not belong/);
  assert.ok(!literal.message.includes('plainly here'));
  const unset = await refused('redaction: { masterKey: "${KEY}" }\n');
  assert.match(unset.message, /KEY is not set/);
});

test('a port that is none is refused with the name of its variable', async () => {
  const error = await refused('', { PORT: 'http' });
  assert.match(error.where ?? '', /PORT/);
});

test('the example configuration is valid but for the settings that other source types parse', async () => {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(new URL('../rca.example.yaml', import.meta.url), 'utf8');
  const loose = { 'aws.waf': z.any(), prometheus: z.any(), 'aws.cloudtrail': z.any() };
  const dir = await mkdtemp(join(tmpdir(), 'rca-config-'));
  const env = { RCA_REDACTION_KEY: 'k'.repeat(32) };
  const read = async (example: string) => {
    await writeFile(join(dir, 'rca.yaml'), example);
    return readConfig({ home: null, file: null, cwd: dir, env, sourceTypes: new Map(Object.entries(loose)) });
  };
  const config = await read(text);
  assert.deepEqual(
    config.sources.map((source) => source.id),
    ['edge-waf', 'slis', 'trail'],
  );
  assert.deepEqual(config.redaction.rules, [], 'nobody hides what they did not ask to have hidden');
  const { redaction } = await read(
    text.replace(
      /^ {2}# (rules:\n(?: {2}# {3}.*\n)+)/m,
      (_, block: string) => `  ${block.replaceAll(/^ {2}# /gm, '  ')}`,
    ),
  );
  assert.deepEqual(
    redaction.rules.map(({ rule }) => rule),
    ['customer-number', 'ticket'],
  );
});

test('the key that signs packs comes from a file next to the configuration', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rca-config-'));
  await writeFile(join(dir, 'signing.pem'), 'the key\n');
  await writeFile(join(dir, 'rca.yaml'), 'seal: { signingKey: "file:signing.pem" }\n');
  const config = readConfig({ home: null, file: null, cwd: dir, env: {}, sourceTypes });
  assert.deepEqual(config.seal, {
    key: null,
    certificate: null,
    pkcs12: null,
    passphrase: null,
    signingKey: 'the key',
    timestampUrl: null,
  });
  assert.equal((await read('{}')).config.seal.signingKey, null);
  const literal = await refused('seal: { signingKey: "plainly here" }\n');
  assert.match(literal.message, /secret does not belong/);
});

test('a seal that cannot be made is refused: a key without certificate, a timestamp without a key', async () => {
  const env = { KEY: 'k', CERTIFICATE: 'c' };
  const refusedSeal = async (seal: string) => (await refused(`seal: ${seal}\n`, env)).message;
  assert.match(await refusedSeal('{ key: "${KEY}" }'), /key and certificate belong together/);
  assert.match(await refusedSeal('{ certificate: "${CERTIFICATE}" }'), /key and certificate belong together/);
  assert.match(
    await refusedSeal('{ timestampUrl: "http://tsa.internal" }'),
    /none of key, pkcs12 and signingKey/,
  );
  assert.match(await refusedSeal('{ key: "plainly here" }'), /secret does not belong/);
  const whole = '{ key: "${KEY}", certificate: "${CERTIFICATE}", timestampUrl: "http://tsa.internal" }';
  assert.deepEqual((await read(`seal: ${whole}\n`, env)).config.seal, {
    key: 'k',
    certificate: 'c',
    pkcs12: null,
    passphrase: null,
    signingKey: null,
    timestampUrl: 'http://tsa.internal',
  });
  assert.match(await refusedSeal(whole.replace('http', 'ftp')), /URL/);
  assert.match(await refusedSeal('{ pkcs12: "file:seal.p12" }'), /pkcs12 and passphrase belong together/);
  assert.match(
    await refusedSeal('{ pkcs12: "file:seal.p12", passphrase: "plainly here" }'),
    /secret does not belong/,
  );
  const twice =
    '{ key: "${KEY}", certificate: "${CERTIFICATE}", pkcs12: "file:a.p12", passphrase: "${KEY}" }';
  assert.match(await refusedSeal(twice), /given twice/);
  const inKms = '{ key: "kms:arn:aws:kms:us-east-1:111122223333:key/1", certificate: "${CERTIFICATE}" }';
  assert.match((await read(`seal: ${inKms}\n`, env)).config.seal.key ?? '', /^kms:arn:/);
});

test('a query may be called key', async () => {
  const source = '{ id: a, type: prometheus, url: "http://h", queries: { key: up } }';
  assert.equal((await read(`sources: [${source}]\n`)).config.sources.length, 1);
});

test('webhooks are read with their secrets from the environment, and never from the file', async () => {
  const yaml =
    'webhooks:\n  pagerduty:\n    secrets: ["${PD_SECRET}"]\n  alertmanager:\n    basicAuth: { username: am, password: "${AM_PASSWORD}" }\n';
  const env = { PD_SECRET: 'pagerduty-signing-secret', AM_PASSWORD: 'alertmanager-password' };
  const { config } = await read(yaml, env);
  assert.deepEqual(config.webhooks.pagerduty?.secrets, ['pagerduty-signing-secret']);
  assert.equal(config.webhooks.alertmanager?.basicAuth?.password, 'alertmanager-password');
  for (const [name, value] of Object.entries(env)) {
    const error = await refused(yaml.replace(`\${${name}}`, value), env);
    assert.match(error.message, /a secret does not belong into the file/);
    assert.doesNotMatch(JSON.stringify(error), new RegExp(value));
    assert.match((await refused(yaml, { ...env, [name]: '' })).message, /at least 16 characters/);
  }
  const both = `${yaml}    bearerToken: "\${AM_PASSWORD}"\n`;
  assert.match((await refused(both, env)).message, /either bearerToken or basicAuth/);
});

test('a webhook whose incidents nobody would see in Slack is refused', async () => {
  const yaml = 'webhooks: { alertmanager: { bearerToken: "${AM_TOKEN}" } }\n';
  const env = { AM_TOKEN: 'alertmanager-bearer-token' };
  await read(yaml, env);
  const slack = { ...env, SLACK_BOT_TOKEN: 'xoxb-1' };
  assert.match((await refused(yaml, slack)).mend, /slack\.invite/);
  await read(`${yaml}slack: { invite: [S0123] }\n`, slack);
});

test('targets of probes are read, and their token comes from the environment alone', async () => {
  const yaml = (token: string) =>
    `probes:\n  targets:\n    - name: search\n      url: https://api.shop.example\n      path: /search\n      token: ${token}\n`;
  const { config } = await read(yaml('${SHOP_TOKEN}'), { SHOP_TOKEN: 'a-token-of-the-shop' });
  assert.equal(config.probes?.targets[0]?.token, 'a-token-of-the-shop');
  assert.deepEqual([config.probes?.perSecond, config.probes?.targets[0]?.method], [2, 'GET']);
  const literal = await refused(yaml('a-token-that-stands-in-the-file'));
  assert.match(literal.message, /^probes\.targets\.0\.token: a secret does not belong into the file/);
  assert.match(literal.where ?? '', /rca\.yaml:6$/);
  assert.match((await refused(yaml('${SHOP_TOKEN}'))).message, /SHOP_TOKEN is not set/);
  assert.match(
    (await refused(yaml('${T}').replace('https:', 'gopher:'), { T: 'x'.repeat(20) })).message,
    /url/,
  );
});

test('OAuth needs a list of who may install the app, and sources that there are', async () => {
  const env = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'secret' };
  const open = await refused('slack: { mode: http }\n', env);
  assert.equal(open.code, 'CONFIG_INVALID');
  assert.match(open.mend, /slack: \{ installations: \{ T0123ABCD/);
  const unknown = await refused('slack: { installations: { TALPHA: { sources: [metrics] } } }\n', env);
  assert.match(unknown.message, /no source "metrics"/);
  assert.match(
    (await refused('slack: { installations: { alpha: {} } }\n', env)).message,
    /T0123ABCD|key|record/i,
  );
  const { config } = await read('slack: { installations: { TALPHA: {} } }\n', env);
  assert.deepEqual(config.slack?.oauth?.installations, { TALPHA: { sources: [] } });
});
