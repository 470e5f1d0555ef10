import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { scratch } from '../helpers/cli.ts';
import { SKIPPED } from '../helpers/outside-reporter.ts';
import { pglite } from '../helpers/stores.ts';
import { exportTo, fill, INCIDENT } from './archives.ts';

/** The Library of Congress' own implementation: https://github.com/LibraryOfCongress/bagit-python */
const bagit = (folder: string) =>
  spawnSync('python3', ['-m', 'bagit', '--validate', folder], { encoding: 'utf8' });

test('bagit-python takes the unpacked archive for a valid bag, and not when a byte is added', async (t) => {
  const { status, error } = spawnSync('python3', ['-c', 'import bagit']);
  if (error !== undefined || status !== 0) {
    t.diagnostic(`${SKIPPED}bagit-python`);
    return;
  }
  const home = await scratch();
  const opened = await pglite.open();
  t.after(async () => {
    await opened.close();
    await home.clear();
  });
  await fill(opened);
  const archive = join(home.dir, 'incident.tar');
  await exportTo(opened, archive);
  assert.equal(spawnSync('tar', ['-xf', archive, '-C', home.dir]).status, 0);
  const folder = join(home.dir, INCIDENT);
  const said = bagit(folder);
  assert.equal(said.status, 0, said.stderr);
  assert.match(said.stderr, /is valid/);
  await appendFile(join(folder, 'data', 'ledger.ndjson'), 'x');
  const damaged = bagit(folder);
  assert.equal(damaged.status, 1, damaged.stderr);
});
