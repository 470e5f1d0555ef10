import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';

const repository = new URL('..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, repository), 'utf8');

const mapSchema = z.strictObject({
  folders: z.array(
    z.strictObject({
      folder: z.string().regex(/^[a-z]+$/),
      holds: z.string().min(1),
      imports: z.union([z.array(z.string()), z.literal('anything')]),
    }),
  ),
  packages: z.array(z.strictObject({ packages: z.array(z.string()), homes: z.array(z.string()) })),
});

type SourceMap = z.infer<typeof mapSchema>;

interface Override {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: Readonly<Record<string, unknown>> };
}

/** The compositions at the root of `src`, which no folder may import. */
const root = ['**/src/app.ts', '**/../app.ts', '**/../config.ts', '**/../config/**', '**/../main.ts'];

const mend = 'src/map.json says who may; change its row with the reason, then node scripts/map.ts';

/** What of a map contradicts itself or the folders that there are. */
export function faultsOf(map: SourceMap, there: readonly string[]): readonly string[] {
  const named = new Set(map.folders.map(({ folder }) => folder));
  const used = [
    ...map.folders.flatMap(({ imports }) => (imports === 'anything' ? [] : imports)),
    ...map.packages.flatMap(({ homes }) => homes),
  ];
  return [
    ...there.filter((name) => !named.has(name)).map((name) => `src/${name} has no row in src/map.json`),
    ...[...named].filter((name) => !there.includes(name)).map((name) => `there is no src/${name}`),
    ...used.filter((name) => !named.has(name)).map((name) => `${name} is no folder of src/map.json`),
  ];
}

/** Who may import whom: `src/map.json`, in agreement with the folders that there are. */
export function sourceMap(): SourceMap {
  const map = mapSchema.parse(JSON.parse(read('src/map.json')));
  const there = readdirSync(new URL('src', repository), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const faults = faultsOf(map, there);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return map;
}

/** The folders that a folder may not import. */
function closedTo(map: SourceMap, { folder, imports }: SourceMap['folders'][number]): readonly string[] {
  if (imports === 'anything') return [];
  return map.folders.map((row) => row.folder).filter((other) => other !== folder && !imports.includes(other));
}

/** Patterns of the packages that a folder may not import; `!` takes a package out of a wider pattern again. */
function packagesAway(map: SourceMap, folder: string): readonly string[] {
  const ofRows = (home: boolean): readonly string[] =>
    map.packages.filter(({ homes }) => homes.includes(folder) === home).flatMap(({ packages }) => packages);
  const away = ofRows(false);
  const isWithin = (wide: string, name: string): boolean =>
    wide !== name && wide.endsWith('/*') && name.startsWith(wide.slice(0, -1));
  const again = ofRows(true).filter((name) => away.some((wide) => isWithin(wide, name)));
  return [...away, ...again.map((name) => `!${name}`)];
}

function overrideOf(map: SourceMap, row: SourceMap['folders'][number]): Override {
  const closed = closedTo(map, row).filter((folder) => folder !== 'config');
  const imports = row.imports === 'anything' ? [] : row.imports;
  const patterns = [
    ...(row.imports === 'anything'
      ? []
      : [
          {
            group: [...closed.map((folder) => `**/${folder}/**`), ...root],
            message: `src/${row.folder} may import ${[row.folder, ...imports].join(', ')} only: ${mend}`,
          },
        ]),
    {
      group: packagesAway(map, row.folder),
      message: `this package has its home elsewhere: ${mend}`,
    },
  ];
  return {
    includes: [`src/${row.folder}/**`],
    linter: { rules: { style: { noRestrictedImports: { level: 'error', options: { patterns } } } } },
  };
}

const ofAFolder = ({ includes }: Override): boolean =>
  includes.every((path) => /^src\/[a-z]+\/\*\*$/.test(path));

function formatted(path: string, text: string): string {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'format', `--stdin-file-path=${path}`], {
    cwd: repository,
    input: text,
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout;
}

function linterConfiguration(map: SourceMap): string {
  const written = JSON.parse(read('biome.json')) as { overrides: readonly Override[] };
  const overrides = [
    ...map.folders.map((row) => overrideOf(map, row)),
    ...written.overrides.filter((override) => !ofAFolder(override)),
  ];
  return formatted('biome.json', `${JSON.stringify({ ...written, overrides }, null, 2)}\n`);
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

function tables(map: SourceMap): string {
  const importing = ({ imports }: SourceMap['folders'][number]): string =>
    imports === 'anything' ? 'anything' : imports.length === 0 ? 'nothing' : imports.join(', ');
  return [
    '| folder | what it holds | may import, beside itself |',
    '|---|---|---|',
    ...map.folders.map((row) => `| \`${row.folder}\` | ${row.holds} | ${importing(row)} |`),
    '',
    '| package | where it may be imported |',
    '|---|---|',
    ...map.packages.map(({ packages, homes }) => `| ${list(packages)} | ${list(homes)} |`),
  ].join('\n');
}

function readme(map: SourceMap): string {
  const text = read('src/README.md');
  const [start, end] = ['<!-- from map.json: node scripts/map.ts -->', '<!-- to here -->'];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error('src/README.md has lost the marks between which the map stands');
  return `${text.slice(0, from)}${start}\n${tables(map)}\n${text.slice(to)}`;
}

/** What is generated from `src/map.json`: the linter's rules and the readme's tables, by path. */
export function fromMap(map: SourceMap): ReadonlyMap<string, string> {
  return new Map([
    ['biome.json', linterConfiguration(map)],
    ['src/README.md', readme(map)],
  ]);
}

if (import.meta.main) {
  for (const [path, text] of fromMap(sourceMap())) writeFileSync(new URL(path, repository), text);
}
