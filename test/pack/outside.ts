import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/** Output of an outside tool, or null with a diagnostic when it is not installed here. */
export function outside(t: TestContext, tool: string, ...args: readonly string[]): string | null {
  const run = spawnSync(tool, args, { encoding: 'utf8' });
  if (run.error !== undefined) {
    t.diagnostic(`${tool} is not installed: this part was not checked with it`);
    return null;
  }
  assert.equal(run.status, 0, `${tool} ${args.join(' ')}\n${run.stdout}${run.stderr}`);
  return `${run.stdout}${run.stderr}`;
}
