import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { verifierPage } from '../../scripts/build-verifier.ts';
import type { VerifyReport } from '../../src/pack/report.ts';
import { signerNamed } from '../../src/pack/seal/signer-rules.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { manyPacks } from '../pack/many-packs.ts';
import { choose, dropFiles, expected, IS_DONE, reportOf, withPage } from './opened-page.ts';

const pemOf = (file: string): Promise<string> => readFile(file, 'utf8');

test('the page says of each pack what rca verify says, check by check, and asks no network', async (t) => {
  const many = await manyPacks(t);
  await withPage(many.folder, async ({ page, requests, warnings, open }) => {
    const opened = requests[0] ?? '';
    let broken = 0;
    for (const [name, pack] of many.packs) {
      const report = await verifyPack(pack);
      if (!report.intact) broken += 1;
      await open();
      await dropFiles(page, pack);
      assert.deepEqual(await reportOf(page), expected(report), name);
    }
    assert.equal(broken, many.packs.size - 4);
    for (const url of requests) assert.equal(url, opened);
    assert.match(opened, /^file:/);
    assert.deepEqual(warnings, []);
  });
});

test('a key and a root certificate, right or wrong, get the same answer as from rca verify', async (t) => {
  const { folder, packs, key, ca, otherKey, otherCa } = await manyPacks(t);
  await withPage(folder, async ({ page, open }) => {
    for (const name of ['sealed-ec', 'sealed-rsa', 'sealed-by-key', 'unsealed']) {
      const pack = packs.get(name) ?? '';
      for (const [keyFile, caFile] of [
        [key, ca],
        [otherKey, ca],
        [key, otherCa],
      ] as const) {
        await open();
        await dropFiles(page, caFile, keyFile, pack);
        const options = { key: await pemOf(keyFile), ca: await pemOf(caFile) };
        const given = `${name}, ${basename(keyFile)}, ${basename(caFile)}`;
        assert.deepEqual(await reportOf(page), expected(await verifyPack(pack, options)), given);
      }
    }
    await open();
    await choose(page, 'pack', packs.get('sealed-by-key') ?? '');
    assert.equal(((await reportOf(page)) as VerifyReport).signer, 'unchecked');
    await choose(page, 'key', key);
    await page.waitForFunction(`document.querySelector('#answer-signer')?.classList.contains('holds')`);
    assert.equal(((await reportOf(page)) as VerifyReport).signer, 'verified');
  });
});

test('a signer in the field, or in a policy file, gets the same answer as from rca verify', async (t) => {
  const { folder, packs, ca } = await manyPacks(t);
  const pack = packs.get('sealed-rsa') ?? '';
  const subject = 'CN=Pack signer\\, rsa \\"quoted\\"';
  const rules = [{ subjects: [subject] }];
  const policy = join(folder, 'signers.json');
  await writeFile(policy, JSON.stringify({ signerPolicy: 1, rules }));
  await withPage(folder, async ({ page, open }) => {
    for (const value of [subject, 'CN=Nobody', 'ab'.repeat(32)]) {
      await open();
      await page.type('#signer', value);
      await dropFiles(page, ca, pack);
      const named = signerNamed(value) ?? assert.fail(value);
      const report = await verifyPack(pack, { ca: await pemOf(ca), signers: [named] });
      assert.deepEqual(await reportOf(page), expected(report), value);
      assert.equal(report.signer, value === subject ? 'verified' : 'unchecked');
    }
    await open();
    await dropFiles(page, ca, policy, pack);
    const report = await verifyPack(pack, { ca: await pemOf(ca), signers: rules });
    assert.deepEqual(await reportOf(page), expected(report));
    await open();
    await page.type('#signer', 'nobody in particular');
    await dropFiles(page, pack);
    await page.waitForFunction(IS_DONE);
    const status = `document.querySelector('#status').textContent`;
    assert.match(String(await page.evaluate(status)), /neither a SHA-256 fingerprint nor a subject/);
  });
});

test('what is no pack is told in words, and nothing of a pack becomes markup', async (t) => {
  const { folder, packs } = await manyPacks(t);
  await withPage(folder, async ({ page, open }) => {
    const nothing = join(folder, 'nothing.pdf');
    await writeFile(nothing, '%PDF-1.7\nnothing');
    await dropFiles(page, nothing);
    await page.waitForFunction(IS_DONE);
    const status = `document.querySelector('#status').textContent`;
    assert.match(String(await page.evaluate(status)), /not an evidence pack of format 1/);
    await open();
    await dropFiles(page, packs.get('manifest-forged') ?? '');
    await reportOf(page);
    assert.equal(await page.evaluate(`document.querySelectorAll('#result b').length`), 0);
    const shown = String(await page.evaluate(`document.querySelector('dd').textContent`));
    assert.equal(shown, 'INC-2026-0666 ⟦U+202E⟧<b>');
  });
});

test('the page’s own policy stops it from reaching a network, whatever runs in it', async (t) => {
  const { folder } = await manyPacks(t);
  const heard: string[] = [];
  const server = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  await withPage(folder, async ({ page }) => {
    const tries = `(async () => {
      const image = new Image();
      const loaded = new Promise((resolve) => { image.onload = image.onerror = resolve; });
      image.src = '${url}/image';
      await loaded;
      navigator.sendBeacon('${url}/beacon');
      return fetch('${url}/fetch').then(() => 'fetched', () => 'refused');
    })()`;
    assert.equal(await page.evaluate(tries), 'refused');
  });
  assert.deepEqual(heard, []);
});

test('the same source gives the same page', async () => {
  assert.equal(await verifierPage(), await verifierPage());
});
