import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { openInput, readBytes } from '../../src/cli/input-file.ts';

const terminalIn = (cwd: string) => ({
  cwd,
  stdin: new PassThrough(),
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  actor: 'cli:test',
  columns: 80,
  interactive: false,
});

async function all(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

test('pipes, devices and folders are refused at once; a file is read', { timeout: 20_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-input-'));
  t.after(() => rm(folder, { recursive: true }));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  await writeFile(join(folder, 'file'), 'content');
  for (const name of ['pipe', '/dev/zero', '.', 'absent']) {
    await assert.rejects(readBytes(name, folder, 'give a file'), { code: 'FILE_UNREADABLE' }, name);
    await assert.rejects(all(openInput(name, terminalIn(folder)).bytes), { code: 'FILE_UNREADABLE' }, name);
  }
  assert.equal(String(await readBytes('file', folder, 'give a file')), 'content');
  assert.equal(await all(openInput('file', terminalIn(folder)).bytes), 'content');
});
