import { userInfo } from 'node:os';
import type { Logger } from 'pino';
import type { App } from '../app.ts';
import { userError } from '../domain/errors.ts';
import { version } from '../version.ts';
import { tellKnownFormats } from './known-formats.ts';
import { type OpenedApp, type ProgramDeps, runProgram } from './program.ts';
import { ServedElsewhere } from './served-elsewhere.ts';
import type { Terminal } from './terminal.ts';
import { toldError } from './told-error.ts';

// What one command needs and another does not is loaded by the one: `rca verify` starts at once.

const COLUMNS_IN_PIPE = 200;

/** Runs one command line of this process and returns its exit code. */
export function runCommandLine(argv: readonly string[]): Promise<number> {
  process.stdout.on('error', leaveOnClosedPipe);
  if (argv[0] !== 'serve') tellInterrupts();
  return runCommand(argv, {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    cwd: process.cwd(),
    interactive: process.stderr.isTTY === true,
    // A terminal that does not know its width says 0.
    columns: process.stdout.columns || process.stderr.columns || COLUMNS_IN_PIPE,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    actor: `cli:${accountName()}`,
  });
}

/** Runs one command, here or through the `rca serve` that has its home, and returns its exit code. */
export async function runCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runProgram(argv, terminal, ownDeps());
  } catch (error) {
    if (!(error instanceof ServedElsewhere)) throw error;
    const { runRemotely } = await import('./remote/run-remotely.ts');
    return runRemotely(error.home, argv, terminal, readsStdin(argv));
  }
}

/** Containers run under accounts that have a number alone. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw cause;
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/** `import INC -` and `reveal`. */
const readsStdin = (argv: readonly string[]): boolean => argv.includes('-') || argv[0] === 'reveal';

/** Ends the process as the signal does by itself, after a word on what that means. */
function tellInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.stderr.write(
        `INTERRUPTED: stopped by ${signal}\n  mend: run the command again; what was stored stays, and nothing is stored twice\n`,
      );
      process.kill(process.pid, signal);
    });
  }
}

/** `rca timeline | head` is no error. */
function leaveOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.stdout.destroy();
}

async function logger(): Promise<Logger> {
  const { pino } = await import('pino');
  return pino(
    { level: 'info', serializers: { err: (error: unknown) => toldError(error) } },
    pino.destination({ dest: 2, sync: true }),
  );
}

/** Commands of a process that opens the store for itself. */
function ownDeps(): ProgramDeps {
  const deps: ProgramDeps = {
    version,
    nowMs: Date.now,
    passes: (error) => error instanceof ServedElsewhere,
    async open(options, terminal) {
      tellKnownFormats();
      const { configOf } = await import('./config-of.ts');
      const { openOwnApp } = await import('./own-app.ts');
      const app = await openOwnApp(configOf(options, terminal.cwd), await logger(), (message) =>
        terminal.stderr.write(`waiting: ${message}\n`),
      );
      return { app, close: () => app.close() };
    },
    async observeFile(file, print, { options, cwd }) {
      const { configOf } = await import('./config-of.ts');
      const { observeHere } = await import('./observe-here.ts');
      return observeHere(file, print, configOf(options, cwd).redaction.rules);
    },
    async demo(options, anchorMs, terminal) {
      const { configOf } = await import('./config-of.ts');
      const { lastFullHourMs, runDemo } = await import('./demo.ts');
      const config = configOf(options, terminal.cwd);
      const held: { opened?: Promise<OpenedApp> } = {};
      const sharing: ProgramDeps = {
        ...deps,
        async open(asked, at) {
          held.opened ??= deps.open(asked, at);
          return { app: (await held.opened).app, close: stayOpen };
        },
      };
      try {
        return await runDemo({
          home: config.home,
          place: options.config === undefined ? null : config,
          anchorMs: anchorMs ?? lastFullHourMs(Date.now()),
          terminal,
          run: (argv, inner) => runProgram(argv, inner, sharing),
        });
      } finally {
        await (await held.opened)?.close();
      }
    },
    async serve(app) {
      const { serve } = await import('./serve.ts');
      const sharing: ProgramDeps = {
        ...deps,
        open: async () => ({ app, close: stayOpen }),
        demo: () => refuseWhileServed('demo', app),
        serve: () => refuseWhileServed('serve', app),
      };
      await serve({
        app,
        log: await logger(),
        stopped: toldToStop(),
        run: (argv, inner) => runProgram(argv, inner, sharing),
      });
    },
  };
  return deps;
}

/** These change the process that they run in, which serves others. */
async function refuseWhileServed(verb: string, app: App): Promise<never> {
  throw userError({
    code: 'ALREADY_SERVING',
    message: `rca serve holds this home folder, and ${verb} needs one of its own`,
    where: app.config.home,
    mend: 'stop rca serve, or give another folder with --home',
  });
}

const stayOpen = async (): Promise<void> => undefined;

const toldToStop = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
