import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, scratch, startCli } from '../helpers/cli.ts';
import { served } from '../helpers/serving.ts';
import { event, SECRET, signed } from '../webhooks/receiving.ts';

const MINUTE_MS = 60_000;

/** Starts `rca serve`; resolves with its address. */
async function serve(home: string, env: Record<string, string>) {
  const child = startCli(['serve', '--home', home, '--config', join(home, 'rca.yaml')], { env });
  return { child, address: await served(child) };
}

test('an alert that was answered with 202 is there after a kill, and its file is the same evidence', async (t) => {
  const home = await scratch();
  t.after(() => home.clear());
  await writeFile(
    join(home.dir, 'rca.yaml'),
    'webhooks: { pagerduty: { secrets: ["${PD_SECRET}"], severities: { P1: sev1 } } }\n',
  );
  const env = { PORT: '0', PD_SECRET: SECRET };
  const first = await serve(home.dir, env);
  t.after(() => first.child.kill('SIGKILL'));
  const body = event('triggered', Date.now() - MINUTE_MS, 0);
  const post = (address: string, signature = signed(body)) =>
    fetch(`${address}/webhooks/pagerduty`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'x-pagerduty-signature': signature },
    });
  assert.equal((await post(first.address, signed(body, 'another secret'))).status, 401);
  assert.equal((await post(first.address)).status, 202);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');

  const second = await serve(home.dir, env);
  t.after(() => second.child.kill('SIGKILL'));
  const again = await post(second.address);
  assert.deepEqual([again.status, await again.text()], [202, 'repeated\n']);
  const run = async (...argv: string[]) => {
    const said = await runCli(
      [...argv, '--home', home.dir, '--config', join(home.dir, 'rca.yaml'), '--json'],
      {
        env,
      },
    );
    assert.equal(said.exit, 0, said.stderr);
    return said.stdout;
  };
  const file = join(home.dir, 'alert.json');
  await writeFile(file, body);
  const incident = `INC-${new Date().getUTCFullYear()}-0001`;
  await run('import', incident, file);
  const { evidence } = JSON.parse(await run('evidence', incident)) as Shapes['evidence'];
  assert.deepEqual(
    evidence.map(({ id, format, observations }) => [id, format, observations]),
    [['E-0001', 'pagerduty.webhook', 1]],
  );
});
