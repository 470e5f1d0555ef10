import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runWarm } from './warm-cli.ts';

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
  return spawn(process.execPath, [main, ...argv], {
    cwd: options.cwd ?? tmpdir(),
    env: environmentOf(options),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Where no folder can be made: a command that was given no home fails, and reads none that lies about. */
const NO_HOME = { RCA_HOME: join(main, 'no-home-was-given') };

const environmentOf = ({ cwd, env }: CliOptions): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value === undefined || /^(RCA_|SLACK_|AWS_|HOST$|PORT$|NODE_TEST)/.test(name) ? [] : [[name, value]],
    ),
  ),
  ...(cwd === undefined ? NO_HOME : {}),
  ...env,
});

/** Runs an `rca` command to its end, as its own entry does, in a process that may have run others before. */
export const runCli = (argv: readonly string[], options: CliOptions = {}): Promise<Said> =>
  runWarm({
    argv,
    cwd: options.cwd ?? tmpdir(),
    env: environmentOf(options),
    stdin: Buffer.from(options.stdin ?? '').toString('base64'),
  });

/** Runs `rca` as a process of its own to its end. */
export async function runProcess(argv: readonly string[], options: CliOptions = {}): Promise<Said> {
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
export interface Scratch {
  readonly dir: string;
  clear(): Promise<void>;
}

export async function scratch(): Promise<Scratch> {
  const dir = await mkdtemp(join(tmpdir(), 'rca-test-'));
  return { dir, clear: () => rm(dir, { recursive: true, force: true }) };
}
