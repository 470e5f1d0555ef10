import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { stringify } from 'yaml';
import { lastFullHourMs } from '../../src/cli/demo.ts';
import type { Shapes } from '../../src/cli/shapes.ts';
import { recordedIncident } from '../../src/demo/incident/incident.ts';
import { type PhaseName, phaseNames } from '../../src/domain/incident.ts';
import { runCli, runProcess, scratch } from '../helpers/cli.ts';
import { postgres, type StorePlace } from '../helpers/stores.ts';
import { holder } from '../pack/pki.ts';

const anchorMs = lastFullHourMs(Date.now());
const { truth, files } = recordedIncident(anchorMs);
const ajv = new Ajv2020({ strict: false });

suite('in the embedded database of the home folder', () => demonstrates(async () => null));
suite('in the PostgreSQL that the configuration names', () => demonstrates(postgres.emptyPlace));

function demonstrates(place: () => Promise<StorePlace | null>): void {
  let home: Awaited<ReturnType<typeof scratch>>;
  let at: StorePlace | null;
  let common: readonly string[];
  let demo: Shapes['demo'];

  /** Runs a verb with `--json` and holds its output against the published schema. */
  async function ask<Verb extends keyof Shapes>(verb: Verb, ...argv: string[]): Promise<Shapes[Verb]> {
    const said = await (verb === 'demo' ? runProcess : runCli)([verb, ...argv, ...common, '--json']);
    assert.equal(said.exit, 0, said.stderr);
    const answer = JSON.parse(said.stdout) as Shapes[Verb];
    const schema = await readFile(new URL(`../../docs/schema/${verb}.schema.json`, import.meta.url), 'utf8');
    assert.ok(ajv.validate(JSON.parse(schema), answer), `${verb}: ${ajv.errorsText()}`);
    return answer;
  }

  before(async () => {
    home = await scratch();
    at = await place();
    common = ['--home', home.dir, ...(at === null ? [] : ['--config', await configured(at, home.dir)])];
    demo = await ask('demo', '--anchor', new Date(anchorMs).toISOString());
  });
  after(async () => {
    await at?.remove();
    await home.clear();
  });

  test('the demo leaves the four documents in HOME/demo', () => {
    for (const name of ['rca.md', 'rca.html', 'rca.pdf', 'evidence-pack.pdf']) {
      assert.ok(existsSync(join(home.dir, 'demo', name)), name);
    }
  });

  test('the incident is in the store that was asked for, and no file holds its URL', async () => {
    assert.equal(existsSync(join(home.dir, 'db')), at === null);
    assert.equal(existsSync(join(home.dir, 'blobs')), at === null);
    if (at === null) return;
    const written = await readFile(join(home.dir, 'demo', 'rca.yaml'), 'utf8');
    assert.doesNotMatch(written, /postgres(ql)?:\/\/|PRIVATE KEY/);
  });

  test('the timeline has every block once, the bots by label, and each entry its evidence', async () => {
    const { entries } = await ask('timeline', demo.incident);
    const blocked = entries.filter((entry) => entry.kind === 'waf.blocked');
    assert.equal(
      blocked.reduce((sum, entry) => sum + entry.count, 0),
      truth.blocks,
    );
    const bots = blocked.flatMap((entry) =>
      Object.entries((entry.attributes['by.label'] ?? {}) as Record<string, number>)
        .filter(([label]) => label.startsWith('awswaf:managed:aws:bot-control:'))
        .map(([, count]) => count),
    );
    assert.equal(
      bots.reduce((sum, count) => sum + count, 0),
      truth.botBlocks,
    );
    assert.ok(blocked.length <= 12, `${blocked.length} entries are more than a person reads`);
    for (const entry of entries) {
      assert.ok(entry.evidence.length > 0 || entry.origin === 'human', entry.title);
    }
  });

  test('the phases are at the times that the incident was generated with', async () => {
    const { phases } = await ask('timeline', demo.incident);
    const found = Object.fromEntries(phaseNames.map((name) => [name, phases[name]?.at]));
    const put = Object.fromEntries(
      phaseNames.map((name: PhaseName) => [name, new Date(truth.phases[name]).toISOString()]),
    );
    assert.deepEqual(found, put);
  });

  test('the gates give the verdicts that the incident implies', async () => {
    const { gates } = await ask('gates', demo.incident);
    const verdicts = Object.fromEntries(gates.map((gate) => [gate.gate, gate.verdict]));
    for (const gate of [
      'waf-block-mode',
      'auth-failures',
      'latency-p95',
      'error-ratio',
      'jwt-replay',
      'burn-fast',
    ]) {
      assert.equal(verdicts[gate], 'not-satisfied', gate);
    }
    for (const gate of [
      'stack-traces',
      'db-pool',
      'bound-parameters',
      'rotation',
      'probes',
      'rollback-token',
      'rollback-leak',
    ]) {
      assert.equal(verdicts[gate], 'satisfied', gate);
    }
    for (const gate of ['scans', 'load']) {
      assert.equal(verdicts[gate], 'insufficient-evidence', gate);
    }
    for (const gate of gates) {
      assert.ok(gate.verdict === 'insufficient-evidence' || gate.evidence.length > 0, gate.gate);
    }
  });

  test('what is missing is said: samples, the narrowed window, a metric without data', async () => {
    const { gaps } = await ask('gaps', demo.incident);
    const why = gaps.map((gap) => gap.why).join('\n');
    assert.match(why, /sampl/i);
    assert.match(why, /no data/i);
  });

  test('rebuild computes the same result from stored evidence', async () => {
    const rebuilt = await ask('rebuild', demo.incident);
    assert.equal(rebuilt.same, true);
  });

  test('status and evidence have the published shapes', async () => {
    const status = await ask('status', demo.incident);
    assert.deepEqual(status.missing, []);
    const { evidence } = await ask('evidence', demo.incident);
    assert.ok(
      evidence.every((item) => item.records === item.pages.reduce((sum, page) => sum + page.records, 0)),
    );
  });

  test('the pack verifies, and a changed byte of an attachment is named', async () => {
    const path = join(home.dir, 'demo', 'evidence-pack.pdf');
    const published = ['--key', join(home.dir, 'PUB.pem'), '--ca', join(home.dir, 'ROOT.pem')];
    const report = await ask('verify', path, ...(at === null ? [] : published));
    assert.equal(report.ok, true);
    assert.equal(report.signer, at === null ? 'unsealed' : 'verified');

    const changed = join(home.dir, 'changed.pdf');
    const bytes = await readFile(path);
    const offset = bytes.indexOf('"terminatingRuleId"');
    assert.ok(offset > 0, 'a WAF page is stored as it is');
    bytes[offset + 1] = 0x54;
    const file = await open(changed, 'w');
    await file.writeFile(bytes);
    await file.close();
    const said = await runCli(['verify', changed, '--json']);
    assert.equal(said.exit, 1);
    const { checks } = JSON.parse(said.stdout) as Shapes['verify'];
    const failed = checks.filter((check) => check.ok === false);
    assert.ok(
      failed.some((check) => /evidence-E-\d{4}-\d{4}\.ndjson/.test(check.detail)),
      JSON.stringify(failed),
    );
  });

  test('pdfdetach and sha256sum agree with the manifest', async (t) => {
    if (spawnSync('pdfdetach', ['-v']).error) {
      t.diagnostic('pdfdetach is not on this machine: the same bytes were checked by rca verify alone');
      return;
    }
    const { dir, clear } = await scratch();
    spawnSync('pdfdetach', ['-saveall', '-o', dir, join(home.dir, 'demo', 'evidence-pack.pdf')]);
    const sums = spawnSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: dir, encoding: 'utf8' });
    assert.equal(sums.status, 0, sums.stdout + sums.stderr);
    await clear();
  });

  test('a second import of the same file adds nothing', async () => {
    const file = join(home.dir, 'demo', 'postgresql.json');
    const before = await ask('evidence', demo.incident);
    const captured = files.find(({ name }) => name === 'postgresql.json')?.capturedAtMs ?? 0;
    const imported = await ask('import', demo.incident, file, '--at', new Date(captured).toISOString());
    assert.equal(imported.evidence[0]?.added, false);
    assert.equal((await ask('evidence', demo.incident)).evidence.length, before.evidence.length);
  });
}

