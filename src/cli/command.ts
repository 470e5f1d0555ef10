import type { Command } from 'commander';
import type { App } from '../app.ts';
import type { Shapes } from './shapes.ts';
import { type Terminal, write } from './terminal.ts';

export interface CommonOptions {
  readonly home?: string;
  readonly config?: string;
  readonly json?: boolean;
}

/** What a verb works with: the terminal, the store behind it, and a place to put its exit code. */
export interface Invocation {
  readonly terminal: Terminal;
  nowMs(): number;
  /** Opens configuration and store on first use; closed when the command has ended. */
  app(options: CommonOptions): Promise<App>;
  /** 0 unless the verb says otherwise. */
  exit(code: number): void;
}

/** Adds a verb with the options that every verb has. */
export function verb(program: Command, usage: string, summary: string, examples: readonly string[]): Command {
  return program
    .command(usage)
    .description(summary)
    .option('--home <dir>', 'database, blobs and documents (RCA_HOME, default ./.rca)')
    .option('--config <file>', 'configuration (RCA_CONFIG, default rca.yaml if there)')
    .option('--json', 'one JSON document on stdout, nothing else there')
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  ${example}\n`).join('')}`);
}

/** Prints a verb's result: its JSON shape under `--json`, else the text for a person. */
export async function emit<Verb extends keyof Shapes>(
  terminal: Terminal,
  options: CommonOptions,
  _verb: Verb,
  shape: Shapes[Verb],
  text: () => string,
): Promise<void> {
  await write(terminal.stdout, options.json ? `${JSON.stringify(shape, null, 2)}\n` : text());
}
