import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { sha256Hex } from '../../domain/canonical.ts';
import { userError } from '../../domain/errors.ts';
import { populationCsv } from '../../record/population.ts';
import { type CommonOptions, emit, type Invocation, verb } from '../command.ts';
import { backupShape, deliveryShape, holdShape, recordShape, retentionShape } from '../record-shapes.ts';
import { tellBackup, tellDeliveries, tellDestruction, tellRecord, tellRetention } from '../record-text.ts';
import { momentOf, timeOption } from '../times.ts';

type RecordOptions = CommonOptions & {
  fetch?: string;
  out?: string;
  retry?: boolean;
  certificate?: boolean;
  backups?: boolean;
};

export function recordVerbs(program: Command, invocation: Invocation): void {
  const { terminal } = invocation;

  verb(
    program,
    'record [incident]',
    'shows the compliance record: packs, sign-offs, controls, retention, holds',
    [
      'rca record INC-2026-0001',
      'rca record INC-2026-0001 --fetch v3 --out pack.pdf   # a pack as it was attached',
      'rca record INC-2026-0001 --retry                     # deliver again what has not arrived',
      'rca record INC-2026-0001 --certificate > certificate.json',
      'rca record --backups > BLOBS                         # then, in the folder of blobs.url: sha256sum -c BLOBS',
    ],
  )
    .option('--fetch <version>', 'write this pack of the record to --out')
    .option('--out <file>', 'the PDF')
    .addOption(new Option('--retry', 'deliver what has not arrived').conflicts(['fetch', 'certificate']))
    .addOption(new Option('--certificate', 'the certificate of destruction, as signed').conflicts('fetch'))
    .addOption(
      new Option('--backups', 'every stored blob that a backup must hold').conflicts([
        'fetch',
        'retry',
        'certificate',
      ]),
    )
    .action(async (id: string | undefined, options: RecordOptions) => {
      if (options.backups) return showBackups(invocation, options);
      const incident = id ?? missingIncident();
      const app = await invocation.app(options);
      if (options.fetch !== undefined) return fetchPack(invocation, incident, options);
      if (options.certificate) return showCertificate(invocation, incident, options);
      if (options.retry) {
        const deliveries = await app.useCases.retryDeliveries(incident);
        if (deliveries.some(isOpen)) invocation.exit(3);
        if (!options.json) terminal.stderr.write(tellDeliveries(deliveries));
      }
      const shape = recordShape(await app.useCases.complianceRecord(incident));
      await emit(terminal, options, 'record', shape, () => tellRecord(shape, terminal.columns));
    });

  const hold = program.command('hold').description('legal holds: while one stands, nothing is destroyed');
  verb(hold, 'place <incident>', 'stops the destruction of an incident, and locks its delivered copies', [
    'rca hold place INC-2026-0001 --reason "Litigation 2026-17"',
  ])
    .requiredOption('--reason <text>', 'why; the ledger holds a commitment to it, not the words')
    .action(async (incident: string, options: CommonOptions & { reason: string }) => {
      const app = await invocation.app(options);
      const placed = await app.useCases.placeHold(incident, reasonOf(options.reason), terminal.actor);
      await tellHold(invocation, options, incident, placed.id);
    });
  verb(hold, 'release <incident> <hold>', 'releases one hold', [
    'rca hold release INC-2026-0001 H-0001 --reason "Case closed"',
  ])
    .requiredOption('--reason <text>', 'why')
    .action(async (incident: string, id: string, options: CommonOptions & { reason: string }) => {
      const app = await invocation.app(options);
      await app.useCases.releaseHold(incident, id, reasonOf(options.reason), terminal.actor);
      await tellHold(invocation, options, incident, id);
    });

  verb(program, 'retention', 'lists until when each incident is kept, and what is due; destroys nothing', [
    'rca retention',
  ]).action(async (options: CommonOptions) => {
    const app = await invocation.app(options);
    const shape = { incidents: (await app.useCases.retention()).map(retentionShape) };
    await emit(terminal, options, 'retention', shape, () => tellRetention(shape, terminal.columns));
  });

  verb(program, 'destroy <incident>', 'destroys the content of an incident that is due, with a certificate', [
    'rca destroy INC-2026-0001 --confirm INC-2026-0001',
    'rca destroy INC-2026-0001 --request   # where destruction.confirmation asks for a second account',
  ])
    .option('--confirm <incident>', 'the incident again: there is no way back')
    .addOption(
      new Option('--request', 'ask for it: another account confirms, nothing is destroyed').conflicts(
        'confirm',
      ),
    )
    .action(async (incident: string, options: CommonOptions & { confirm?: string; request?: boolean }) => {
      if (options.request) return requestDestruction(invocation, incident, options);
      if (options.confirm !== incident) throw notConfirmed(incident);
      const app = await invocation.app(options);
      const destruction = await app.useCases.destroy(incident, terminal.actor);
      const certificate = destruction.certificate ?? '';
      const shape = {
        incident,
        finishedAt: destruction.finishedAt,
        certificateSha256: sha256Hex(certificate),
        signature: destruction.signature,
      };
      await emit(terminal, options, 'destroy', shape, () =>
        tellDestruction(certificate, destruction.signature),
      );
    });

  verb(program, 'population', "all incidents opened in a period, for an auditor's sample", [
    'rca population --from 2026-01-01T00:00:00Z --to 2027-01-01T00:00:00Z --format csv > population.csv',
  ])
    .requiredOption('--from <time>', 'start of the period, ISO 8601 with zone')
    .requiredOption('--to <time>', 'end of the period, itself not part of it')
    .addOption(new Option('--format <format>', 'what is printed').choices(['csv', 'json']).default('csv'))
    .action(async (options: CommonOptions & { from: string; to: string; format: 'csv' | 'json' }) => {
      const period = {
        fromMs: timeOption(options.from, '--from', momentOf(invocation)),
        toMs: timeOption(options.to, '--to', momentOf(invocation)),
      };
      const app = await invocation.app(options);
      const { incidents, missing } = await app.useCases.population(period);
      const json = options.json === true || options.format === 'json';
      const count = incidents.length;
      if (!json) {
        terminal.stderr.write(
          `${count} incidents were opened from ${options.from} to ${options.to}. ${
            missing.length === 0 ? 'No number is missing.' : `MISSING NUMBERS: ${missing.join(', ')}`
          }\n`,
        );
      }
      const shape = { from: options.from, to: options.to, count, missing, incidents };
      await emit(terminal, { ...options, json }, 'population', shape, () => populationCsv(incidents));
    });
}

