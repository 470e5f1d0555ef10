import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { terminalSafe } from '../../domain/visible.ts';
import { type GivenCheckpoint, readGivenCheckpoint } from '../../pack/given-checkpoint.ts';
import { verifyPack } from '../../pack/verify.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { readPem, readText } from '../input-file.ts';
import type { Shapes } from '../shapes.ts';

interface Options extends CommonOptions {
  readonly key?: string;
  readonly ca?: string;
  readonly checkpoint: readonly string[];
  readonly strict?: boolean;
}

export function verifyVerb(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(program, 'verify <pack>', 'checks a pack against its own digests; needs no store and no network', [
    'rca verify evidence-pack.pdf',
    'rca verify evidence-pack.pdf --checkpoint mailed-last-month.checkpoint --key PUB.pem',
    'rca verify evidence-pack.pdf --json --strict',
  ])
    .option('--key <file>', 'Ed25519 public key that checkpoint and SHA256SUMS must verify against')
    .option('--ca <file>', 'root certificate that the signature must chain to')
    .option(
      '--checkpoint <file>',
      'checkpoint that was kept elsewhere and must agree; again for each',
      collect,
      [],
    )
    .option('--strict', 'exit 1 also when the signer is not verified')
    .action(async (file: string, options: Options) => {
      const report = await verifyPack(resolve(terminal.cwd, file), {
        ...(options.key === undefined ? {} : { key: await readPem(options.key, terminal.cwd) }),
        ...(options.ca === undefined ? {} : { ca: await readPem(options.ca, terminal.cwd) }),
        ...(options.strict === undefined ? {} : { strict: options.strict }),
        checkpoints: await givenCheckpoints(options.checkpoint, terminal.cwd),
      });
      if (!report.ok) invocation.exit(1);
      await emit(terminal, options, 'verify', report, () => tellReport(report));
    });
}

const collect = (file: string, before: readonly string[]): readonly string[] => [...before, file];

const givenCheckpoints = (files: readonly string[], cwd: string): Promise<readonly GivenCheckpoint[]> =>
  Promise.all(
    files.map(async (file) =>
      readGivenCheckpoint(basename(file), await readText(file, cwd, 'give the path of a checkpoint')),
    ),
  );

const SIGNER = {
  verified: 'The signer is verified against what you gave.',
  unchecked: 'The signer is not verified: anyone could have made this. Give the right --key or --ca.',
  unsealed: 'This pack is not sealed: nobody has signed it, so anyone could have made this.',
} as const;

function tellReport(report: Shapes['verify']): string {
  const lines = report.checks.map(
    ({ check, ok, detail }) =>
      `${ok === null ? 'n/a ' : ok ? 'ok  ' : 'FAIL'}  ${terminalSafe(check)}: ${terminalSafe(detail)}\n`,
  );
  return `${lines.join('')}${report.intact ? 'intact' : 'NOT INTACT'}\n${SIGNER[report.signer]}\n`;
}
