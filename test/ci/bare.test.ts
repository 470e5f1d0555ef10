import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { scratch } from '../helpers/cli.ts';

const bare = fileURLToPath(new URL('../../.ci/bare', import.meta.url));

test('a program that was installed by hand is not on the PATH of a bare machine, Node is, and the exit code is kept', async (t) => {
  const { dir, clear } = await scratch();
  t.after(clear);
  await writeFile(join(dir, 'qpdf'), '#!/bin/sh\necho by hand\n', { mode: 0o755 });
  const PATH = `${dir}${delimiter}${process.env['PATH'] ?? ''}`;
  const shell = (...argv: readonly string[]) =>
    spawnSync('bash', argv, { env: { ...process.env, PATH }, encoding: 'utf8' });
  assert.equal(shell('-c', 'qpdf').stdout, 'by hand\n');
  const hidden = shell(bare, 'bash', '-c', 'node --version; qpdf');
  assert.match(hidden.stdout, /^v\d+\.\d+\.\d+\n$/);
  assert.match(hidden.stderr, /qpdf: command not found/);
  assert.equal(hidden.status, 127);
});
