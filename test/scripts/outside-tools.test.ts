import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { OUTSIDE_TOOLS } from '../../scripts/outside-tools.ts';

/** What env and a shell exit with when they find no program, and the loader when it finds no library. */
const NOT_STARTED = 127;

test('each outside tool starts, with its libraries, from a child of a test and from a shell of one', () => {
  for (const tool of Object.keys(OUTSIDE_TOOLS)) {
    const child = spawnSync(tool, ['--help'], { input: '' });
    assert.equal(child.error, undefined, tool);
    const shell = spawnSync('bash', ['-c', `${tool} --help`], { input: '', encoding: 'utf8' });
    for (const { status } of [child, shell]) assert.notEqual(status, NOT_STARTED, `${tool}: ${shell.stderr}`);
  }
});

test('what a tool is started with reaches no other program', () => {
  const said = spawnSync('bash', ['-c', 'qpdf --version > /dev/null; echo "$LD_LIBRARY_PATH"'], {
    encoding: 'utf8',
  });
  assert.equal(said.stdout.trim(), process.env['LD_LIBRARY_PATH'] ?? '', said.stderr);
});
