import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { RcaError, tell } from '../../domain/errors.ts';
import { type FormatId, formatIds } from '../../domain/formats.ts';
import { redactionTotals } from '../../domain/redaction-totals.ts';
import type { StoredItem } from '../../evidence/store.ts';
import type { ImportResult } from '../../incident/use-cases.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { openInput } from '../input-file.ts';
import { tellEvidence, tellGaps, tellImport } from '../print.ts';
import { progress } from '../progress.ts';
import type { Shapes } from '../shapes.ts';
import { custodyShape, tellCustody } from '../tell-custody.ts';
import { write } from '../terminal.ts';
import { momentOf, timeOption } from '../times.ts';

type ImportOptions = CommonOptions & { as?: FormatId; at?: string; zone?: string };
type Failure = Shapes['import']['failed'][number];

export function evidenceVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(
    program,
    'import <incident> <file...>',
    'reads files (plain, gzip, or - for standard input) into the incident',
    [
      'rca import INC-2026-0001 postgresql.json waf.log.gz',
      'rca import INC-2026-0001 jwks.json --at 2026-01-27T13:00:00Z',
      'rca import INC-2026-0001 modsec_audit.log --zone Europe/Berlin',
      'zcat waf.log.gz | rca import INC-2026-0001 - --as aws.waf-log',
    ],
  )
    .addOption(formatOption())
    .option('--at <time>', 'when the content was true, for formats that bear no time of their own')
    .addOption(zoneOption())
    .action(async (incident: string, files: string[], options: ImportOptions) => {
      const capturedAtMs =
        options.at === undefined ? null : timeOption(options.at, '--at', momentOf(invocation));
      const app = await invocation.app(options);
      const shown = progress(terminal, invocation.nowMs);
      const evidence: Shapes['import']['evidence'][number][] = [];
      const failed: Failure[] = [];
      for (const file of files) {
        try {
          const input = openInput(file, terminal);
          const { stored, added, outside } = await app.useCases.importFile(
            incident,
            {
              name: input.name,
              bytes: input.bytes,
              format: options.as ?? null,
              capturedAtMs,
              zone: options.zone,
            },
            terminal.actor,
            (bytesDone) =>
              shown.show(
                input.name,
                input.sizeBytes ? bytesDone / input.sizeBytes : null,
                `${(bytesDone / 1e6).toFixed(1)} MB`,
              ),
          );
          evidence.push(importedShape(stored, added, outside));
        } catch (error) {
          shown.end();
          if (!(error instanceof RcaError) || error.code === 'INCIDENT_UNKNOWN') throw error;
          invocation.exit(error.fault === 'user' ? 2 : 3);
          failed.push({ file: basename(file), code: error.code, message: error.message, mend: error.mend });
          await write(terminal.stderr, `${tell(error)}\n`);
        }
      }
      shown.end();
      await emit(terminal, options, 'import', { evidence, failed }, () =>
        tellImport({ evidence, failed }, terminal.columns),
      );
    });

  verb(program, 'evidence <incident>', 'lists the evidence items with their coverage and digests', [
    'rca evidence INC-2026-0001',
    'rca evidence INC-2026-0001 --custody E-0001',
  ])
    .option(
      '--custody <id>',
      'the life of one item: by whom and whence, by which clock, redacted, read, packed',
    )
    .action(async (incident: string, options: CommonOptions & { custody?: string }) => {
      const app = await invocation.app(options);
      if (options.custody !== undefined) {
        const shape = custodyShape(await app.useCases.custody(incident, options.custody));
        await emit(terminal, options, 'custody', shape, () => tellCustody(shape));
        return;
      }
      const items = await app.useCases.evidence(incident);
      const evidence = items.map(itemShape);
      const standing = evidence.filter(({ withdrawn }) => withdrawn === null);
      const shape: Shapes['evidence'] = { evidence, redacted: redactedShape(standing) };
      await emit(terminal, options, 'evidence', shape, () => tellEvidence(shape, terminal.columns));
    });

  verb(
    program,
    'withdraw <incident> <evidence> <why>',
    'takes a mistaken item out of timeline and documents',
    ['rca withdraw INC-2026-0001 E-0004 "log of another host"'],
  ).action(async (incident: string, evidence: string, why: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    await app.useCases.withdraw(incident, evidence, why, terminal.actor);
    await emit(
      terminal,
      options,
      'withdraw',
      { withdrawn: evidence },
      () => `${evidence} is withdrawn: the ledger says so, nothing is erased\n`,
    );
  });

  verb(program, 'gaps <incident>', 'lists what is missing, why, and what would mend it', [
    'rca gaps INC-2026-0001',
  ]).action(async (incident: string, options: CommonOptions) => {
    const app = await invocation.app(options);
    const gaps = await app.useCases.gaps(incident);
    await emit(terminal, options, 'gaps', { gaps }, () => tellGaps(gaps));
  });
}

export const zoneOption = (): Option =>
  new Option('--zone <zone>', 'zone of times that bear none, such as Europe/Berlin (IANA name)');

export const formatOption = (): Option =>
  new Option('--as <format>', 'format of the file (default: found out from its beginning)').choices([
    ...formatIds,
  ]);

const sizeOf = ({ item }: StoredItem): number => item.pages.reduce((sum, page) => sum + page.sizeBytes, 0);

const tallyShape = ({ item: { tally } }: StoredItem): Shapes['import']['evidence'][number]['tally'] =>
  tally === undefined ? null : { ...tally, silent: tally.routine + tally.notCovered + tally.notUnderstood };

const importedShape = (
  stored: StoredItem,
  added: boolean,
  outside: ImportResult['outside'],
): Shapes['import']['evidence'][number] => ({
  id: stored.item.id,
  format: stored.item.format,
  sha256: stored.sha256,
  sizeBytes: sizeOf(stored),
  records: stored.item.records,
  rejected: stored.item.rejected,
  tally: tallyShape(stored),
  observations: stored.item.observations,
  window: stored.item.answered,
  added,
  outsideWindow: outside,
});

type Items = Shapes['evidence']['evidence'];

const redactedShape = (items: Items): Shapes['evidence']['redacted'] =>
  redactionTotals(items).map((total) => ({
    ...total,
    classes: [...total.classes],
    evidence: [...total.evidence],
  }));

const itemShape = (stored: StoredItem): Shapes['evidence']['evidence'][number] => ({
  id: stored.item.id,
  source: stored.item.source,
  format: stored.item.format,
  query: stored.item.query,
  window: stored.item.asked,
  coverage: stored.item.coverage,
  collectedAt: stored.item.retrievedAt,
  sha256: stored.sha256,
  sizeBytes: sizeOf(stored),
  pages: stored.item.pages,
  records: stored.item.records,
  observations: stored.item.observations,
  rejected: stored.item.rejected,
  tally: tallyShape(stored),
  redactions: stored.item.redactions,
  withdrawn: stored.withdrawn,
});
