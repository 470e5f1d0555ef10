import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readGivenCheckpoint } from '../../src/pack/given-checkpoint.ts';
import type { VerifyReport } from '../../src/pack/report.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { scratch } from '../helpers/cli.ts';
import { keptCheckpoints } from '../pack/kept-checkpoints.ts';
import { manyPacks } from '../pack/many-packs.ts';
import { choose, dropFiles, expected, reportOf, withPage } from './opened-page.ts';

const vectors = fileURLToPath(new URL('../vectors/', import.meta.url));

test('the page holds a pack against checkpoints that were kept, as rca verify does, and says so in the verdict', async (t) => {
  const many = await manyPacks(t);
  const pack = many.packs.get('sealed-by-key') ?? '';
  const kept = await keptCheckpoints(many);
  await withPage(many.folder, async ({ page, open }) => {
    const verdict = async () =>
      String(await page.evaluate(`document.querySelector('#answer-ledger .title')?.textContent ?? ''`));
    for (const [name, file] of kept) {
      const given = readGivenCheckpoint(`${name}.checkpoint`, await readFile(file, 'utf8'));
      const report = await verifyPack(pack, { checkpoints: [given] });
      await open();
      await dropFiles(page, file, pack);
      assert.deepEqual(await reportOf(page), expected(report), name);
      const agrees = report.checks.find(({ check }) => check === 'ledger.consistency')?.ok;
      assert.equal(await verdict(), agrees ? 'Ledger as it was kept' : 'Ledger contradicted', name);
    }
    await open();
    await dropFiles(page, pack);
    await reportOf(page);
    assert.equal(await verdict(), '', 'nothing is said of checkpoints where none was given');
    await choose(page, 'checkpoints', kept.get('earlier-signed') ?? '', kept.get('forked') ?? '');
    await page.waitForFunction(`document.querySelector('#answer-ledger')?.classList.contains('fails')`);
    assert.match(
      String(await page.evaluate(`document.querySelector('#handed').textContent`)),
      /earlier-signed/,
    );
  });
});

test('evidence beside a pack, all of it, part of it, or changed, gets the answer of rca verify', async (t) => {
  const home = await scratch();
  t.after(() => home.clear());
  const filesOf = async (pack: string): Promise<readonly string[]> =>
    (await readdir(`${pack}.evidence`)).map((name) => join(`${pack}.evidence`, name)).toSorted();
  const [good, changed] = [join(vectors, 'good', 'beside.pdf'), join(vectors, 'bad', 'beside-changed.pdf')];
  await withPage(home.dir, async ({ page, open }) => {
    const beside = ({ checks }: VerifyReport) => checks.find(({ check }) => check === 'evidence.beside');
    const told = async (...files: readonly string[]): Promise<ReturnType<typeof beside>> => {
      await open();
      await dropFiles(page, ...files);
      return beside((await reportOf(page)) as VerifyReport);
    };
    const all = await filesOf(good);
    assert.equal((await told(good, ...all))?.ok, true);
    assert.equal((await told(changed, ...(await filesOf(changed))))?.ok, false);
    assert.equal((await told(good))?.ok, null);
    if (all.length > 1) assert.equal((await told(good, ...all.slice(1)))?.ok, null);
    const report = await verifyPack(good);
    assert.equal(beside(report)?.ok, true);
    // Given later, one kind after the other.
    await open();
    await choose(page, 'pack', good);
    await reportOf(page);
    await choose(page, 'beside', ...all);
    await page.waitForFunction(
      `document.querySelector('[data-check="evidence.beside"]')?.dataset.ok === 'true'`,
    );
  });
});
