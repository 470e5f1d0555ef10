import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli } from '../helpers/cli.ts';
import { testKeys } from '../pack/vectors/test-keys.ts';
import { madePack } from './made-pack.ts';

test('a sealed pack is equal in another zone and language, by the command alone', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-sealed-'));
  t.after(() => rm(folder, { recursive: true }));
  const keys = await testKeys();
  const written = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text);
    return `file:${join(folder, name)}`;
  };
  const seal = {
    key: await written('seal.key', keys.signer.key),
    certificate: await written('seal.pem', keys.signer.pem),
    signingKey: await written('signing.pem', keys.signing.key),
  };
  const made = await madePack({ seal });
  t.after(() => made.clear());
  const env = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'ja_JP.UTF-8' };
  const said = await runCli(['verify', made.file, '--recompute', '--json'], { env });
  const { ok, recomputed } = JSON.parse(said.stdout) as Shapes['verify'];
  const others = recomputed?.parts.filter(({ state }) => state !== 'equal');
  assert.deepEqual([said.exit, ok, recomputed?.verdict, others], [0, true, 'equal', []], said.stderr);
  const alone = await runCli(['verify', '--recompute', '--store']);
  assert.equal(alone.exit, 2);
});
