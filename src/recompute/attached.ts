import { sha256Hex } from '../domain/canonical.ts';
import type { CaseItem } from '../domain/case-file.ts';
import { evidenceItemSchema } from '../domain/evidence-item.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import { parseJson } from '../domain/parse-json.ts';
import type { Redacted } from '../domain/redacted.ts';
import { ledgerLines } from '../pack/checks/ledger-checks.ts';
import { findPack } from '../pack/find-pack.ts';
import { type Manifest, manifestSchema } from '../pack/manifest.ts';
import { isPage, parts } from '../pack/part-names.ts';
import { slice } from '../pack/pieces.ts';
import type { RandomAccess } from '../pack/random-access.ts';
import { type ReadPack, readPack } from '../pack/read-pack.ts';
import { utf8 } from '../pack/utf8.ts';

/** What a pack holds, read for making its documents again. */
export interface Attached {
  readonly manifest: Manifest;
  readonly base: Uint8Array;
  /** Of the catalog that stands in the place of the document's. */
  readonly catalogSha256: string;
  readonly ledger: readonly string[];
  /** Names of all attachments. */
  readonly names: ReadonlySet<string>;
  bytes(name: string): Uint8Array | undefined;
  text(name: string): string | undefined;
  /** An attached page by its digest; undefined when it is not attached. */
  page(sha256: string): Redacted<Uint8Array> | undefined;
}

/** As much of a pack as is held in memory. */
const BYTES_MAX = 512 * 1024 * 1024;
const BASE_BYTES_MAX = 256 * 1024 * 1024;

/** Undefined when the pack cannot be read: `rca verify` says what is wrong with it. */
export async function readAttached(file: RandomAccess, sizeBytes: number): Promise<Attached | undefined> {
  const baseBytes = (await findPack(file, sizeBytes))?.baseBytes;
  if (baseBytes === undefined || baseBytes > BASE_BYTES_MAX) return undefined;
  let leftBytes = BYTES_MAX;
  const pack = await readPack(file, sizeBytes, baseBytes, {
    keep(_, size) {
      if (size > leftBytes) return false;
      leftBytes -= size;
      return true;
    },
  });
  const manifest = manifestSchema.safeParse(parseJson(textOf(pack, parts.manifest) ?? '')).data;
  const ledger = ledgerLines(pack);
  const readable = ledger?.every((line) => isEntry(parseJson(line)));
  if (!pack.complete || manifest === undefined || ledger === undefined || readable !== true) return undefined;
  const pages = new Map(
    [...pack.attachments.values()].flatMap(({ name, sha256, bytes }) =>
      isPage(name) && sha256 !== null && bytes !== undefined ? [[sha256, bytes] as const] : [],
    ),
  );
  return {
    manifest,
    base: await slice(file, 0, baseBytes),
    catalogSha256: pack.catalogSha256,
    ledger,
    names: new Set(pack.attachments.keys()),
    bytes: (name) => pack.attachments.get(name)?.bytes,
    text: (name) => textOf(pack, name),
    // The pages of a pack are the redacted bytes as they were stored.
    page: (sha256) => pages.get(sha256) as Redacted<Uint8Array> | undefined,
  };
}

const textOf = (pack: ReadPack, name: string): string | undefined => utf8(pack.attachments.get(name)?.bytes);

function isEntry(value: unknown): value is LedgerEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { seq, at, type, actor, body } = value as Record<string, unknown>;
  const texts = [at, type, actor].every((member) => typeof member === 'string');
  return texts && typeof seq === 'number' && typeof body === 'object' && body !== null;
}

const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

/** Standing items as their descriptions say, in order of id; a string names the one that cannot be read. */
export function itemsOf(attached: Attached): readonly CaseItem[] | string {
  const items: CaseItem[] = [];
  for (const { id, file } of attached.manifest.items.toSorted((a, b) => numberOf(a.id) - numberOf(b.id))) {
    const text = attached.text(file);
    const item = evidenceItemSchema.safeParse(parseJson(text ?? '')).data;
    if (text === undefined || item === undefined) return file;
    if (item.id !== id) return file;
    items.push({ item, sha256: sha256Hex(text) });
  }
  return items;
}
