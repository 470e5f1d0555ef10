import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';
import { SKIPPED } from '../helpers/outside-reporter.ts';

/** Output of an outside tool; null, which is counted at the end of the run, when it is not installed here. */
export function outside(t: TestContext, tool: string, ...args: readonly string[]): string | null {
  return outsideWith(t, {}, tool, ...args);
}

interface Surroundings {
  readonly cwd?: string;
  readonly input?: Buffer;
  /** The tool may exit otherwise than with 0: what it prints counts. */
  readonly anyExit?: boolean;
}

/** The same in a folder or with an input. */
export function outsideWith(
  t: TestContext,
  { cwd, input, anyExit = false }: Surroundings,
  tool: string,
  ...args: readonly string[]
): string | null {
  const run = spawnSync(tool, args, {
    encoding: 'latin1',
    maxBuffer: 1 << 28,
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
  });
  if (run.error !== undefined && 'code' in run.error && run.error.code === 'ENOENT') {
    t.diagnostic(`${SKIPPED}${tool}`);
    return null;
  }
  if (!anyExit) assert.equal(run.status, 0, `${tool} ${args.join(' ')}\n${run.stdout}${run.stderr}`);
  return `${run.stdout}${run.stderr}`;
}
