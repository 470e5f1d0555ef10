import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { type CliOptions, startCli } from './cli.ts';

export interface Serving {
  readonly process: ChildProcess;
  /** `http://127.0.0.1:34567` */
  readonly url: string;
  /** SIGKILL, and gone. */
  kill(): Promise<void>;
}

/** Starts `rca serve`, which does not outlive the test; resolves when it logs that it serves. */
export async function startServing(
  t: TestContext,
  argv: readonly string[],
  options: CliOptions = {},
): Promise<Serving> {
  const child = startCli(argv, options);
  const ended = once(child, 'close');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  t.after(kill);
  return { process: child, url: await served(child), kill };
}

/** The address at which a started `rca serve` logs that it serves, `http://127.0.0.1:34567`. */
export function served(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
      const line = log.split('\n').find((text) => text.includes('"serving"') && text.endsWith('}'));
      if (line === undefined) return;
      const { host, port } = JSON.parse(line) as { host: string; port: number };
      resolve(`http://${host}:${port}`);
    });
    child.once('exit', (code) => reject(new Error(`rca serve ended with ${code}: ${log}`)));
  });
}
