import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
const repository = new URL('..', import.meta.url);

const stages = [
  'domain',
  'ledger',
  'formats',
  'sources',
  'evidence',
  'archive',
  'collect',
  'timeline',
  'indicators',
  'changes',
  'actors',
  'credentials',
  'judges',
  'lenses',
  'analysis',
  'documents',
  'pack',
  'recompute',
  'deliver',
  'incident',
  'jobs',
  'record',
  'demo',
];

const allowed: Readonly<Record<string, readonly string[]>> = {
  ledger: ['domain'],
  formats: ['domain'],
  sources: ['domain'],
  evidence: ['domain', 'ledger'],
  archive: ['domain', 'ledger', 'evidence'],
  timeline: ['domain'],
  documents: ['domain'],
  deliver: ['domain'],
  jobs: ['domain'],
  record: ['domain'],
  demo: ['domain'],
  collect: ['domain', 'formats', 'sources', 'evidence'],
  indicators: ['domain', 'timeline'],
  changes: ['domain', 'timeline', 'indicators'],
  actors: ['domain', 'timeline'],
  credentials: ['domain', 'timeline', 'actors'],
  judges: ['domain', 'timeline'],
  lenses: ['domain', 'timeline', 'indicators', 'changes'],
  analysis: ['domain', 'timeline', 'indicators', 'changes', 'actors', 'credentials', 'judges', 'lenses'],
  pack: ['domain', 'ledger', 'evidence', 'documents'],
  recompute: [
    'domain',
    'ledger',
    'formats',
    'evidence',
    'timeline',
    'analysis',
    'documents',
    'pack',
    'record',
  ],
  verifier: ['domain', 'pack'],
  incident: stages.filter((stage) => stage !== 'incident' && stage !== 'demo'),
};

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
  const pairs = [...stages, 'verifier'].flatMap((from) =>
    [...stages, 'slack', 'cli', 'config']
      .filter((to) => to !== from)
      .map((to) => ({ from, to, path: plant(`src/${from}/to-${to}.ts`, planted(`../${to}/other.ts`)) })),
  );
  const refused = refusedBy('style/noRestrictedImports');
  for (const { from, to, path } of pairs) {
    assert.equal(refused.has(path), !allowed[from]?.includes(to), `${from} → ${to}`);
  }
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

test('the map in src/README.md names every folder', () => {
  const map = readFileSync(new URL('src/README.md', repository), 'utf8');
  for (const stage of stages) assert.ok(map.includes(`\`${stage}\``), stage);
});
