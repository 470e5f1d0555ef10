import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';

export interface Child {
  readonly process: ChildProcess;
  /** The next line that it prints; undefined when it ended. */
  nextLine(): Promise<string | undefined>;
  /** Every line that it still prints, to its end. */
  rest(): Promise<readonly string[]>;
  /** SIGKILL, and gone. */
  kill(): Promise<void>;
}

/** Runs a TypeScript file as a process of its own, which does not outlive the test. */
export function startChild(t: TestContext, file: string, args: readonly string[]): Child {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
  return {
    process: child,
    nextLine,
    async rest() {
      const all: string[] = [];
      for (let line = await nextLine(); line !== undefined; line = await nextLine()) all.push(line);
      return all;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
