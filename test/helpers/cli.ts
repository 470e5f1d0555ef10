import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Said {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Uint8Array;
}

/** Starts `rca` as a process of its own, without the configuration of whoever runs the tests. */
export function startCli(argv: readonly string[], options: CliOptions = {}): ChildProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(RCA_|SLACK_|AWS_|HOST$|PORT$|NODE_TEST)/.test(name)),
  );
  return spawn(process.execPath, [main, ...argv], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...inherited, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Runs `rca` to its end. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<Said> {
  const child = startCli(argv, options);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.stdin ?? '');
  const read = async (stream: NodeJS.ReadableStream | null): Promise<string> => {
    let text = '';
    for await (const chunk of stream ?? []) text += chunk.toString();
    return text;
  };
  const [stdout, stderr, exit] = await Promise.all([
    read(child.stdout),
    read(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { exit, stdout, stderr };
}

/** A folder of its own for a test, with what clears it away. */
export async function scratch(): Promise<{ readonly dir: string; clear(): Promise<void> }> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-test-'));
  return { dir, clear: () => rm(dir, { recursive: true, force: true }) };
}
