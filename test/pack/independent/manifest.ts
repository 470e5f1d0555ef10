import { readFileSync } from 'node:fs';
import type { Listed } from './redactions.ts';

/** How an attachment is described in the file. */
export interface Head {
  readonly name: string;
  /** As it stands in the PDF: `application#2Fjson`. */
  readonly type: string;
  readonly relationship: string;
  readonly description: string;
  readonly date: string;
}

/** What of a manifest is compared with the attachments. */
export interface Manifest {
  readonly asOf: string;
  readonly items: readonly {
    readonly id: string;
    readonly file: string;
    readonly coverage: { readonly state: string };
    readonly pages: readonly { readonly file: string; readonly placed: string }[];
  }[];
  readonly documents: readonly { readonly file: string; readonly mediaType: string }[];
  readonly encoding?: 'identity';
  readonly coverage: unknown;
  readonly redactions: { readonly rules: unknown; readonly classes: unknown; readonly ruleSets: unknown };
}

/** What of an item's description the manifest sums up. */
export interface Description {
  readonly mediaType: string;
  readonly redactions: Readonly<Record<string, number>>;
  readonly ruleSetSha256: string;
}

interface Schema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
}

const schema: Schema = JSON.parse(
  readFileSync(new URL('../../../docs/schema/manifest.schema.json', import.meta.url), 'utf8'),
);

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;

/** Whether a value is as a schema has it, with no member that it does not know. */
function fits(value: unknown, by: Schema): boolean {
  if (by.oneOf) return by.oneOf.filter((one) => fits(value, one)).length === 1;
  const types = [by.type ?? typeOf(value)].flat().map((type) => (type === 'integer' ? 'number' : type));
  if (!types.includes(typeOf(value))) return false;
  if (by.const !== undefined && value !== by.const) return false;
  if (by.enum && !by.enum.includes(value)) return false;
  if (typeof value === 'string') return by.pattern === undefined || new RegExp(by.pattern).test(value);
  if (typeof value === 'number') {
    const whole = by.type !== 'integer' || Number.isSafeInteger(value);
    return whole && value >= (by.minimum ?? value) && value > (by.exclusiveMinimum ?? value - 1);
  }
  if (Array.isArray(value)) return value.every((one) => by.items === undefined || fits(one, by.items));
  if (typeof value !== 'object' || value === null) return true;
  const members = Object.entries(value);
  return (
    (by.required ?? []).every((name) => Object.hasOwn(value, name)) &&
    members.every(([name, member]) => {
      const known = by.properties?.[name] ?? by.additionalProperties;
      return known !== undefined && fits(member, known);
    })
  );
}

const AFTER_DOCUMENTS: readonly (readonly [name: string, type: string, description: string])[] = [
  [
    'redactions.ndjson',
    'application/x-ndjson',
    'Redaction tokens, their commitments, and how often each stands in the evidence',
  ],
  ['ledger.ndjson', 'application/x-ndjson', 'Ledger: what was done to the evidence, hash-linked'],
  ['checkpoint', 'text/plain', 'Head of the ledger'],
  ['checkpoint.vkey', 'text/plain', 'Public key of the checkpoint: compare it with one from elsewhere'],
  [
    'certificate.pem',
    'application/x-pem-file',
    'Certificate of the signer of this document, and those that vouch for it',
  ],
  ['VERIFY.txt', 'text/plain', 'How to check this pack by hand'],
  ['manifest.json', 'application/json', 'Manifest of this pack'],
  ['SHA256SUMS', 'text/plain', 'SHA-256 of every other attachment'],
  ['SHA256SUMS.sig', 'application/octet-stream', 'Signature over SHA256SUMS, for openssl'],
  ['SHA256SUMS.minisig', 'text/plain', 'Signature over SHA256SUMS, for minisign'],
  ['SHA256SUMS.sshsig', 'text/plain', 'Signature over SHA256SUMS, for ssh-keygen'],
  ['attestation.dsse.json', 'application/json', 'Signature over SHA256SUMS, for in-toto'],
  ['SHA256SUMS.tsr', 'application/timestamp-reply', 'Timestamp over SHA256SUMS, RFC 3161'],
];
const ALWAYS = [
  'redactions.ndjson',
  'ledger.ndjson',
  'checkpoint',
  'VERIFY.txt',
  'manifest.json',
  'SHA256SUMS',
];

