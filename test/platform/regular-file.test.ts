import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readPolicy } from '../../src/app.ts';
import { openInput, readBytes } from '../../src/cli/input-file.ts';
import { readText } from '../../src/config/read-file.ts';
import { resolveSecrets } from '../../src/config/secrets.ts';
import type { Config } from '../../src/config.ts';
import { loadTemplates } from '../../src/documents/templates.ts';
import { createCheckpointFolder } from '../../src/evidence/checkpoint-folder.ts';
import { restoreIncident } from '../../src/incident/restore.ts';
import { openSealer } from '../../src/open-sealer.ts';
import { verifyPack } from '../../src/pack/verify.ts';

const refuse = (_: unknown, why: string): never => {
  throw Object.assign(new Error(why), { code: 'CONFIG_INVALID' });
};

/** Whatever reads a file that a person names, and what it says when it may not read it. */
const readers: readonly [what: string, code: string, read: (path: string) => unknown][] = [
  ['a file of an option', 'FILE_UNREADABLE', (path) => readBytes(path, '/', 'give a file')],
  [
    'a file to import',
    'FILE_UNREADABLE',
    async (path) => {
      for await (const _ of openInput(path, { cwd: '/' } as never).bytes);
    },
  ],
  ['a pack', 'FILE_UNREADABLE', (path) => verifyPack(path)],
  ['an archive', 'ARCHIVE_UNREADABLE', (path) => restoreIncident({} as never, path, null, () => undefined)],
  ['the configuration', 'CONFIG_UNREADABLE', (path) => readText(path)],
  ['a secret', 'CONFIG_INVALID', (path) => resolveSecrets(`file:${path}`, ['seal', 'key'], '/', {}, refuse)],
  ['the policy', 'POLICY_UNREADABLE', (path) => readPolicy({ policyFile: path } as Config)],
  [
    'a key in PKCS #12',
    'SEAL_PKCS12_UNREADABLE',
    (path) => openSealer({ pkcs12: path, passphrase: 'x', signingKey: null } as never, Date.now),
  ],
];

test('pipes, devices and folders are refused at once by whatever reads a named file', {
  timeout: 60_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-regular-'));
  t.after(() => rm(folder, { recursive: true }));
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  for (const [what, code, read] of readers) {
    for (const path of [pipe, '/dev/zero', folder]) {
      await assert.rejects(async () => read(path), { code }, `${what}: ${path}`);
    }
  }
});

test('what is read whole is bounded, also where the file says that it is small', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-regular-'));
  t.after(() => rm(folder, { recursive: true }));
  const huge = join(folder, 'huge');
  await using handle = await open(huge, 'w');
  await handle.truncate(2 ** 40);
  const streamed = new Set(['a file to import', 'a pack', 'an archive']);
  for (const [what, code, read] of readers) {
    if (!streamed.has(what)) await assert.rejects(async () => read(huge), { code, message: /64 MiB/ }, what);
  }
});

test('a template and a kept checkpoint are regular files too', { timeout: 60_000 }, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-regular-'));
  t.after(() => rm(folder, { recursive: true }));
  execFileSync('mkfifo', [join(folder, 'rca.md.hbs')]);
  const templates = new URL('../../templates/', import.meta.url).pathname;
  await assert.rejects(loadTemplates(templates, folder), {
    code: 'TEMPLATES_UNREADABLE',
    where: join(folder, 'rca.md.hbs'),
  });
  execFileSync('mkdir', [join(folder, 'INC-2026-0001')]);
  execFileSync('mkfifo', [join(folder, 'INC-2026-0001', '3.checkpoint')]);
  await assert.rejects(createCheckpointFolder(folder).list('INC-2026-0001'), {
    code: 'CHECKPOINTS_FOLDER_FAILED',
  });
  await writeFile(join(folder, 'content'), 'content');
  assert.equal(String(await readBytes('content', folder, 'give a file')), 'content');
});
