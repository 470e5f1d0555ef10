import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { judges, verifyIndependently } from './independent-verifier.ts';
import type { Expected } from './vectors/expected.ts';

const at = (path: string): string => fileURLToPath(new URL(`../vectors/${path}`, import.meta.url));
const vectors: readonly Expected[] = JSON.parse(await readFile(at('expected.json'), 'utf8')).vectors;

test('a verifier that was written from the text alone fails what ours fails, in every vector', async () => {
  const told = new Set<string>();
  for (const { file, options, failing } of vectors) {
    const key = options.key === undefined ? null : await readFile(at(options.key), 'utf8');
    const verdict = verifyIndependently(at(file), key);
    const theirs = judges.filter((check) => verdict[check] === false);
    assert.deepEqual(
      theirs,
      judges.filter((check) => check in failing),
      file,
    );
    for (const check of theirs) told.add(check);
  }
  assert.deepEqual([...told].toSorted(), [...judges].toSorted());
});
