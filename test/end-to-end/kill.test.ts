import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { lastFullHourMs } from '../../src/cli/demo.ts';
import type { Shapes } from '../../src/cli/shapes.ts';
import { recordedIncident } from '../../src/demo/incident/incident.ts';
import { startFixtureServer } from '../../src/demo/server/server.ts';
import { toIso } from '../../src/domain/time.ts';
import { runCli, scratch, startCli } from '../helpers/cli.ts';
import { served } from '../helpers/serving.ts';
import { pglite, postgres, type StorePlace } from '../helpers/stores.ts';
import { times } from '../helpers/times.ts';

const KILLS = times(10);

for (const { name, place } of [pglite, postgres]) {
  test(`kill -9 of rca serve at random moments of a collection loses nothing and repeats nothing (${name})`, (t) =>
    killed(t, place));
}

async function killed(t: TestContext, place: () => Promise<StorePlace>): Promise<void> {
  const at = await place();
  const recording = recordedIncident(lastFullHourMs(Date.now()));
  const server = await startFixtureServer(recording);
  const home = await scratch();
  const config = join(home.dir, 'rca.yaml');
  await writeFile(
    config,
    stringify({
      store: { url: at.url, ...(at.migrationUrl === undefined ? {} : { migrationUrl: at.migrationUrl }) },
      blobs: { url: `file:${at.blobsDirectory}` },
      serve: { port: 0 },
      sources: [
        {
          id: 'edge-waf',
          type: 'aws.waf',
          region: recording.waf.region,
          webAcl: recording.waf.webAclArn,
          logGroup: recording.waf.logGroup,
        },
        { id: 'slis', type: 'prometheus', url: server.url, queries: recording.prometheus.queries },
        { id: 'trail', type: 'aws.cloudtrail', region: recording.trail.region },
      ],
    }),
  );
  const env = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'fixture',
    AWS_REGION: recording.waf.region,
  };
  const common = ['--home', home.dir, '--config', config];
  const run = (...argv: string[]) => runCli([...argv, ...common, '--json'], { env });
  let serving: ChildProcess | null = null;
  t.after(async () => {
    serving?.kill('SIGKILL');
    await server.close();
    await at.remove();
    await home.clear();
  });

  const started = await run(
    'start',
    '--title',
    'Killed',
    '--from',
    toIso(recording.window.fromMs),
    '--to',
    toIso(recording.window.toMs),
    '--no-collect',
  );
  const { incident } = JSON.parse(started.stdout) as Shapes['start'];
  const queued = await run('collect', incident, '--detach');
  assert.equal(queued.exit, 0, queued.stderr);

  for (let kill = 0; kill < KILLS; kill++) {
    serving = startCli(['serve', ...common], { env });
    const exited = new Promise((resolve) => serving?.once('exit', resolve));
    await served(serving);
    await sleep(Math.random() * 2_000);
    serving.kill('SIGKILL');
    await exited;
  }

  serving = startCli(['serve', ...common], { env });
  await served(serving);
  const deadlineMs = Date.now() + 120_000;
  for (;;) {
    const status = JSON.parse((await run('status', incident)).stdout) as Shapes['status'];
    if (status.sources.length === 3 && status.sources.every((source) => source.state === 'done')) break;
    assert.ok(Date.now() < deadlineMs, JSON.stringify(status.sources));
    await sleep(500);
  }

  const { evidence } = JSON.parse((await run('evidence', incident)).stdout) as Shapes['evidence'];
  const asked = evidence.map((item) => JSON.stringify([item.source, item.format, item.query]));
  assert.equal(new Set(asked).size, asked.length, 'an item stands twice');
  const { entries } = JSON.parse((await run('timeline', incident)).stdout) as Shapes['timeline'];
  const blocks = entries
    .filter((entry) => entry.kind === 'waf.blocked')
    .reduce((sum, entry) => sum + entry.count, 0);
  assert.equal(blocks, recording.truth.blocks);
  const pack = join(home.dir, 'pack.pdf');
  const packed = await run('pack', incident, '--out', pack);
  assert.equal(packed.exit, 0, packed.stderr);
  const verified = JSON.parse((await runCli(['verify', pack, '--json'])).stdout) as Shapes['verify'];
  assert.equal(verified.intact, true, JSON.stringify(verified.checks.filter((check) => check.ok === false)));
}
