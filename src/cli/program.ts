import { Command, CommanderError } from 'commander';
import type { App } from '../app.ts';
import { messageOf, RcaError, tell } from '../domain/errors.ts';
import { visible } from '../domain/visible.ts';
import type { Invocation } from './command.ts';
import type { Terminal } from './terminal.ts';
import { groupsFor } from './verb-groups.ts';
import type { Operations } from './verbs/operations.ts';

export interface ProgramDeps extends Operations {
  readonly version: string;
  nowMs(): number;
  /** Errors that are for the caller, not for the person. */
  passes(error: unknown): boolean;
  /** The store that a serving process holds, or one of the command's own. */
  open(options: { readonly home?: string; readonly config?: string }, terminal: Terminal): Promise<OpenedApp>;
}

export interface OpenedApp {
  readonly app: App;
  /** Closes what was opened for this command alone. */
  close(): Promise<void>;
}

const EPILOGUE = `
Exit codes: 0 done, 1 the answer is no, 2 a mistake in what was asked, 3 something outside failed.
First steps:
  rca demo                                      a recorded incident, from start to evidence pack
  rca start --title "Login errors" --since 2h   open an incident
  rca import INC-2026-0001 waf.log              add a file to it
  rca pack INC-2026-0001                        print the evidence pack
`;

/** Runs one command and returns its exit code; errors that a person can mend are told in two lines. */
export async function runProgram(
  argv: readonly string[],
  terminal: Terminal,
  deps: ProgramDeps,
): Promise<number> {
  let exit = 0;
  let opened: OpenedApp | null = null;
  const invocation: Invocation = {
    terminal,
    nowMs: deps.nowMs,
    async app(options) {
      opened ??= await deps.open(options, terminal);
      return opened.app;
    },
    exit(code) {
      exit = Math.max(exit, code);
    },
  };
  const program = await build(argv, terminal, invocation, deps);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (deps.passes(error)) throw error;
    exit = explain(error, terminal);
  } finally {
    await (opened as OpenedApp | null)?.close();
  }
  return exit;
}

async function build(
  argv: readonly string[],
  terminal: Terminal,
  invocation: Invocation,
  deps: ProgramDeps,
): Promise<Command> {
  const program = new Command('rca')
    .description('Collects the evidence of an incident, drafts a blameless RCA and prints an evidence pack.')
    .version(deps.version)
    .addHelpText('after', EPILOGUE)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
      outputError: (text, write) =>
        write(
          `USAGE: ${visible(text.replace(/^error: /, ''))}  mend: rca --help and rca VERB --help show what can be asked\n`,
        ),
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    });
  for (const group of groupsFor(argv)) await group.add(program, invocation, deps);
  return program;
}

function explain(error: unknown, terminal: Terminal): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof RcaError) {
    terminal.stderr.write(`${tell(error)}\n`);
    return error.fault === 'user' ? 2 : 3;
  }
  terminal.stderr.write(
    `INTERNAL: ${visible(messageOf(error))}\n  mend: this is a defect of rca; report it with the command and this output\n`,
  );
  if (error instanceof Error && error.stack) terminal.stderr.write(`${visible(error.stack)}\n`);
  return 3;
}
