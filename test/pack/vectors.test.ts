import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readGivenCheckpoint } from '../../src/pack/given-checkpoint.ts';
import { verifyPack } from '../../src/pack/verify.ts';
import { tamperings, worldOf } from './tampering/all.ts';
import { type Expected, JUDGED_AT, vectorsOf } from './vectors/expected.ts';
import { testKeys } from './vectors/test-keys.ts';
import { expectedText, tamperingPage } from './vectors/texts.ts';

const VECTORS = new URL('../vectors/', import.meta.url);
const at = (path: string): string => fileURLToPath(new URL(path, VECTORS));
const stored: readonly Expected[] = JSON.parse(await readFile(at('expected.json'), 'utf8')).vectors;
const cases = Object.values(tamperings).flat();

let made: Awaited<ReturnType<typeof vectorsOf>>;
before(async () => {
  made = await vectorsOf(await worldOf(await testKeys()));
});

for (const vector of stored) {
  test(`${vector.file}: ${vector.about}`, async () => {
    const { key, ca, checkpoint } = vector.options;
    const report = await verifyPack(at(vector.file), {
      nowMs: Date.parse(JUDGED_AT),
      key: key === undefined ? null : await readFile(at(key), 'utf8'),
      ca: ca === undefined ? null : await readFile(at(ca), 'utf8'),
      checkpoints:
        checkpoint === undefined
          ? []
          : [readGivenCheckpoint('CHECKPOINT', await readFile(at(checkpoint), 'utf8'))],
    });
    const failing = report.checks
      .filter(({ ok }) => ok === false)
      .map(({ check, detail }) => [check, detail]);
    const { ok, intact, signer } = report;
    const { about, file, options } = vector;
    assert.deepEqual(
      { about, file, options, ok, intact, signer, failing: Object.fromEntries(failing) },
      vector,
    );
  });
}

test('at least two hundred changes are found, each under its name', () => {
  const byFile = new Map(stored.map((vector) => [vector.file, vector]));
  assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length);
  const found = cases.filter(({ shownBy }) => shownBy === undefined);
  assert.ok(
    new Set(found.map(({ change }) => change)).size >= 200,
    'counted once, whatever they are done to',
  );
  for (const { id, found: told, shownBy } of cases) {
    const vector = byFile.get(`bad/${id}.pdf`);
    assert.ok(vector, id);
    assert.equal(vector.ok, shownBy !== undefined, id);
    for (const [check, words] of Object.entries(told)) {
      const detail = vector.failing[check] ?? '';
      assert.ok(detail.includes(words), `${id}: ${check} says "${detail}", not "${words}"`);
    }
    assert.equal(Object.keys(told).length > 0, shownBy === undefined, id);
  }
});

test('what the page has of cryptography and inflating judges every vector as rca verify does', () => {
  const script = fileURLToPath(new URL('./vectors/as-a-browser.ts', import.meta.url));
  const output = execFileSync(process.execPath, ['--conditions=browser', script], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const verdicts = JSON.parse(output) as Record<string, unknown>;
  for (const { file, ok, intact, signer, failing } of stored)
    assert.deepEqual(verdicts[file], { ok, intact, signer, failing }, file);
});

test('every good pack is ok, and no other file lies among the vectors', async () => {
  for (const { file, ok } of stored) if (/^(?:good|earlier)/.test(file)) assert.equal(ok, true, file);
  const there = await readdir(VECTORS, { recursive: true, withFileTypes: true });
  const paths = there
    .filter((entry) => entry.isFile() && /\/(?:good|bad|earlier|checkpoints)/.test(entry.parentPath))
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(at('').length));
  assert.deepEqual(paths.toSorted(), [...made.files.keys()].toSorted());
});

test('the vectors are made again to the same bytes (node scripts/vectors.ts writes them)', async () => {
  for (const [path, bytes] of made.files) assert.ok(bytes.equals(await readFile(at(path))), path);
  assert.equal(await readFile(at('expected.json'), 'utf8'), expectedText(made.expected));
});

test('docs/tampering.md is what was found (node scripts/vectors.ts writes it)', async () => {
  const page = await readFile(new URL('../../docs/tampering.md', import.meta.url), 'utf8');
  assert.equal(page, tamperingPage(made.expected));
});
