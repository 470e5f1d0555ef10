import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { access, chmod, chown, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Shapes } from '../../src/cli/shapes.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { runCli, type scratch } from '../helpers/cli.ts';
import { freshHome } from '../helpers/stores.ts';
import { testKeys } from '../pack/vectors/test-keys.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const NOBODY = 65534;

/** A machine that differs in everything that evidence, templates and times do not fix. */
interface Machine {
  readonly name: string;
  readonly folders: string;
  readonly env: Readonly<Record<string, string>>;
  /** Order in which files are copied to it, and so lie in its folders. */
  readonly order: (names: readonly string[]) => readonly string[];
  readonly uid: number | null;
}

const machines: readonly Machine[] = [
  {
    name: 'one',
    folders: 'one',
    env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C', USER: 'root', NODE_OPTIONS: '' },
    order: (names) => names.toSorted(),
    uid: null,
  },
  {
    name: 'two',
    folders: join('a folder of another', 'machine'),
    env: {
      TZ: 'Asia/Kathmandu',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'ja_JP.UTF-8',
      USER: 'nobody',
      NODE_OPTIONS: '--max-old-space-size=2048 --no-warnings',
    },
    order: (names) => names.toSorted().toReversed(),
    uid: NOBODY,
  },
];

let home: Awaited<ReturnType<typeof scratch>>;
let incident: string;

before(async () => {
  home = await freshHome('first');
  await chmod(home.dir, 0o755);
  const said = await runCli([
    'demo',
    '--anchor',
    '2026-01-27T14:00:00Z',
    '--home',
    join(home.dir, 'first'),
    '--json',
  ]);
  assert.equal(said.exit, 0, said.stderr);
  incident = (JSON.parse(said.stdout) as Shapes['demo']).incident;
});
after(() => home.clear());

/** Copies a folder file after file, and gives the copies to another user. */
async function copyTree(from: string, to: string, machine: Machine): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = await readdir(from, { withFileTypes: true });
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  for (const name of machine.order([...byName.keys()])) {
    const [source, target] = [join(from, name), join(to, name)];
    if (byName.get(name)?.isDirectory()) await copyTree(source, target, machine);
    else if (byName.get(name)?.isFile()) await copyFile(source, target);
    if (machine.uid !== null) await chown(target, machine.uid, machine.uid);
  }
  if (machine.uid !== null) await chown(to, machine.uid, machine.uid);
}

/** Packs the incident on a machine of its own; returns the pack. */
async function packedOn(machine: Machine, what: string, config: string): Promise<Buffer> {
  const at = join(home.dir, what, machine.folders);
  await copyTree(join(home.dir, 'first'), join(at, 'home'), machine);
  for (const name of ['tmp', 'cwd']) await mkdir(join(at, name));
  await writeFile(join(at, 'cwd', 'rca.yaml'), config);
  if (machine.uid !== null) {
    for (const path of [at, join(at, 'tmp'), join(at, 'cwd'), join(at, 'cwd', 'rca.yaml')]) {
      await chown(path, machine.uid, machine.uid);
    }
  }
  const out = join(at, 'cwd', 'pack.pdf');
  const argv = [
    'pack',
    incident,
    '--out',
    out,
    '--home',
    join(at, 'home'),
    '--config',
    join(at, 'cwd', 'rca.yaml'),
  ];
  const env = { PATH: process.env['PATH'] ?? '', HOME: at, TMPDIR: join(at, 'tmp'), ...machine.env };
  const user = machine.uid === null ? {} : { uid: machine.uid, gid: machine.uid };
  const child = spawn(process.execPath, [main, ...argv], { cwd: join(at, 'cwd'), env, ...user });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const exit = await new Promise((resolve) => child.once('close', resolve));
  assert.equal(exit, 0, `${machine.name}: ${said}`);
  return readFile(out);
}

/** The machines, without another user where this one may not become another. */
async function allowed(diagnose: (words: string) => void): Promise<readonly Machine[]> {
  const isRoot = process.getuid?.() === 0;
  const reachable = await access(main).then(
    () => true,
    () => false,
  );
  if (isRoot && reachable) return machines;
  diagnose('not run as root: both packs were made by the same user');
  return machines.map((machine) => ({ ...machine, uid: null }));
}

test('the same evidence, templates and times give the same bytes on two machines', async (t) => {
  const packs: string[] = [];
  for (const machine of await allowed((words) => t.diagnostic(words))) {
    packs.push(sha256Hex(await packedOn(machine, 'unsealed', '{}\n')));
  }
  assert.equal(packs.length, 2);
  assert.equal(packs[0], packs[1]);
});

test('a sealed pack has the same bytes up to where its signer states the time', async (t) => {
  const keys = await testKeys();
  for (const [name, pem] of [
    ['signing.pem', keys.signing.key],
    ['seal.key', keys.signer.key],
    ['seal.pem', keys.signer.pem],
  ] as const) {
    await writeFile(join(home.dir, name), pem);
  }
  const file = (name: string): string => `"file:${join(home.dir, name)}"`;
  const seal = `key: ${file('seal.key')}, certificate: ${file('seal.pem')}, signingKey: ${file('signing.pem')}`;
  const fronts: Buffer[] = [];
  for (const machine of await allowed((words) => t.diagnostic(words))) {
    const pack = await packedOn(machine, 'sealed', `seal: { ${seal} }\n`);
    const time = pack.lastIndexOf('/SubFilter /ETSI.CAdES.detached /M (');
    assert.ok(time > 0);
    fronts.push(pack.subarray(0, time));
  }
  assert.ok(fronts[0]?.equals(fronts[1] ?? Buffer.alloc(0)));
});
