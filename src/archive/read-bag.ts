import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { messageOf, userError } from '../domain/errors.ts';
import { DECLARATION, readInfo, readManifest } from './bag-text.ts';
import type { ArchiveCheck, ArchiveFault } from './fault.ts';
import { blobAt, isKnown, isTag, places, readEntryName } from './layout.ts';
import { readTar } from './tar.ts';

/** Everything but blobs is held in memory: rows and ledger of an incident take a fraction of it. */
const HELD_BYTES_MAX = 256 * 1024 * 1024;
const MEMBERS_MAX = 2_000_000;

export interface Bag {
  /** Of the folder that all members lie in; null when there is none, or more than one. */
  readonly incident: string | null;
  /** What is not a blob, by its place. */
  readonly texts: ReadonlyMap<string, string>;
  /** Sizes of the blobs, by the digest that names them. */
  readonly blobs: ReadonlyMap<string, number>;
  readonly payloadBytes: number;
  readonly faults: readonly ArchiveFault[];
}

/**
 * Reads an archive once, digests every member and judges the bag by itself: names, completeness, digests. Nothing
 * is written. Throws `ARCHIVE_UNREADABLE`, and `ARCHIVE_TOO_LARGE` for one that is made to fill the memory.
 */
export async function readBag(path: string, onBytes: (bytes: number) => void): Promise<Bag> {
  const sizeBytes = await sizeOf(path);
  const faults: ArchiveFault[] = [];
  const blame = (check: ArchiveCheck, detail: string): void => void faults.push({ check, detail });
  const digests = new Map<string, string>();
  const sizes = new Map<string, number>();
  const texts = new Map<string, string>();
  const incidents = new Set<string>();
  const seen = new Set<string>();
  let heldBytes = 0;

  for await (const member of readTar(path)) {
    if (seen.size >= MEMBERS_MAX) throw tooLarge(path, `more than ${MEMBERS_MAX} members`);
    if (member.sizeBytes > sizeBytes) throw tooLarge(path, `a member of ${member.sizeBytes} declared bytes`);
    const name = readEntryName(member.name.replace(/\/$/, ''));
    const folded = member.name.toLowerCase();
    if (seen.has(folded)) blame('bag.names', `${member.name} stands twice`);
    seen.add(folded);
    if (name === undefined) blame('bag.names', `${JSON.stringify(member.name)} is no name for a member`);
    if (member.type !== 'file' && member.type !== 'directory') {
      blame('bag.names', `${JSON.stringify(member.name)} is a ${member.type}, not a file`);
    }
    const place = name?.place ?? '';
    if (name !== undefined) incidents.add(name.incident);
    const isBlob = blobAt(place) !== undefined;
    const hash = createHash('sha256');
    const held: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of member.bytes) {
      hash.update(chunk);
      size += chunk.length;
      if (!isBlob) {
        heldBytes += chunk.length;
        if (heldBytes > HELD_BYTES_MAX) throw tooLarge(path, 'rows and ledger fill the memory');
        held.push(chunk);
      }
      onBytes(chunk.length);
    }
    if (member.type !== 'file' || name === undefined || digests.has(place)) continue;
    if (!isKnown(place)) blame('bag.complete', `${place} has no place in an archive of this format`);
    digests.set(place, hash.digest('hex'));
    sizes.set(place, size);
    if (isBlob) continue;
    const text = utf8(held);
    if (text === undefined) blame('bag.digests', `${place} is not UTF-8`);
    else texts.set(place, text);
  }

  if (incidents.size !== 1)
    blame('bag.names', 'not all members lie in one folder with the id of an incident');
  const incident = incidents.size === 1 ? ([...incidents][0] ?? null) : null;
  judgeManifests(texts, digests, blame);
  const payload = [...sizes].filter(([place]) => place.startsWith('data/')).map(([, size]) => size);
  const payloadBytes = payload.reduce((sum, size) => sum + size, 0);
  judgeInfo(texts.get(places.info) ?? '', incident, `${payloadBytes}.${payload.length}`, blame);
  const blobs = new Map<string, number>();
  for (const [place, size] of sizes) {
    const sha256 = blobAt(place);
    if (sha256 === undefined) continue;
    if (digests.get(place) !== sha256)
      blame('bag.digests', `${place} does not have the digest that names it`);
    blobs.set(sha256, size);
  }
  return { incident, texts, blobs, payloadBytes, faults };
}

type Blame = (check: ArchiveCheck, detail: string) => void;

function judgeManifests(
  texts: ReadonlyMap<string, string>,
  digests: ReadonlyMap<string, string>,
  blame: Blame,
): void {
  if (texts.get(places.declaration) !== DECLARATION) {
    blame('bag.complete', `${places.declaration} does not declare a bag of BagIt 1.0`);
  }
  const payload = [...digests.keys()].filter((place) => place.startsWith('data/'));
  const tags = [...digests.keys()].filter((place) => isTag(place) && place !== places.tagManifest);
  for (const [manifest, covered] of [
    [places.manifest, payload],
    [places.tagManifest, tags],
  ] as const) {
    const listed = readManifest(texts.get(manifest) ?? '\n');
    if (listed === undefined) {
      blame('bag.complete', `${manifest} is missing or cannot be read`);
      continue;
    }
    for (const [place, sha256] of listed) {
      const found = digests.get(place);
      if (found === undefined) blame('bag.complete', `${place} stands in ${manifest} and is missing`);
      else if (found !== sha256) blame('bag.digests', `${place} has another digest than ${manifest} says`);
    }
    for (const place of covered) {
      if (!listed.has(place)) blame('bag.complete', `${place} does not stand in ${manifest}`);
    }
  }
}

function judgeInfo(text: string, incident: string | null, oxum: string, blame: Blame): void {
  const info = readInfo(text);
  if (info.get('External-Identifier') !== incident) {
    blame('bag.info', 'External-Identifier is not the incident that the folder is named after');
  }
  if (info.get('Payload-Oxum') !== oxum) blame('bag.info', `Payload-Oxum is not ${oxum}`);
}

function utf8(chunks: readonly Uint8Array[]): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    if (cause instanceof TypeError) return undefined;
    throw cause;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw userError(
      {
        code: 'ARCHIVE_UNREADABLE',
        message: `the archive cannot be read: ${messageOf(cause)}`,
        where: path,
        mend: 'give the path of a file that rca export wrote',
      },
      cause,
    );
  }
}

const tooLarge = (where: string, what: string) =>
  userError({
    code: 'ARCHIVE_TOO_LARGE',
    message: `the archive is made to exhaust who reads it: ${what}`,
    where,
    mend: 'get the archive again from who exported it',
  });
