import { besideWords, type Delivery } from '../domain/record.ts';
import { terminalSafe } from '../domain/visible.ts';
import type { Certificate } from '../record/certificate.ts';
import type { Shapes } from './shapes.ts';
import { table } from './table.ts';

export function tellRecord(record: Shapes['record'], columns: number): string {
  const { retention, holds, destruction } = record;
  const standing = holds.filter(({ releasedAt }) => releasedAt === null);
  const kept = `kept until ${retention.until} (${retention.rule}: ${retention.period} from the ${retention.countedFrom.what}, ${retention.countedFrom.at})${retention.due ? ': due' : ''}`;
  const gone =
    destruction && `destruction ${destruction.state}, begun ${destruction.begunAt} by ${destruction.begunBy}`;
  return [
    `${record.incident}  ${terminalSafe(record.title)}  ${record.severity ?? 'no severity'}  ${record.status}\n`,
    `${gone ? terminalSafe(gone) : kept}\n`,
    standing.length === 0
      ? 'no legal hold\n'
      : standing
          .map(
            (hold) => `legal hold ${hold.id} by ${hold.placedBy} at ${hold.placedAt}: ${hold.reason ?? ''}`,
          )
          .map((line) => `${terminalSafe(line)}\n`)
          .join(''),
    `ledger ${record.ledger.size} entries, tip ${record.ledger.tip}\n\n`,
    packLines(record),
    entryLines('sign-offs', record.signoffs),
    entryLines('exports', record.exports),
    record.controls.length === 0
      ? ''
      : `\n${table(
          ['CONTROL', 'FRAMEWORK', 'RECORDED', 'PARTS'],
          record.controls.map(({ control, framework, recorded, parts }) => [
            control,
            framework,
            recorded,
            parts.map(({ part, recorded: words }) => `${part}: ${words ?? 'nothing recorded'}`).join('; '),
          ]),
          columns,
        )}`,
  ].join('');
}

const packLines = ({ packs }: Shapes['record']): string =>
  packs.length === 0
    ? 'no pack\n'
    : packs
        .map(
          (pack) =>
            `pack v${pack.version}  ${pack.sha256}  ${pack.sizeBytes} bytes  ${pack.writtenAt} by ${terminalSafe(pack.writtenBy)}\n` +
            `  manifest ${pack.manifestSha256}; ${pack.signer === null ? 'not sealed' : terminalSafe(pack.signer)}; ${
              pack.attached ? 'attached' : `NOT ATTACHED: ${terminalSafe(pack.whyNot)}`
            }\n${
              pack.beside === null
                ? ''
                : `  evidence beside the pack: ${besideWords(pack.beside)}; NOT in the PDF; folders and buckets get it with the PDF, and --fetch writes it\n`
            }${tellDeliveries(pack.deliveries)}`,
        )
        .join('');

const entryLines = (what: string, entries: Shapes['record']['signoffs']): string =>
  entries.length === 0
    ? `no ${what}\n`
    : `${what}:\n${entries.map(({ seq, at, type, actor }) => `  ${seq}  ${at}  ${type} by ${terminalSafe(actor)}\n`).join('')}`;

type DeliveryWords = Pick<
  Delivery,
  'version' | 'destination' | 'kind' | 'state' | 'attempts' | 'place' | 'error' | 'hold'
>;

export const tellDeliveries = (deliveries: readonly DeliveryWords[]): string =>
  deliveries
    .map(({ version, destination, kind, state, attempts, place, error, hold }) => {
      const held = hold === null ? '' : `, legal hold ${hold === 'failed' ? 'COULD NOT BE SET' : hold}`;
      const detail = state === 'delivered' ? `${place ?? ''}${held}` : (error ?? 'not tried yet');
      const word = state === 'failed' ? `FAILED ${attempts} times` : state;
      return `  v${version} ${terminalSafe(destination)} (${kind}) ${word}: ${terminalSafe(detail)}\n`;
    })
    .join('');

export const tellRetention = ({ incidents }: Shapes['retention'], columns: number): string =>
  incidents.length === 0
    ? 'No incident yet.\n'
    : table(
        ['INCIDENT', 'STATE', 'UNTIL', 'RULE', 'COUNTED FROM', 'TITLE'],
        incidents.map(({ incident, state, until, rule, period, countedFrom, title }) => [
          incident,
          state,
          until,
          `${rule} ${period}`,
          `${countedFrom.what} ${countedFrom.at}`,
          title,
        ]),
        columns,
      );

/** As `sha256sum -c` reads it in the folder of the blobs. */
export const tellBackup = ({ blobs }: Shapes['backups']): string =>
  [...new Set(blobs.map(({ sha256, path }) => `${sha256}  ${path}\n`))].join('');

/** What a person files; the certificate itself is the canonical JSON. */
export function tellDestruction(json: string, signature: string | null): string {
  const certificate = JSON.parse(json) as Certificate;
  const { copies, blobs } = certificate;
  const left = [
    ...copies.files.map(({ version, path }) => `pack v${version}: file ${path}`),
    ...copies.deliveries.map(
      ({ version, destination, place }) => `pack v${version}: ${destination} ${place ?? ''}`,
    ),
    ...copies.exports.map(({ at, body }) => `export of ${at}: ${JSON.stringify(body)}`),
    ...copies.documents.map(({ at, body }) => `documents of ${at}: ${JSON.stringify(body)}`),
  ];
  return [
    `Certificate of destruction: ${certificate.incident}\n`,
    `ordered ${certificate.ordered.at} by ${terminalSafe(certificate.ordered.by)}, finished ${certificate.finishedAt}\n`,
    `policy: ${certificate.retention.rule} ${certificate.retention.period} from the ${certificate.retention.countedFrom.what}, until ${certificate.retention.until}\n`,
    `destroyed: ${certificate.evidence.length} evidence items, ${certificate.notes.length} note versions, ${certificate.gaps.length} gaps, ${certificate.packs.length} packs; `,
    `${blobs.removed.length} blobs removed, ${blobs.keptForOthers.length} kept for other incidents\n`,
    left.length === 0
      ? 'no copy is known to have left the house\n'
      : `copies that left the house, to be destroyed where they are:\n${left.map((line) => `  ${terminalSafe(line)}\n`).join('')}`,
    `${certificate.remains}\n`,
    signature === null
      ? 'not signed: no seal.signingKey is configured\n'
      : `signature (Ed25519) ${signature}\n`,
    `the certificate itself: rca record ${certificate.incident} --certificate\n`,
  ].join('');
}
