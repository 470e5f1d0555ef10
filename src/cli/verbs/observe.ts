import { basename } from 'node:path';
import type { Command } from 'commander';
import { RcaError, tell } from '../../domain/errors.ts';
import type { FormatId } from '../../domain/formats.ts';
import { terminalSafe } from '../../domain/visible.ts';
import { type CommonOptions, type Invocation, verb } from '../command.ts';
import { openInput } from '../input-file.ts';
import { write } from '../terminal.ts';
import { formatOption, zoneOption } from './evidence.ts';
import type { Operations } from './operations.ts';

export function observeVerb(program: Command, invocation: Invocation, deps: Operations): void {
  const { terminal } = invocation;
  verb(program, 'observe <file...>', 'reads files and prints their observations; keeps nothing', [
    'rca observe waf.log > observations.ndjson',
    'rca observe postgresql.json --as postgres.json | head',
  ])
    .addOption(formatOption())
    .addOption(zoneOption())
    .action(async (files: string[], options: CommonOptions & { as?: FormatId; zone?: string }) => {
      for (const file of files) {
        try {
          const input = openInput(file, terminal);
          const summary = await deps.observeFile(
            { ...input, format: options.as ?? null, zone: options.zone },
            (line) => write(terminal.stdout, line),
            { options, cwd: terminal.cwd },
          );
          await write(terminal.stderr, `${JSON.stringify(summary)}\n`);
          if (summary.records > 0 && summary.records === summary.rejected) invocation.exit(2);
        } catch (error) {
          if (!(error instanceof RcaError)) throw error;
          invocation.exit(error.fault === 'user' ? 2 : 3);
          await write(terminal.stderr, `${terminalSafe(basename(file))}: ${tell(error)}\n`);
        }
      }
    });
}
