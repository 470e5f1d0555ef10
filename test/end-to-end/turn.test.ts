import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockDirectory } from '../../src/evidence/directory-lock.ts';
import { runCli, scratch, startCli } from '../helpers/cli.ts';
import { served } from '../helpers/serving.ts';
import { freshHome } from '../helpers/stores.ts';

/** A home folder whose embedded database this process has, as another command would. */
async function held(t: TestContext) {
  const home = await scratch();
  t.after(() => home.clear());
  const db = join(home.dir, 'db');
  await mkdir(db);
  return { home: home.dir, lock: await lockDirectory(db) };
}

const waits = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(`waiting: another rca (process ${process.pid} on `)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });

test('rca serve that starts while a command has the embedded database waits its turn', async (t) => {
  const { home, lock } = await held(t);
  const serving = startCli(['serve', '--home', home], { env: { PORT: '0' } });
  t.after(() => serving.kill('SIGKILL'));
  const url = served(serving);
  await waits(serving);
  await lock.release();
  assert.equal((await fetch(`${await url}/readyz`)).status, 200);
});

test('a command that starts while rca serve does is run by it', async (t) => {
  const home = await freshHome();
  t.after(() => home.clear());
  const serving = startCli(['serve', '--home', home.dir], { env: { PORT: '0' } });
  t.after(() => serving.kill('SIGKILL'));
  const url = served(serving);
  while (!(await readdir(home.dir)).some((name) => name.startsWith('db.lock-'))) await sleep(10);
  const said = await runCli(['status', '--home', home.dir]);
  assert.equal(said.exit, 0, said.stderr);
  assert.match(said.stdout, /No incident yet/);
  await url;
});

test('a command whose turn does not come gives up, and says who has the database', async (t) => {
  const { home, lock } = await held(t);
  const said = await runCli(['status', '--home', home]);
  await lock.release();
  assert.equal(said.exit, 2);
  assert.match(
    said.stderr,
    new RegExp(
      `^waiting: .*\\nSTORE_LOCKED: another rca \\(process ${process.pid} on .*\\n {2}mend: use that one`,
    ),
  );
});
