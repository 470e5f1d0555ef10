import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { sha256Hex } from '../domain/canonical.ts';
import { outsideError } from '../domain/errors.ts';
import { DECLARATION, writeInfo, writeManifest } from './bag-text.ts';
import { ARCHIVE_FORMAT, blobPlace, places, rowsPlace } from './layout.ts';
import type { ExportBody } from './ledger-parts.ts';
import type { OutgoingFile } from './tar.ts';

export interface BagInput {
  readonly incident: string;
  readonly ledger: readonly string[];
  /** Signed note or its body (https://c2sp.org/tlog-checkpoint). */
  readonly checkpoint: string;
  readonly tables: ReadonlyMap<string, readonly string[]>;
  /** In order of digest. */
  readonly blobs: readonly OutgoingBlob[];
  /** Last migration of the database. */
  readonly schema: number;
  /** Of the last ledger entry. */
  readonly asOf: string;
  readonly tool: { readonly name: string; readonly version: string };
}

export interface OutgoingBlob {
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly path: string;
}

/** A bag whose payload is fixed; the ledger's line about it is still to come. */
export interface PreparedBag {
  /** For the ledger entry. */
  readonly body: ExportBody & Readonly<Record<string, unknown>>;
  readonly files: number;
  readonly mtimeMs: number;
  /** All files of the archive, those first that tell what the others are. */
  members(ledgerTail: string): readonly OutgoingFile[];
}

/** Lays out a bag (RFC 8493). The same input gives the same bytes. */
export function makeBag(input: BagInput): PreparedBag {
  const texts = [
    { place: places.ledger, text: joined(input.ledger) },
    { place: places.checkpoint, text: input.checkpoint },
    ...[...input.tables].map(([table, rows]) => ({ place: rowsPlace(table), text: joined(rows) })),
  ];
  const manifest = writeManifest([
    ...texts.map(({ place, text }) => ({ place, sha256: sha256Hex(text) })),
    ...input.blobs.map(({ sha256 }) => ({ place: blobPlace(sha256), sha256 })),
  ]);
  const files = texts.length + input.blobs.length;
  const sizeBytes =
    texts.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) +
    input.blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
  const info = writeInfo({
    'External-Identifier': input.incident,
    'Bagging-Date': input.asOf.slice(0, 10),
    'Bag-Software-Agent': `${input.tool.name} ${input.tool.version}`,
    'Payload-Oxum': `${sizeBytes}.${files}`,
    'Rca-Archive-Format': ARCHIVE_FORMAT,
    'Rca-Schema': input.schema,
  });
  const textFile = (place: string, text: string): OutgoingFile => {
    const bytes = Buffer.from(text);
    return { name: `${input.incident}/${place}`, sizeBytes: bytes.length, bytes: () => [bytes] };
  };
  return {
    body: { manifestSha256: sha256Hex(manifest), files, sizeBytes },
    files,
    mtimeMs: Math.floor(Date.parse(input.asOf) / 1000) * 1000,
    members(ledgerTail) {
      const tags = [
        { place: places.declaration, text: DECLARATION },
        { place: places.info, text: info },
        { place: places.manifest, text: manifest },
        { place: places.ledgerTail, text: joined([ledgerTail]) },
      ];
      const tagManifest = writeManifest(tags.map(({ place, text }) => ({ place, sha256: sha256Hex(text) })));
      return [
        ...tags.map(({ place, text }) => textFile(place, text)),
        textFile(places.tagManifest, tagManifest),
        ...texts.map(({ place, text }) => textFile(place, text)),
        ...input.blobs.map((blob) => blobFile(input.incident, blob)),
      ];
    },
  };
}

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

const blobFile = (incident: string, blob: OutgoingBlob): OutgoingFile => ({
  name: `${incident}/${blobPlace(blob.sha256)}`,
  sizeBytes: blob.sizeBytes,
  bytes: () => checkedBytes(blob),
});

const READ_BYTES = 1 << 20;

/** The manifest names the blob by the digest that it was stored under: other bytes must not go out under it. */
async function* checkedBytes({ sha256, path }: OutgoingBlob): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: READ_BYTES })) {
    hash.update(chunk as Buffer);
    yield chunk as Buffer;
  }
  if (hash.digest('hex') === sha256) return;
  throw outsideError({
    code: 'BLOB_DAMAGED',
    message: 'a stored page does not have the digest that it was stored under; the archive is not finished',
    where: path,
    mend: 'restore the file from a backup, and check the disk',
  });
}
