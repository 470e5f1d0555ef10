import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { deliveryShape } from '../record-shapes.ts';
import { tellDeliveries } from '../record-text.ts';

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
      const deliveries = pack.deliveries.map(deliveryShape);
      if (deliveries.some(({ state }) => state !== 'delivered')) {
        invocation.exit(3);
        terminal.stderr.write(
          `DELIVERY_FAILED: the pack is written and attached to the record, and did not arrive everywhere\n${tellDeliveries(deliveries)}  mend: rca record ${incident} --retry, or rca serve, which tries again by itself\n`,
        );
      }
      await emit(
        terminal,
        options,
        'pack',
        { pack: { ...pack, deliveries } },
        () =>
          `${pack.sha256}  ${pack.path}\nversion ${pack.version}, ${pack.evidence} evidence items, manifest sha256 ${pack.manifestSha256}\ncheck it: rca verify ${pack.path}\n`,
      );
    });
}
