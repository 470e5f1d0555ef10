import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { schemas } from '../scripts/schemas.ts';

test('the published JSON Schemas are those of the code (node scripts/schemas.ts writes them)', async () => {
  for (const [path, text] of schemas()) {
    assert.equal(await readFile(new URL(`../${path}`, import.meta.url), 'utf8'), text, path);
  }
});
