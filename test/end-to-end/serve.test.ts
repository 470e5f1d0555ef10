import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, type Said, type scratch, startCli } from '../helpers/cli.ts';
import { served } from '../helpers/serving.ts';
import { freshHome } from '../helpers/stores.ts';

let home: Awaited<ReturnType<typeof scratch>>;
let serving: ChildProcess;
let address: string;

const run = (argv: readonly string[], stdin?: string): Promise<Said> =>
  runCli([...argv, '--home', home.dir], stdin === undefined ? {} : { stdin });

before(async () => {
  home = await freshHome();
  serving = startCli(['serve', '--home', home.dir], { env: { PORT: '0' } });
  address = await served(serving);
});
after(async () => {
  serving.kill('SIGKILL');
  await home.clear();
});

test('health and readiness answer', async () => {
  assert.equal((await fetch(`${address}/healthz`)).status, 200);
  assert.equal((await fetch(`${address}/readyz`)).status, 200);
  assert.match(await (await fetch(`${address}/metrics`)).text(), /^# TYPE /m);
});

test('a second process works through the one that holds the embedded database', async () => {
  const started = await run(['start', '--title', 'Through the socket', '--no-collect', '--json']);
  assert.equal(started.exit, 0, started.stderr);
  const { incident } = JSON.parse(started.stdout) as Shapes['start'];

  const key =
    '{"keys":[{"kty":"EC","crv":"P-256","kid":"k1","alg":"ES256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}';
  const imported = await run(['import', incident, '-', '--json'], key);
  assert.equal(imported.exit, 0, imported.stderr);
  assert.equal((JSON.parse(imported.stdout) as Shapes['import']).evidence[0]?.format, 'jwks');

  const unknown = await run(['timeline', 'INC-1999-0001']);
  assert.equal(unknown.exit, 2);
  assert.match(unknown.stderr, /INCIDENT_UNKNOWN/);
});

test('commands at the same time are all answered', async () => {
  const said = await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      run(['start', '--title', `At once ${index}`, '--no-collect', '--json']),
    ),
  );
  const ids = said.map((one) => (JSON.parse(one.stdout) as Shapes['start']).incident);
  assert.equal(new Set(ids).size, 4);
});

test('a second rca serve and a demo in the served home are refused with a mend', async () => {
  // Many at once: an answer that is ready before the client has sent all is not lost.
  for (const said of await Promise.all(
    ['serve', ...Array.from({ length: 6 }, () => 'demo')].map((verb) => run([verb])),
  )) {
    assert.equal(said.exit, 2, said.stderr);
    assert.match(said.stderr, /ALREADY_SERVING[\s\S]*--home/);
  }
});

test('told to stop, it ends in order and leaves no socket and no lock behind', async () => {
  const exited = once(serving, 'exit');
  serving.kill('SIGTERM');
  const [code] = await exited;
  assert.equal(code, 0);
  assert.ok(!(await readdir(home.dir)).includes('rca.sock'));
  const said = await run(['status', '--json']);
  assert.equal(said.exit, 0, said.stderr);
  assert.ok((JSON.parse(said.stdout) as Shapes['incidents']).incidents.length >= 5);
});