const plain = (mediaType: string): string => {
  const type = (mediaType.split(';')[0] ?? '').trim().toLowerCase();
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(type) ? type : 'application/octet-stream';
};

/** How the attachments of a pack of this manifest are described, in their order. */
function headsOf(
  { asOf, items, documents }: Manifest,
  descriptions: readonly (Description | null)[],
  there: (name: string) => boolean,
): readonly Head[] {
  const date = `D:${asOf.replace(/\.\d+Z$/, 'Z').replace(/[-:T]/g, '')}`;
  const head = (name: string, type: string, relationship: string, description: string): Head => ({
    name,
    type: type.replace('/', '#2F'),
    relationship,
    description,
    date,
  });
  return [
    ...items.flatMap(({ id, file, pages }, index) => [
      ...pages.flatMap((page, n) =>
        page.placed === 'attached'
          ? [
              head(
                page.file,
                plain(descriptions[index]?.mediaType ?? ''),
                'Source',
                `Evidence ${id}, page ${n + 1} of ${pages.length}`,
              ),
            ]
          : [],
      ),
      head(file, 'application/json', 'Data', `Description of evidence ${id}`),
    ]),
    ...documents.map(({ file, mediaType }) =>
      head(file, mediaType, mediaType === 'text/markdown' ? 'Alternative' : 'Data', `Document ${file}`),
    ),
    ...AFTER_DOCUMENTS.filter(([name]) => ALWAYS.includes(name) || there(name)).map(
      ([name, type, description]) => head(name, type, 'Supplement', description),
    ),
  ];
}

function summed(pairs: readonly (readonly [string, number])[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [key, count] of pairs) sums[key] = (sums[key] ?? 0) + count;
  return sums;
}

/** The manifest is canonical and known throughout; it sums up, orders and describes what is attached. */
export function manifestHolds(pack: {
  readonly text: string;
  readonly heads: readonly Head[];
  readonly streams: readonly { readonly deflated: boolean; readonly size: number }[];
  /** Of the items, in their order; null for one that cannot be read. */
  readonly descriptions: readonly (Description | null)[];
  readonly redactions: readonly Listed[] | null;
  canonical(value: unknown): string;
}): boolean {
  const { text, heads, streams, descriptions, redactions, canonical } = pack;
  const manifest = JSON.parse(text) as Manifest;
  if (canonical(manifest) !== text || !fits(manifest, schema)) return false;
  const same = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);
  const { items } = manifest;
  const read = descriptions.filter((one) => one !== null);
  const told = manifest.redactions;
  const names = new Set(heads.map(({ name }) => name));
  return (
    new Set(items.map(({ id }) => id)).size === items.length &&
    items.every(({ id, file }) => file === `evidence-${id}.json`) &&
    streams.every(({ deflated, size }) => deflated === (!manifest.encoding && size <= 262_144)) &&
    same(manifest.coverage, summed(items.map(({ coverage }) => [coverage.state, 1]))) &&
    (read.length < items.length ||
      (same(told.rules, summed(read.flatMap((one) => Object.entries(one.redactions)))) &&
        same(told.ruleSets, [...new Set(read.map((one) => one.ruleSetSha256))].toSorted()))) &&
    (redactions === null || same(told.classes, summed(redactions.map((one) => [one.class, one.count])))) &&
    same(
      heads,
      headsOf(manifest, descriptions, (name) => names.has(name)),
    )
  );
}
