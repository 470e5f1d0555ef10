import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { stringify } from 'yaml';
import type { Shapes } from '../../src/cli/shapes.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { shopToken } from '../../src/demo/server/shop.ts';
import { probeChecks } from '../../src/domain/probe.ts';
import { runCli, scratch, startCli } from '../helpers/cli.ts';
import { served } from '../helpers/serving.ts';
import { forEachStore, pglite, type StorePlace } from '../helpers/stores.ts';
import { outside } from '../pack/outside.ts';
import { checkOf, startProbeServer } from '../sources/probe-server.ts';
import { recording } from '../sources/recording.ts';

forEachStore(({ name, place }) => {
  test(`probes are evidence, and the token is nowhere (${name})`, async (t) => {
    const server = await startFixtureServer(recording({}));
    t.after(() => server.close());
    const token = shopToken(Date.now());
    const { run, json, home, blobs } = await opened(t, await place(), server.url, token);

    const plan = await run('probe', '--plan', '--check', 'authenticated');
    assert.equal(plan.exit, 0, plan.stderr);
    assert.match(plan.stdout, /Bearer \(valid token\)[\s\S]*nothing was/);
    assert.equal(server.requests.length, 0, 'planning sends nothing');

    const { incident } = await json<Shapes['start']>(
      'start',
      '--title',
      'Probed',
      '--since',
      '1h',
      '--no-collect',
    );
    await json<Shapes['collect']>('collect', incident);
    assert.equal(server.requests.length, 0, 'collecting probes nothing');
    const probed = await run('probe', incident);
    assert.equal(probed.exit, 0, probed.stderr);
    assert.equal(server.requests.length, probeChecks.length);

    const { results, gaps } = await json<Shapes['probe']>('probe', incident, 'search', '--check', 'sqli');
    assert.deepEqual(
      results.map(({ check, seen, outcome, attempt }) => ({ check, seen, outcome, attempt })),
      [{ check: 'sqli', seen: '403', outcome: 'expected', attempt: 1 }],
    );
    assert.deepEqual(gaps, []);
    const { evidence } = await json<Shapes['evidence']>('evidence', incident);
    assert.deepEqual(
      evidence.map(({ source, format, records, coverage }) => [source, format, records, coverage.state]),
      [
        ['probe/search', 'probe.result', probeChecks.length, 'complete'],
        ['probe/search/sqli', 'probe.result', 1, 'complete'],
      ],
    );
    const { gates } = await json<Shapes['gates']>('gates', incident);
    const verdicts = Object.fromEntries(gates.map(({ gate, verdict }) => [gate, verdict]));
    assert.deepEqual([verdicts['probes'], verdicts['rollback-token']], ['satisfied', 'satisfied']);

    const drafted = await run('draft', incident, '--out', join(home, 'out'));
    const pdf = join(home, 'out', 'pack.pdf');
    const packed = await run('pack', incident, '--out', pdf);
    assert.equal(packed.exit, 0, packed.stderr);
    assert.equal((await run('verify', pdf)).exit, 0);
    const texts = [
      ['plan', plan.stdout],
      ['probe', probed.stdout + probed.stderr],
      ['draft', drafted.stdout + drafted.stderr],
      ['pages of the pack', outside(t, 'pdftotext', pdf, '-') ?? ''],
      ...(await filesIn(home)),
      ...(await filesIn(blobs)),
    ] as const;
    const secrets = [token, ...token.split('.').slice(1)];
    for (const [where, text] of texts) {
      for (const secret of secrets) assert.ok(!text.includes(secret), `the token is in ${where}`);
    }
    assert.match(
      texts.map(([, text]) => text).join(''),
      /"credential":"valid"/,
      'the transcripts were looked at',
    );
  });

  test(`killed in the middle and resumed, each probe is sent at most twice, and it is said (${name})`, async (t) => {
    let hangsAt: string | null = 'sqli';
    let reached: (() => void) | null = null;
    const server = await startProbeServer(t, (request, response) => {
      if (checkOf(request) !== hangsAt) response.writeHead(401).end();
      else reached?.();
    });
    const { run, json, start } = await opened(t, await place(), server.url, shopToken(Date.now()));
    const { incident } = await json<Shapes['start']>(
      'start',
      '--title',
      'Killed',
      '--since',
      '1h',
      '--no-collect',
    );
    for (const argv of [['probe', incident], ['serve']]) {
      const hung = new Promise<void>((resolve) => {
        reached = resolve;
      });
      const child = start(...argv);
      await hung;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    hangsAt = null;
    const serving = start('serve');
    t.after(() => serving.kill('SIGKILL'));
    await served(serving);
    await ended(incident, run);
    const counts = probeChecks.map(
      (check) => server.seen.filter((request) => checkOf(request) === check).length,
    );
    assert.deepEqual(counts, [2, 2, 2, 2, 1, 1, 1, 1]);
    const { gaps } = await json<Shapes['gaps']>('gaps', incident);
    const why = gaps.map((gap) => gap.why).join('\n');
    for (const check of probeChecks.slice(0, 4)) {
      assert.match(why, new RegExp(`probe ${check} of search was not sent again: it was sent 2 times`));
    }
    const { evidence } = await json<Shapes['evidence']>('evidence', incident);
    assert.deepEqual(
      evidence.map(({ records, coverage }) => [records, coverage.state]),
      [[4, 'truncated']],
    );
  });
});

test('what cannot be probed is told with its mend, and nothing is sent', async (t) => {
  const server = await startFixtureServer(recording({}));
  t.after(() => server.close());
  const { run, json } = await opened(t, await pglite.place(), server.url, shopToken(Date.now()));
  const { incident } = await json<Shapes['start']>(
    'start',
    '--title',
    'None',
    '--since',
    '1h',
    '--no-collect',
  );
  const mistakes = [
    [['probe'], /INCIDENT_MISSING: .*mend: .*rca probe INC-2026-0001/s],
    [['probe', 'search'], /INCIDENT_MISSING: "search" is no incident/],
    [['probe', incident, 'https://169.254.169.254/'], /PROBE_TARGET_UNKNOWN: .*mend: use one of search/s],
    [['probe', incident, '--check', 'nonsense'], /PROBE_CHECK_UNKNOWN: .*mend: use one of authenticated/s],
    [['probe', 'INC-2026-9999'], /INCIDENT_UNKNOWN/],
  ] as const;
  for (const [argv, told] of mistakes) {
    const said = await run(...argv);
    assert.equal(said.exit, 2, said.stderr);
    assert.match(said.stderr, told);
  }
  assert.equal(server.requests.length, 0);
});

async function opened(t: TestContext, place: StorePlace, url: string, token: string) {
  const home = await scratch();
  t.after(async () => {
    await place.remove();
    await home.clear();
  });
  const config = join(home.dir, 'rca.yaml');
  const migration = place.migrationUrl === undefined ? {} : { migrationUrl: place.migrationUrl };
  await writeFile(
    config,
    stringify({
      store: { url: place.url, ...migration },
      blobs: { url: `file:${place.blobsDirectory}` },
      serve: { port: 0 },
      probes: {
        perSecond: 50,
        timeoutSeconds: 30,
        targets: [
          {
            name: 'search',
            url,
            path: '/api/v1/search?q=lamp',
            allowedOrigin: 'https://shop.example',
            token: '${SHOP_TOKEN}',
          },
        ],
      },
    }),
  );
  const common = ['--home', home.dir, '--config', config];
  const env = { SHOP_TOKEN: token };
  const run = (...argv: string[]) => runCli([...argv, ...(argv[0] === 'verify' ? [] : common)], { env });
  const start = (...argv: string[]): ChildProcess => startCli([...argv, ...common], { env });
  async function json<Shape>(...argv: string[]): Promise<Shape> {
    const said = await run(...argv, '--json');
    assert.equal(said.exit, 0, said.stderr);
    return JSON.parse(said.stdout) as Shape;
  }
  return { run, json, start, home: home.dir, blobs: place.blobsDirectory };
}

/** Waits until the collection of the probes has ended. */
async function ended(incident: string, run: (...argv: string[]) => ReturnType<typeof runCli>): Promise<void> {
  const deadlineMs = Date.now() + 90_000;
  while (Date.now() < deadlineMs) {
    const said = await run('status', incident, '--json');
    if (said.exit === 0) {
      const { sources } = JSON.parse(said.stdout) as { sources: readonly { state: string }[] };
      if (sources.length > 0 && sources.every(({ state }) => state === 'done' || state === 'failed')) return;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error('the probes did not end');
}

/** Every file below a folder, as text of its bytes. */
async function filesIn(folder: string): Promise<readonly (readonly [string, string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as const));
}
