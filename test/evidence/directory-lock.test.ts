import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { lockDirectory } from '../../src/evidence/directory-lock.ts';
import { startChild } from '../helpers/child.ts';

const holder = fileURLToPath(import.meta.resolve('./hold-lock.ts'));

async function newDirectory(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'rca-test-lock-'));
  t.after(() => rm(parent, { recursive: true, force: true }));
  const directory = join(parent, 'db');
  await mkdir(directory);
  return directory;
}

async function holdElsewhere(t: TestContext, directory: string) {
  const child = startChild(t, holder, [directory]);
  assert.equal(await child.nextLine(), 'ready');
  return {
    ...child,
    async tryToHold() {
      child.process.stdin?.write('\n');
      return child.nextLine();
    },
  };
}

const lockFiles = async (directory: string) =>
  (await readdir(join(directory, '..'))).filter((name) => name !== 'db').sort();

/** The latest lock file as another holder would have written it. */
async function rewriteHolder(directory: string, changes: Readonly<Record<string, unknown>>) {
  const [name = ''] = await lockFiles(directory);
  const path = join(directory, '..', name);
  const written = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify({ ...written, ...changes }));
}

test('a directory is held once, also by another name, until it is released', async (t) => {
  const directory = await newDirectory(t);
  const alias = `${directory}-alias`;
  await symlink(directory, alias);
  const lock = await lockDirectory(directory);
  await assert.rejects(lockDirectory(alias), {
    code: 'STORE_LOCKED',
    message: new RegExp(`process ${process.pid} `),
  });
  const other = await holdElsewhere(t, directory);
  assert.equal(await other.tryToHold(), 'STORE_LOCKED');
  await lock.release();
  assert.equal(await other.tryToHold(), 'held');
  await assert.rejects(lockDirectory(directory), { code: 'STORE_LOCKED' });
});

test('what a killed process held is taken over, and one lock file remains', async (t) => {
  const directory = await newDirectory(t);
  const dead = await holdElsewhere(t, directory);
  assert.equal(await dead.tryToHold(), 'held');
  await dead.kill();
  await lockDirectory(directory);
  assert.deepEqual(await lockFiles(directory), ['db.lock-2']);
});

test('of many processes that take over at once exactly one succeeds', async (t) => {
  const directory = await newDirectory(t);
  const contenders = await Promise.all(Array.from({ length: 6 }, () => holdElsewhere(t, directory)));
  for (let left = contenders; left.length > 0; ) {
    const said = await Promise.all(left.map((contender) => contender.tryToHold()));
    assert.deepEqual(said.toSorted(), [...left.slice(1).map(() => 'STORE_LOCKED'), 'held']);
    const winner = left[said.indexOf('held')];
    await winner?.kill();
    left = left.filter((contender) => contender !== winner);
  }
});

test('a process that has only the pid of the dead holder does not keep the lock', async (t) => {
  const directory = await newDirectory(t);
  await lockDirectory(directory);
  await rewriteHolder(directory, { startTicks: '1' });
  await lockDirectory(directory);
});

test('a holder from before the machine’s last start is dead', async (t) => {
  const directory = await newDirectory(t);
  await lockDirectory(directory);
  await rewriteHolder(directory, { boot: 'another boot' });
  await lockDirectory(directory);
});

test('a holder on another machine is believed to live, and the message says which file to delete', async (t) => {
  const directory = await newDirectory(t);
  await lockDirectory(directory);
  await rewriteHolder(directory, { host: 'elsewhere', pid: 999_999_999 });
  await assert.rejects(lockDirectory(directory), { code: 'STORE_LOCKED', mend: /elsewhere.*db\.lock-1$/ });
});

test('a lock file that nobody can read is not guessed at', async (t) => {
  const directory = await newDirectory(t);
  await writeFile(`${directory}.lock-1`, '');
  await assert.rejects(lockDirectory(directory), { code: 'STORE_LOCK_DAMAGED', fault: 'user' });
});

test('a holder that has ended and only waits for its parent holds nothing', async (t) => {
  if (process.platform !== 'linux') {
    t.diagnostic('not checked: only Linux tells of such processes');
    return;
  }
  const directory = await newDirectory(t);
  const lock = await lockDirectory(directory);
  // The shell becomes a program that never asks after the child that it has inherited.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  t.after(() => parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  const fields = async (): Promise<string[]> =>
    (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /s, '').split(' ');
  while ((await fields())[0] !== 'Z') await setTimeout(10);
  await rewriteHolder(directory, { pid, startTicks: (await fields())[19] });
  const taken = await lockDirectory(directory);
  await taken.release();
  await lock.release();
});
