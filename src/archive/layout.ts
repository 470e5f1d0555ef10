/** Version of what `rca export` writes; `rca restore` refuses a newer one. */
export const ARCHIVE_FORMAT = 1;

/** Places in the bag, behind the folder that bears the incident's id (RFC 8493, section 2). */
export const places = {
  declaration: 'bagit.txt',
  info: 'bag-info.txt',
  manifest: 'manifest-sha256.txt',
  tagManifest: 'tagmanifest-sha256.txt',
  /** The ledger line that records the export: it holds the manifest's digest, so it cannot be in the payload. */
  ledgerTail: 'ledger-tail.ndjson',
  ledger: 'data/ledger.ndjson',
  checkpoint: 'data/checkpoint',
} as const;

const ROWS = /^data\/rows\/([a-z][a-z0-9_]*)\.ndjson$/;
const BLOB = /^data\/blobs\/([0-9a-f]{64})$/;

export const rowsPlace = (table: string): string => `data/rows/${table}.ndjson`;
export const blobPlace = (sha256: string): string => `data/blobs/${sha256}`;

/** The table whose rows are there; undefined elsewhere. */
export const tableAt = (place: string): string | undefined => ROWS.exec(place)?.[1];
/** The digest of the blob that is there; undefined elsewhere. */
export const blobAt = (place: string): string | undefined => BLOB.exec(place)?.[1];

const TAGS: ReadonlySet<string> = new Set([
  places.declaration,
  places.info,
  places.manifest,
  places.tagManifest,
  places.ledgerTail,
]);

export const isTag = (place: string): boolean => TAGS.has(place);

/** A place that an archive of format 1 may hold. */
export const isKnown = (place: string): boolean =>
  isTag(place) ||
  place === places.ledger ||
  place === places.checkpoint ||
  tableAt(place) !== undefined ||
  blobAt(place) !== undefined;

const INCIDENT = /^INC-\d{4}-\d{4,9}$/;
const PLACE = /^[a-z0-9][a-z0-9._-]{0,99}(?:\/[a-z0-9][a-z0-9._-]{0,99}){0,3}$/i;

export interface EntryName {
  readonly incident: string;
  /** Empty for the bag's own folder. */
  readonly place: string;
}

/**
 * Reads an archive member's name. Undefined for whatever could lead elsewhere or be read in two ways: absolute
 * names, `..`, empty parts, backslashes, control characters, anything outside of ASCII (bytes that are no UTF-8
 * come as U+FFFD).
 */
export function readEntryName(name: string): EntryName | undefined {
  const slash = name.indexOf('/');
  const incident = slash < 0 ? name : name.slice(0, slash);
  const place = slash < 0 ? '' : name.slice(slash + 1);
  if (!INCIDENT.test(incident)) return undefined;
  return place === '' || PLACE.test(place) ? { incident, place } : undefined;
}
