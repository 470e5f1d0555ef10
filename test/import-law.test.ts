import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { faultsOf, fromMap, sourceMap } from '../scripts/map.ts';

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const repository = new URL('..', import.meta.url);

const map = sourceMap();

const homes: Readonly<Record<string, string>> = {
  '@aws-sdk/client-wafv2': 'sources',
  '@aws-sdk/client-kms': 'pack',
  pg: 'evidence',
  'modern-tar': 'archive',
  '@electric-sql/pglite': 'jobs',
  'drizzle-orm': 'incident',
  '@slack/bolt': 'slack',
  handlebars: 'documents',
  'puppeteer-core': 'documents',
  '@cantoo/pdf-lib': 'pack',
  'pg-boss': 'jobs',
};

const root = mkdtempSync(join(tmpdir(), 'rca-import-law-'));
after(() => rmSync(root, { recursive: true, force: true }));

function plant(path: string, text: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return path;
}

const planted = (specifier: string): string =>
  `import * as planted from '${specifier}';\n\nexport const use = planted;\n`;

/** Which of the planted files the repository's own linter configuration refuses, by rule. */
function refusedBy(rule: string): ReadonlySet<string> {
  const run = spawnSync(
    process.execPath,
    [biome, 'lint', '--reporter=json', '--max-diagnostics=none', 'src'],
    { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const report = JSON.parse(run.stdout) as {
    diagnostics: { category: string; location: { path: string } }[];
  };
  return new Set(
    report.diagnostics
      .filter(({ category }) => category === `lint/${rule}`)
      .map(({ location }) => location.path),
  );
}

const configuration = JSON.parse(readFileSync(new URL('biome.json', repository), 'utf8')) as {
  vcs: unknown;
};
delete configuration.vcs;
plant('biome.json', JSON.stringify(configuration));
mkdirSync(join(root, 'node_modules'));
copyFileSync(new URL('package.json', repository), join(root, 'package.json'));

test('each folder may import what the map says and nothing else', () => {
  const pairs = map.folders.flatMap((row) =>
    map.folders
      .filter(({ folder }) => folder !== row.folder)
      .map(({ folder: to }) => ({
        from: row.folder,
        to,
        open: row.imports === 'anything' || row.imports.includes(to),
        path: plant(`src/${row.folder}/to-${to}.ts`, planted(`../${to}/other.ts`)),
      })),
  );
  const refused = refusedBy('style/noRestrictedImports');
  for (const { from, to, path, open } of pairs) assert.equal(refused.has(path), !open, `${from} → ${to}`);
});

test('no folder of a stage imports what composes the stages', () => {
  const compositions = ['app.ts', 'config.ts', 'main.ts'];
  const stages = map.folders.filter(({ imports }) => imports !== 'anything');
  const paths = stages.flatMap(({ folder }) =>
    compositions.map((file) => plant(`src/${folder}/composes-${file}`, planted(`../${file}`))),
  );
  const refused = refusedBy('style/noRestrictedImports');
  for (const path of paths) assert.ok(refused.has(path), path);
});

test('the linter and the tables of src/README.md say what the map says (node scripts/map.ts writes them)', () => {
  for (const [path, text] of fromMap(map)) {
    assert.equal(readFileSync(new URL(path, repository), 'utf8'), text, path);
  }
});

test('a folder without a row fails, and so does a row without a folder or with an unknown one', () => {
  const folders = map.folders.map(({ folder }) => folder);
  assert.deepEqual(faultsOf(map, folders), []);
  assert.deepEqual(faultsOf(map, [...folders, 'planted']), ['src/planted has no row in src/map.json']);
  assert.deepEqual(faultsOf(map, folders.slice(1)), [`there is no src/${folders[0]}`]);
  const row = { folder: 'domain', holds: 'values', imports: ['elsewhere'] };
  assert.deepEqual(faultsOf({ folders: [row], packages: [] }, ['domain']), [
    'elsewhere is no folder of src/map.json',
  ]);
});

test('packages are imported in their homes alone', () => {
  const entries = Object.entries(homes).map(([name, home], index) => ({
    name,
    home: plant(`src/${home}/package-${index}.ts`, planted(name)),
    away: plant(`src/timeline/package-${index}.ts`, planted(name)),
  }));
  const refused = refusedBy('style/noRestrictedImports');
  for (const { name, home, away } of entries) {
    assert.ok(!refused.has(home), `${name} in ${home}`);
    assert.ok(refused.has(away), `${name} in ${away}`);
  }
});

test('of the AWS SDK, the pack may use the client of the key that seals it, and no other', () => {
  const other = plant('src/pack/aws.ts', planted('@aws-sdk/client-s3'));
  assert.ok(refusedBy('style/noRestrictedImports').has(other));
});

test('the environment is read in config.ts alone', () => {
  const text = 'export const home = process.env.HOME;\n';
  const elsewhere = plant('src/timeline/environment.ts', text);
  plant('src/config.ts', text);
  const refused = refusedBy('style/noProcessEnv');
  assert.ok(refused.has(elsewhere));
  assert.ok(!refused.has('src/config.ts'));
});
