import { randomBytes } from 'node:crypto';
import { userInfo } from 'node:os';
import { type Logger, pino } from 'pino';
import { type App, openApp, version } from '../app.ts';
import { type Config, environment, readConfig } from '../config.ts';
import { sourceTypes } from '../sources/registry.ts';
import type { CommonOptions } from './command.ts';
import { lastFullHourMs, runDemo } from './demo.ts';
import { examine } from './doctor.ts';
import { observeFile } from './observe-file.ts';
import { type ProgramDeps, runProgram } from './program.ts';
import { runRemotely, servesCommands } from './remote.ts';
import { serve } from './serve.ts';
import type { Terminal } from './terminal.ts';

/** Thrown inside a command to say that another process holds the store and should run it. */
class ServedElsewhere extends Error {
  readonly home: string;
  constructor(home: string) {
    super(`rca serve holds ${home}`);
    this.home = home;
  }
}

const configOf = (options: CommonOptions, cwd: string): Config =>
  readConfig({
    home: options.home ?? null,
    file: options.config ?? null,
    cwd,
    env: environment(),
    sourceTypes,
  });

/** Runs one command line of this process and returns its exit code. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const terminal: Terminal = {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    interactive: process.stderr.isTTY === true,
    columns: process.stdout.columns ?? 200,
    actor: `cli:${userInfo().username}`,
  };
  process.stdout.on('error', leaveOnClosedPipe);
  const log = pino({ level: 'info' }, pino.destination({ dest: 2, sync: true }));
  try {
    return await runProgram(argv, terminal, ownDeps(log));
  } catch (error) {
    if (!(error instanceof ServedElsewhere)) throw error;
    return runRemotely(error.home, argv, terminal, argv.includes('-'));
  }
}

/** `rca timeline | head` is no error. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.stdout.destroy();
}

/** Commands of a process that opens the store for itself. */
function ownDeps(log: Logger): ProgramDeps {
  const nowMs = Date.now;
  const deps: ProgramDeps = {
    version,
    nowMs,
    passes: (error) => error instanceof ServedElsewhere,
    async open(options, terminal) {
      const config = configOf(options, terminal.cwd);
      if (config.storeUrl.startsWith('pglite:') && (await servesCommands(config.home))) {
        throw new ServedElsewhere(config.home);
      }
      const app = await openApp(config, { log, nowMs });
      return { app, close: () => app.close() };
    },
    observeFile: (file, print) =>
      observeFile(file, environment().RCA_REDACTION_KEY ?? randomBytes(32).toString('hex'), print),
    async doctor(options, terminal) {
      let app: App | null = null;
      try {
        return await examine(async () => {
          app = (await deps.open(options, terminal)).app;
          return app;
        });
      } finally {
        await (app as App | null)?.close();
      }
    },
    async demo(options, anchorMs, terminal) {
      const { home } = configOf(options, terminal.cwd);
      let app: App | null = null;
      try {
        return await runDemo({
          home,
          anchorMs: anchorMs ?? lastFullHourMs(nowMs()),
          terminal,
          run: (argv, inner) =>
            runProgram(argv, inner, {
              ...deps,
              async open(asked, at) {
                app ??= (await deps.open(asked, at)).app;
                return { app, close: async () => undefined };
              },
            }),
        });
      } finally {
        await (app as App | null)?.close();
      }
    },
    async serve(options, terminal) {
      const { app, close } = await deps.open(options, terminal);
      try {
        await serve({
          app,
          log,
          stopped: toldToStop(),
          run: (argv, inner) => runProgram(argv, inner, servedDeps(app, deps)),
        });
      } finally {
        await close();
      }
    },
  };
  return deps;
}

/** Commands that reach a serving process through its socket use the store that it holds. */
const servedDeps = (app: App, deps: ProgramDeps): ProgramDeps => ({
  ...deps,
  open: async () => ({ app, close: async () => undefined }),
  doctor: () => examine(async () => app),
});

const toldToStop = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
