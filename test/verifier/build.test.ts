import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifierPage } from '../../scripts/build-verifier.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { scratch } from '../helpers/cli.ts';
import { outsideWith } from '../pack/outside.ts';

const script = fileURLToPath(new URL('../../scripts/build-verifier.ts', import.meta.url));
const dist = fileURLToPath(new URL('../../dist/', import.meta.url));

test('the build prints the SHA-256 of the page and writes it as SHA256SUMS, the same wherever it is built', async (t) => {
  const home = await scratch();
  t.after(() => home.clear());
  const elsewhere = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'ja_JP.UTF-8' };
  const run = spawnSync(process.execPath, [script], {
    cwd: home.dir,
    env: { ...process.env, ...elsewhere },
    encoding: 'utf8',
  });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stderr, '', 'all of it is in the page, and nothing of Node');
  const sha256 = sha256Hex(await verifierPage());
  assert.equal(run.stdout, `${sha256}  dist/rca-verify.html\n`);
  assert.equal(await readFile(`${dist}SHA256SUMS`, 'utf8'), `${sha256}  rca-verify.html\n`);
  const said = outsideWith(t, { cwd: dist }, 'sha256sum', '-c', 'SHA256SUMS');
  assert.ok(said === null || said.includes('rca-verify.html'));
});
