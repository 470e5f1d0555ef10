import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, type Said, scratch } from '../helpers/cli.ts';
import { postgres } from '../helpers/stores.ts';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Kilobytes that a file may have: less than any pack. */
const ROOM = 64;

/** Runs `rca` where no file can grow beyond the room, as on a full disk: a write fails with EFBIG. */
async function runWithoutRoom(argv: readonly string[]): Promise<Said> {
  const limited = `ulimit -f ${ROOM}; exec "$@"`;
  const child = spawn('bash', ['-c', limited, 'bash', process.execPath, main, ...argv], { stdio: 'pipe' });
  child.stdin.end();
  const [stdout, stderr, [exit]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { exit, stdout, stderr };
}

test('a disk that is full fails import, delivery, fetch and export in plain words, leaves nothing half, and all go on after', async (t) => {
  const place = await postgres.place();
  const home = await scratch();
  t.after(async () => {
    await home.clear();
    await place.remove();
  });
  const at = (name: string): string => join(home.dir, name);
  const store = { url: place.url, migrationUrl: place.migrationUrl };
  const deliver = [{ type: 'folder', path: 'archive' }];
  await writeFile(
    at('rca.yaml'),
    stringify({ store, blobs: { url: `file:${place.blobsDirectory}` }, record: { deliver } }),
  );
  const common = ['--home', at('home'), '--config', at('rca.yaml'), '--json'];
  const run = (...argv: string[]) => runCli([...argv, ...common]);
  const full = async (code: RegExp, ...argv: string[]) => {
    const said = await runWithoutRoom([...argv, ...common]);
    assert.equal(said.exit, 3, said.stderr);
    assert.match(`${said.stdout}${said.stderr}`, code);
    assert.doesNotMatch(said.stderr, /\n\s+at /, 'no stack trace');
  };
  const files = async (folder: string): Promise<readonly string[]> => {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found.filter((entry) => entry.isFile()).map(({ name }) => name);
  };
  const started = await run('start', '--title', 'Probing', '--since', '1h', '--no-collect');
  const { incident } = JSON.parse(started.stdout) as Shapes['start'];

  await writeFile(at('app.log'), '2026-01-27T10:00:00Z a line of the log\n'.repeat(10_000));
  const before = await files(place.blobsDirectory).catch(() => []);
  await full(/BLOB_\w+|EFBIG/, 'import', incident, at('app.log'), '--as', 'text');
  assert.deepEqual(await files(place.blobsDirectory).catch(() => []), before);
  const imported = await run('import', incident, at('app.log'), '--as', 'text');
  assert.equal(imported.exit, 0, imported.stderr);
  assert.equal((JSON.parse(imported.stdout) as Shapes['import']).evidence[0]?.id, 'E-0001');

  // Something else has the name of the folder: the pack is in the record, and not delivered.
  await writeFile(at('archive'), '');
  assert.equal((await run('pack', incident, '--out', at('pack.pdf'))).exit, 3);
  await rm(at('archive'));
  await full(/DELIVERY_UNWRITABLE/, 'record', incident, '--retry');
  assert.deepEqual(await files(at('archive')), []);
  await mkdir(at('out'));
  await full(/PACK_UNWRITTEN/, 'record', incident, '--fetch', 'v1', '--out', join(at('out'), 'fetched.pdf'));
  await full(/ARCHIVE_UNWRITTEN/, 'export', incident, '--out', join(at('out'), 'archive.tar'));
  assert.deepEqual(await files(at('out')), []);

  const retried = await run('record', incident, '--retry');
  assert.equal(retried.exit, 0, retried.stderr);
  const [pack] = (JSON.parse(retried.stdout) as Shapes['record']).packs;
  assert.deepEqual([pack?.deliveries[0]?.state, pack?.deliveries[0]?.attempts], ['delivered', 3]);
  assert.equal(
    (await run('record', incident, '--fetch', 'v1', '--out', join(at('out'), 'fetched.pdf'))).exit,
    0,
  );
  assert.equal((await run('export', incident, '--out', join(at('out'), 'archive.tar'))).exit, 0);
  assert.deepEqual((await files(at('out'))).toSorted(), ['archive.tar', 'fetched.pdf']);
  const verified = await run('verify', '--store');
  assert.equal(verified.exit, 0, verified.stdout);
});
