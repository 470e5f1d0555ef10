import type { AttachmentHead } from './layout.ts';
import type { Manifest, ManifestItem } from './manifest.ts';
import { parts, sealParts } from './part-names.ts';

/** How each attachment is described in the file, shared by writer and reader. */

const supplement = (name: string, mediaType: string, description: string): AttachmentHead => ({
  name,
  mediaType,
  description,
  relationship: 'Supplement',
});

export const pageHead = (item: ManifestItem, index: number, mediaType: string): AttachmentHead => ({
  name: item.pages[index]?.file ?? '',
  description: `Evidence ${item.id}, page ${index + 1} of ${item.pages.length}`,
  relationship: 'Source',
  mediaType,
});

export const descriptionHead = ({ id, file }: ManifestItem): AttachmentHead => ({
  name: file,
  description: `Description of evidence ${id}`,
  relationship: 'Data',
  mediaType: 'application/json',
});

export const documentHead = (name: string, mediaType: string): AttachmentHead => ({
  name,
  description: `Document ${name}`,
  relationship: mediaType === 'text/markdown' ? 'Alternative' : 'Data',
  mediaType,
});

export const partHeads = {
  redactions: supplement(
    parts.redactions,
    'application/x-ndjson',
    'Redaction tokens, their commitments, and how often each stands in the evidence',
  ),
  ledger: supplement(
    parts.ledger,
    'application/x-ndjson',
    'Ledger: what was done to the evidence, hash-linked',
  ),
  checkpoint: supplement(parts.checkpoint, 'text/plain', 'Head of the ledger'),
  howTo: supplement(parts.howTo, 'text/plain', 'How to check this pack by hand'),
  manifest: supplement(parts.manifest, 'application/json', 'Manifest of this pack'),
  sums: supplement(parts.sums, 'text/plain', 'SHA-256 of every other attachment'),
} as const;

const signatureHead = (name: string, mediaType: string, tool: string): AttachmentHead =>
  supplement(name, mediaType, `Signature over ${parts.sums}, for ${tool}`);

export const sealHeads = {
  verifierKey: supplement(
    sealParts.verifierKey,
    'text/plain',
    'Public key of the checkpoint: compare it with one from elsewhere',
  ),
  certificate: supplement(
    sealParts.certificate,
    'application/x-pem-file',
    'Certificate of the signer of this document, and those that vouch for it',
  ),
  raw: signatureHead(sealParts.raw, 'application/octet-stream', 'openssl'),
  minisign: signatureHead(sealParts.minisign, 'text/plain', 'minisign'),
  ssh: signatureHead(sealParts.ssh, 'text/plain', 'ssh-keygen'),
  attestation: signatureHead(sealParts.attestation, 'application/json', 'in-toto'),
  timestamp: supplement(
    sealParts.timestamp,
    'application/timestamp-reply',
    `Timestamp over ${parts.sums}, RFC 3161`,
  ),
} as const;

/**
 * The attachments of a pack in the order in which they are written, given the media type that an item's
 * description states; of the seal, those that are there.
 */
export function headsOf(
  manifest: Manifest,
  mediaTypeOf: (item: ManifestItem) => string,
  isThere: (name: string) => boolean,
): readonly AttachmentHead[] {
  const items = manifest.items.flatMap((item) => [
    ...item.pages.flatMap(({ placed }, index) =>
      placed === 'attached' ? [pageHead(item, index, mediaTypeOf(item))] : [],
    ),
    descriptionHead(item),
  ]);
  const { redactions, ledger, checkpoint, howTo, manifest: own, sums } = partHeads;
  const { verifierKey, certificate, raw, minisign, ssh, attestation, timestamp } = sealHeads;
  return [
    ...items,
    ...manifest.documents.map(({ file, mediaType }) => documentHead(file, mediaType)),
    ...[redactions, ledger, checkpoint],
    ...[verifierKey, certificate].filter(({ name }) => isThere(name)),
    ...[howTo, own, sums],
    ...[raw, minisign, ssh, attestation, timestamp].filter(({ name }) => isThere(name)),
  ];
}
