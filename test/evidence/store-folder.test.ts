import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase } from '../../src/evidence/database.ts';
import { folderTrouble, storeTrouble } from '../../src/evidence/store-trouble.ts';
import { writeFileWhole } from '../../src/incident/documents.ts';

const failing = (code: string) => Object.assign(new Error(code), { code, syscall: 'write' });

test('a folder of the embedded database that cannot be made or written is told with the way out', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-folder-'));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'file'), '');
  await assert.rejects(openDatabase(`pglite:${join(folder, 'file', 'db')}`, { onFault: () => undefined }), {
    code: 'STORE_UNWRITABLE',
  });
  assert.deepEqual(await readdir(folder), ['file']);
  for (const code of ['EROFS', 'EACCES', 'EPERM', 'ENOTDIR'])
    assert.equal((folderTrouble(failing(code), 'db') as { code: string }).code, 'STORE_UNWRITABLE', code);
  for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
    assert.equal((folderTrouble(failing(code), 'db') as { code: string }).code, 'STORE_FULL', code);
    assert.equal((storeTrouble(failing(code), 'db') as { code: string }).code, 'STORE_FULL', code);
  }
});

test('a document that cannot be put into place leaves no part of itself', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-folder-'));
  t.after(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, 'rca.md', 'taken'), { recursive: true });
  await assert.rejects(writeFileWhole(folder, 'rca.md', Buffer.from('# RCA\n')), {
    code: 'OUTPUT_UNWRITABLE',
  });
  assert.deepEqual(await readdir(folder), ['rca.md']);
});
