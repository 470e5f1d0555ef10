import { readFile, writeFile } from 'node:fs/promises';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import type { EvidenceItem } from '../../src/domain/evidence-item.ts';
import { chain, emptyHead, type LedgerEntry } from '../../src/domain/ledger.ts';
import { merkleRoot } from '../../src/evidence/merkle.ts';
import { checkpointBody } from '../../src/pack/checkpoint.ts';
import type { Manifest, ManifestItem } from '../../src/pack/manifest.ts';
import { unlisted } from '../../src/pack/seal/signatures.ts';
import { sumBy } from '../../src/pack/summaries.ts';
import { writeSums } from '../../src/pack/sums.ts';
import { type Parts, putTogether, takeApart } from './parts.ts';

export type Attachments = Map<string, Buffer>;

/** Replaces text in one attachment; the text must be there. */
export function replace(attachments: Attachments, name: string, from: string | RegExp, to: string): void {
  const before = String(attachments.get(name));
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} does not hold ${from}`);
  attachments.set(name, Buffer.from(after));
}

/** Makes SHA256SUMS agree with what is attached, as a careful forger would. */
export function resum(attachments: Attachments): void {
  const sums = [...attachments]
    .filter(([name]) => !unlisted.has(name))
    .map(([name, bytes]) => ({ name, sha256: sha256Hex(bytes) }));
  attachments.set('SHA256SUMS', Buffer.from(writeSums(sums)));
}

/** Writes a well-formed pack again with other attachments and without the signature over the document. */
export async function forge(
  packFile: string,
  forgedFile: string,
  change: (attachments: Attachments) => void,
): Promise<void> {
  await writeFile(
    forgedFile,
    putTogether({ ...changed(takeApart(await readFile(packFile)), change), signature: null }),
  );
}

/** A pack in parts with other attachments; what is described in the file stays. */
export function changed(parts: Parts, change: (attachments: Attachments) => void): Parts {
  const heads = new Map(parts.attachments.map((part) => [part.name, part]));
  const attachments: Attachments = new Map(parts.attachments.map(({ name, bytes }) => [name, bytes]));
  change(attachments);
  const forged = { description: 'Forged', relationship: 'Data', mediaType: 'application/json' } as const;
  return {
    ...parts,
    attachments: [...attachments].map(([name, bytes]) => {
      const { deflated, ...head } = heads.get(name) ?? { ...forged, deflated: undefined };
      const unchanged = deflated !== undefined && heads.get(name)?.bytes === bytes;
      return { ...head, name, bytes, ...(unchanged ? { deflated } : {}) };
    }),
  };
}

type Entry = Omit<LedgerEntry, 'v' | 'seq' | 'prev'>;

/** Rebuilds ledger, checkpoint, manifest and SHA256SUMS around other entries: only their content is wrong. */
export function forgeLedger(
  attachments: Attachments,
  change: (entries: readonly Entry[]) => readonly Entry[],
): void {
  const before = String(attachments.get('ledger.ndjson')).trimEnd().split('\n');
  const entries = change(before.map((line) => JSON.parse(line)));
  const lines: string[] = [];
  let head = emptyHead;
  for (const { at, type, actor, body } of entries) {
    const next = chain(head, { at, type, actor, body });
    lines.push(next.line);
    head = next.head;
  }
  const ledger = { ...head, root: Buffer.from(merkleRoot(lines)).toString('hex') };
  attachments.set('ledger.ndjson', Buffer.from(lines.map((line) => `${line}\n`).join('')));
  attachments.set('checkpoint', Buffer.from(checkpointBody(originOf(attachments), ledger)));
  forgeManifest(attachments, (manifest) => ({ ...manifest, ledger }));
}

/** Replaces the manifest, in canonical form, and SHA256SUMS. */
export function forgeManifest(attachments: Attachments, change: (manifest: Manifest) => Manifest): void {
  const manifest = change(JSON.parse(String(attachments.get('manifest.json'))));
  attachments.set('manifest.json', Buffer.from(canonicalJson(manifest)));
  resum(attachments);
}

/** Replaces an item's description and its digest everywhere, ledger included. */
export function forgeItem(
  attachments: Attachments,
  id: string,
  change: (item: EvidenceItem) => EvidenceItem,
  inManifest: Partial<ManifestItem> = {},
): void {
  const name = `evidence-${id}.json`;
  const description = canonicalJson(change(JSON.parse(String(attachments.get(name)))));
  const sha256 = sha256Hex(description);
  attachments.set(name, Buffer.from(description));
  forgeManifest(attachments, (manifest) => {
    const items = manifest.items.map((item) => (item.id === id ? { ...item, sha256, ...inManifest } : item));
    return { ...manifest, items, coverage: sumBy(items.map(({ coverage }) => [coverage.state, 1])) };
  });
  forgeLedger(attachments, (entries) =>
    entries.map((entry) =>
      entry.body['evidence'] === id ? { ...entry, body: { ...entry.body, sha256 } } : entry,
    ),
  );
}

const originOf = (attachments: Attachments): string =>
  String(attachments.get('checkpoint')).split('\n')[0] ?? '';

/** Replaces the digest of a document in the manifest by that of what is attached. */
export function redigest(all: Attachments, name: string): void {
  const bytes = all.get(name) ?? Buffer.alloc(0);
  forgeManifest(all, (manifest) => ({
    ...manifest,
    documents: manifest.documents.map((document) =>
      document.file === name ? { ...document, sha256: sha256Hex(bytes), sizeBytes: bytes.length } : document,
    ),
  }));
}