async function requestDestruction(invocation: Invocation, incident: string, options: CommonOptions) {
  const { terminal } = invocation;
  const app = await invocation.app(options);
  const keptUntil = await app.useCases.requestDestruction(incident, terminal.actor);
  const shape = { incident, requestedBy: terminal.actor, keptUntil };
  await emit(
    terminal,
    options,
    'destroy-request',
    shape,
    () =>
      `The destruction of ${incident} is requested; another account confirms it: rca destroy ${incident} --confirm ${incident}\n`,
  );
}

const isOpen = ({ state, hold }: { readonly state: string; readonly hold: string | null }): boolean =>
  state !== 'delivered' || hold === 'failed';

async function tellHold(
  invocation: Invocation,
  options: CommonOptions,
  incident: string,
  id: string,
): Promise<void> {
  const { useCases } = await invocation.app(options);
  const record = await useCases.complianceRecord(incident);
  const found = record.holds.find((hold) => hold.id === id);
  if (!found) throw new Error(`${id} is not in the record of ${incident}`);
  const copies = record.packs.flatMap(({ deliveries }) => deliveries).filter(({ hold }) => hold !== null);
  if (copies.some(({ hold }) => hold === 'failed')) invocation.exit(3);
  const shape = { incident, hold: holdShape(found), copies: copies.map(deliveryShape) };
  await emit(
    invocation.terminal,
    options,
    'hold',
    shape,
    () =>
      `${id} on ${incident} ${found.releasedAt === null ? 'stands' : 'is released'}\n${tellDeliveries(copies)}`,
  );
}

async function fetchPack(invocation: Invocation, incident: string, options: RecordOptions): Promise<void> {
  const { terminal } = invocation;
  const version = Number(/^v?([1-9]\d{0,8})$/.exec(options.fetch ?? '')?.[1] ?? Number.NaN);
  if (Number.isNaN(version) || options.out === undefined) {
    throw userError({
      code: 'USAGE',
      message: 'a pack is fetched by its version, into a file',
      where: '--fetch',
      mend: 'write --fetch v3 --out FILE.pdf',
    });
  }
  const app = await invocation.app(options);
  const path = resolve(terminal.cwd, options.out);
  const { sha256, sizeBytes } = await app.useCases.fetchPack(incident, version, path, terminal.actor);
  await emit(
    terminal,
    options,
    'fetch',
    { incident, version, path, sha256, sizeBytes },
    () => `${sha256}  ${path}\n`,
  );
}

/** The bytes that were signed, and nothing else on stdout. */
async function showCertificate(
  invocation: Invocation,
  incident: string,
  options: RecordOptions,
): Promise<void> {
  const app = await invocation.app(options);
  const { destruction } = await app.useCases.complianceRecord(incident);
  if (destruction === null || destruction.certificate === null) {
    throw userError({
      code: 'NOT_DESTROYED',
      message: `${incident} has no certificate of destruction`,
      mend: 'rca retention lists what is due; rca destroy makes the certificate',
    });
  }
  const { certificate, signature } = destruction;
  const shape = { certificate, sha256: sha256Hex(certificate), signature };
  await emit(invocation.terminal, options, 'certificate', shape, () => certificate);
}

async function showBackups(invocation: Invocation, options: RecordOptions): Promise<void> {
  const app = await invocation.app(options);
  const shape = backupShape(await app.useCases.keptBlobs());
  await emit(invocation.terminal, options, 'backups', shape, () => tellBackup(shape));
}

function reasonOf(reason: string): string {
  if (reason.trim() !== '') return reason;
  throw userError({
    code: 'REASON_EMPTY',
    message: 'a hold needs a reason',
    where: '--reason',
    mend: 'name the case or request that it serves',
  });
}

function missingIncident(): never {
  throw userError({
    code: 'USAGE',
    message: 'no incident is named',
    where: '<incident>',
    mend: 'list them with rca status, then: rca record INC-2026-0001',
  });
}

const notConfirmed = (incident: string) =>
  userError({
    code: 'NOT_CONFIRMED',
    message: 'the confirmation does not name this incident: nothing was destroyed',
    where: '--confirm',
    mend: `to destroy this one: rca destroy ${incident} --confirm ${incident}`,
  });
