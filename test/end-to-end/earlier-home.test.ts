import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Shapes } from '../../src/cli/shapes.ts';
import { runCli, type Scratch, scratch } from '../helpers/cli.ts';
import { layEarlierHome } from '../helpers/earlier-home.ts';

const INCIDENT = 'INC-2026-0001';
let folder: Scratch;
before(async () => {
  folder = await scratch();
  await layEarlierHome(folder.dir);
});
after(() => folder.clear());

const rca = (...argv: readonly string[]) =>
  runCli([...argv, '--config', join(folder.dir, 'rca.yaml'), '--home', folder.dir], { cwd: folder.dir });

test('a home that an earlier version made opens, and all that it stored agrees with its ledger', async () => {
  const { exit, stdout, stderr } = await rca('verify', '--store', '--json');
  const report = JSON.parse(stdout) as { ok: boolean; checks: { ok: boolean | null; detail: string }[] };
  assert.deepEqual(
    report.checks.filter(({ ok }) => ok === false),
    [],
    stderr,
  );
  assert.deepEqual([report.ok, exit], [true, 0]);
});

test('what was collected then is computed anew, and evidence and notes are as they were', async () => {
  const rebuilt = await rca('rebuild', INCIDENT, '--json');
  assert.equal(rebuilt.exit, 0, rebuilt.stderr);
  const shown = JSON.parse((await rca('evidence', INCIDENT, '--json')).stdout) as Shapes['evidence'];
  const told = JSON.parse(await readFile(join(folder.dir, 'evidence.json'), 'utf8')) as Shapes['evidence'];
  assert.equal(shown.evidence.length, told.evidence.length);
  // What is told of an item since then comes on top.
  assert.partialDeepStrictEqual(shown, told);
});

test('its packs verify by its key, and a new one goes on from its ledger and its checkpoint', async () => {
  const key = ['--key', join(folder.dir, 'signing.pub')];
  for (const pack of ['pack.pdf', 'pack2.pdf']) {
    const { exit, stdout } = await runCli(['verify', join(folder.dir, pack), ...key, '--strict']);
    assert.equal(exit, 0, stdout);
  }
  const made = await rca('pack', INCIDENT, '--out', join(folder.dir, 'new.pdf'));
  assert.equal(made.exit, 0, made.stderr);
  const checkpoint = ['--checkpoint', join(folder.dir, 'head.checkpoint')];
  const verified = await runCli(['verify', join(folder.dir, 'new.pdf'), ...key, '--strict', ...checkpoint]);
  assert.equal(verified.exit, 0, verified.stdout);
});
