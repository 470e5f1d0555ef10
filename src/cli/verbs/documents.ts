import { resolve } from 'node:path';
import type { Command } from 'commander';
import { terminalSafe } from '../../domain/visible.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { readPem } from '../input-file.ts';
import type { Shapes } from '../shapes.ts';

export function documentVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(program, 'draft <incident>', 'renders the RCA as Markdown, HTML and PDF', [
    'rca draft INC-2026-0001 --out ./rca',
  ])
    .requiredOption('--out <dir>', 'folder for rca.md, rca.html and rca.pdf')
    .action(async (incident: string, options: CommonOptions & { out: string }) => {
      const app = await invocation.app(options);
      const documents = await app.useCases.draft(
        incident,
        resolve(terminal.cwd, options.out),
        terminal.actor,
      );
      await emit(terminal, options, 'draft', { documents }, () =>
        documents.map((document) => `${document.sha256}  ${document.path}\n`).join(''),
      );
    });

  verb(
    program,
    'pack <incident>',
    'writes the evidence pack: a PDF with the evidence and its manifest attached',
    ['rca pack INC-2026-0001 --out evidence-pack.pdf'],
  )
    .option('--out <file>', 'the PDF (default: HOME/packs/evidence-pack-INCIDENT-vN.pdf)')
    .action(async (incident: string, options: CommonOptions & { out?: string }) => {
      const app = await invocation.app(options);
      const pack = await app.useCases.pack(
        incident,
        options.out === undefined ? null : resolve(terminal.cwd, options.out),
        terminal.actor,
      );
      await emit(
        terminal,
        options,
        'pack',
        { pack },
        () =>
          `${pack.sha256}  ${pack.path}\nversion ${pack.version}, ${pack.evidence} evidence items, manifest sha256 ${pack.manifestSha256}\ncheck it: rca verify ${pack.path}\n`,
      );
    });

  verb(program, 'verify <pack>', 'checks a pack against its own digests; needs no store and no network', [
    'rca verify evidence-pack.pdf',
    'rca verify evidence-pack.pdf --json --strict',
  ])
    .option('--key <file>', 'Ed25519 public key that checkpoint and SHA256SUMS must verify against')
    .option('--ca <file>', 'root certificate that the signature must chain to')
    .option('--strict', 'exit 1 also when the signer is not verified')
    .action(
      async (file: string, options: CommonOptions & { key?: string; ca?: string; strict?: boolean }) => {
        const { verifyPack } = await import('../../pack/verify.ts');
        const report = await verifyPack(resolve(terminal.cwd, file), {
          ...(options.key === undefined ? {} : { key: await readPem(options.key, terminal.cwd) }),
          ...(options.ca === undefined ? {} : { ca: await readPem(options.ca, terminal.cwd) }),
          ...(options.strict === undefined ? {} : { strict: options.strict }),
        });
        if (!report.ok) invocation.exit(1);
        await emit(terminal, options, 'verify', report, () => tellReport(report));
      },
    );
}

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