test('a key in AWS KMS is refused: the AWS of the demo is recorded', async (t) => {
  const { dir, clear } = await scratch();
  t.after(clear);
  const file = join(dir, 'rca.yaml');
  const { pem } = await holder('Pack signer', {});
  await writeFile(join(dir, 'seal.pem'), pem);
  const key = 'kms:arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555';
  await writeFile(file, stringify({ seal: { key, certificate: 'file:seal.pem' } }));
  const said = await runCli(['demo', '--home', dir, '--config', file]);
  assert.equal(said.exit, 2, said.stdout);
  assert.match(said.stderr, /DEMO_SEAL_KMS/);
  assert.equal(existsSync(join(dir, 'demo')), false);
});

/** A store of its own, and keys that seal. */
async function configured(at: StorePlace, dir: string): Promise<string> {
  const file = join(dir, 'server.yaml');
  const write = (name: string, text: string | Buffer) => writeFile(join(dir, name), text);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const root = await holder('Test root', { authority: true });
  const signer = await holder('Pack signer', { issuer: root });
  await write('signing.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await write('PUB.pem', publicKey.export({ type: 'spki', format: 'pem' }));
  await write('seal.key', signer.keyPem);
  await write('seal.pem', `${signer.pem}${root.pem}`);
  await write('ROOT.pem', root.pem);
  const store = { url: at.url, ...(at.migrationUrl === undefined ? {} : { migrationUrl: at.migrationUrl }) };
  const seal = { key: 'file:seal.key', certificate: 'file:seal.pem', signingKey: 'file:signing.pem' };
  await write('server.yaml', stringify({ store, blobs: { url: `file:${at.blobsDirectory}` }, seal }));
  return file;
}
