import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writePack } from '../../src/pack/write-pack.ts';
import { sample } from '../pack/sample.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Whatever would open a connection or ask for a name ends the process. */
const NO_NETWORK = `data:text/javascript,${encodeURIComponent(`
import net from 'node:net';
import dns from 'node:dns';
const refuse = () => { process.stderr.write('network'); process.abort(); };
net.Socket.prototype.connect = refuse;
dns.lookup = refuse;
globalThis.fetch = refuse;
`)}`;

test('rca verify needs no store, no configuration, no home and no network, and writes nothing', async (t) => {
  const { folder, input } = await sample();
  const empty = await mkdtemp(join(tmpdir(), 'rca-alone-'));
  t.after(() => Promise.all([folder, empty].map((path) => rm(path, { recursive: true }))));
  const pack = join(folder, 'pack.pdf');
  await writePack(input, pack);
  // Any other verb would refuse this configuration.
  await writeFile(join(empty, 'rca.yaml'), 'nonsense: [');
  const alone = (...argv: readonly string[]) =>
    spawnSync(
      process.execPath,
      // Node's own guard: reading is allowed, writing, processes and the rest are not.
      ['--permission', '--allow-fs-read=*', '--import', NO_NETWORK, MAIN, ...argv],
      { cwd: empty, env: {}, encoding: 'utf8' },
    );
  const { status, stdout, stderr } = alone('verify', pack, '--json');
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).intact, true);
  assert.deepEqual(await readdir(empty), ['rca.yaml']);
  assert.notEqual(alone('status').status, 0);
});

test('rca verify loads neither a database nor a cloud, a browser or a chat', () => {
  const list = `data:text/javascript,${encodeURIComponent(`
import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process.stderr.write('loaded ' + url + '\\n'); return next(url, context); } });
`)}`;
  const run = spawnSync(process.execPath, ['--import', list, MAIN, 'verify', 'nothing.pdf'], {
    encoding: 'utf8',
  });
  assert.match(run.stderr, /FILE_UNREADABLE/);
  assert.match(run.stderr, /loaded .*pack\/verify\.ts/);
  assert.doesNotMatch(
    run.stderr,
    /@aws-sdk|pglite|\/pg\/|@slack|puppeteer|pdf-lib|handlebars|pino|node_modules\/yaml/,
  );
});
