import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { quickTests, runPure } from './quick-tests.ts';

/** The longest, so that the run does not end with one core at work. */
const FIRST = 'test/end-to-end/';

const STARTING = [
  '--test',
  // One more than there are cores: a test that waits leaves its core to another.
  `--test-concurrency=${availableParallelism() + 1}`,
  '--test-timeout=600000',
  '--test-global-setup=test/helpers/shared-postgres.ts',
  ...['--test-reporter=spec', '--test-reporter-destination=stdout'],
  ...['--test-reporter=./test/helpers/outside-reporter.ts', '--test-reporter-destination=stdout'],
];

/** The test files that start something, a process each. */
async function runStarting(files: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [...STARTING, ...files], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [exit] = await once(child, 'close');
  return exit === 0;
}

const quick = quickTests();
const known = new Set(quick);
const starting = globSync('test/**/*.test.ts')
  .filter((file) => !known.has(file))
  .sort((a, b) => Number(b.startsWith(FIRST)) - Number(a.startsWith(FIRST)) || (a < b ? -1 : 1));
const good = [await runPure(quick, 'spec'), await runStarting(starting)];
const minutes = (performance.now() / 60_000).toFixed(1);
console.log(`${quick.length + starting.length} test files in ${minutes} minutes`);
process.exitCode = good.every(Boolean) ? 0 : 1;
