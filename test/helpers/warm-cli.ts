import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Said } from './cli.ts';
import type { Answered, Asked } from './warm-runner.ts';

const runnerFile = fileURLToPath(new URL('./warm-runner.ts', import.meta.url));

interface Runner {
  run(asked: Asked): Promise<Said>;
}

const idle: Runner[] = [];

/** Runs a command in a process that has run others: what starting one costs is paid once a test file. */
export async function runWarm(asked: Asked): Promise<Said> {
  const runner = idle.pop() ?? startRunner();
  const said = await runner.run(asked);
  idle.push(runner);
  return said;
}

function startRunner(): Runner {
  const child = fork(runnerFile, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  const texts = { stdout: follow(child.stdout), stderr: follow(child.stderr) };
  hold(child, false);
  return {
    async run(asked) {
      hold(child, true);
      const ended = new Promise<never>((_resolve, reject) =>
        child.once('exit', (code, signal) => reject(new Error(`the runner ended: ${code ?? signal}`))),
      );
      ended.catch(() => undefined);
      const answered = new Promise<Answered>((resolve) =>
        child.once('message', (it: Answered) => resolve(it)),
      );
      child.send(asked);
      const { exit, mark } = await Promise.race([answered, ended]);
      const [stdout, stderr] = await Promise.all([texts.stdout.until(mark), texts.stderr.until(mark)]);
      child.removeAllListeners('exit');
      hold(child, false);
      return { exit, stdout, stderr };
    },
  };
}

/** Whether the test process waits for the runner. */
function hold(child: ChildProcess, waits: boolean): void {
  const streams = [child.stdout, child.stderr] as unknown as { ref(): void; unref(): void }[];
  for (const each of [child, child.channel, ...streams]) waits ? each?.ref() : each?.unref();
}

interface Followed {
  /** What came since the last mark, up to this one. */
  until(mark: string): Promise<string>;
}

function follow(stream: NodeJS.ReadableStream | null): Followed {
  let chunks: Buffer[] = [];
  let look = (): void => undefined;
  stream?.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    look();
  });
  return {
    until: (mark) =>
      new Promise((resolve) => {
        look = () => {
          if (!endsWith(chunks, mark)) return;
          const said = Buffer.concat(chunks);
          chunks = [];
          resolve(said.subarray(0, -mark.length).toString());
        };
        look();
      }),
  };
}

/** Looks at the end alone: what a command prints can be large, and comes in many chunks. */
function endsWith(chunks: readonly Buffer[], mark: string): boolean {
  let tail = Buffer.alloc(0);
  for (let index = chunks.length - 1; index >= 0 && tail.length < mark.length; index--) {
    tail = Buffer.concat([chunks[index] ?? tail, tail]);
  }
  return tail.subarray(-mark.length).toString('latin1') === mark;
}
