import { parts, sealParts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged } from '../report.ts';
import { attempt } from '../seal/attempt.ts';
import { type Certificates, certificatesIn, certificatesPem } from '../seal/certificates.ts';
import { certificateName } from '../seal/signer-name.ts';
import type { Timestamp } from '../seal/timestamp.ts';
import { SIGNATURE_CONTENTS, signatureContents } from '../signature-layout.ts';

// What reads signatures is loaded for packs that have some: most of the time of checking a small pack is loading.

/** A signature over the document and its certificates, taken apart. */
export interface DocumentSignature {
  readonly certificates: Certificates;
  readonly signature: Buffer;
  readonly token: Buffer | null;
}

/** The certificates that a pack says its document is signed with. */
export function ownCertificates(pack: ReadPack): Certificates | undefined {
  const pem = pack.attachments.get(sealParts.certificate)?.bytes?.toString('latin1') ?? '';
  const [signer, ...issuers] = certificatesIn(pem) ?? [];
  if (signer === undefined || certificatesPem([signer, ...issuers]) !== pem) return undefined;
  return [signer, ...issuers];
}

/** The signature over the document; undefined when it is not what this program writes for this document. */
export async function documentSignature(
  pack: ReadPack,
  digest: Buffer,
): Promise<DocumentSignature | undefined> {
  const certificates = ownCertificates(pack);
  const contents = pack.signature?.contents ?? '';
  const hex = SIGNATURE_CONTENTS.exec(contents)?.[1];
  if (certificates === undefined || hex === undefined) return undefined;
  const [{ isSignatureOf, writeCms }, { readCms }] = await Promise.all([
    import('../seal/cms.ts'),
    import('../seal/read-cms.ts'),
  ]);
  return attempt(async () => {
    const found = readCms(Buffer.from(hex, 'hex'));
    if (found === undefined) return undefined;
    const cms = { digest, certificates, ...found };
    const same = signatureContents(writeCms(cms)) === contents;
    return same && (await isSignatureOf(cms)) ? { certificates, ...found } : undefined;
  });
}

/** Whether anything in a pack claims that its document is signed. */
export const claimsSignature = (pack: ReadPack): boolean =>
  pack.signature !== null || pack.attachments.has(sealParts.certificate);

export function checkSignature(pack: ReadPack, signature: DocumentSignature | undefined): Check {
  if (!claimsSignature(pack)) return notJudged('seal.signature', 'the document carries no signature');
  const problems =
    signature !== undefined
      ? []
      : [
          pack.signature === null
            ? 'the signature of the document is missing'
            : `the signature of the document is not valid for it and ${sealParts.certificate}`,
        ];
  const signer = signature === undefined ? '' : certificateName(signature.certificates[0]);
  return judged('seal.signature', problems, `the whole document is signed by ${signer}`);
}

/** The timestamps of a pack: over SHA256SUMS and over the document's signature. */
export async function timestampsOf(
  pack: ReadPack,
  signature: DocumentSignature | undefined,
): Promise<ReadonlyMap<string, Timestamp | undefined>> {
  const timestamps = new Map<string, Timestamp | undefined>();
  const response = pack.attachments.get(sealParts.timestamp)?.bytes;
  if (response === undefined) return timestamps;
  const { readTimestamp, tokenIn } = await import('../seal/timestamp.ts');
  const sums = pack.attachments.get(parts.sums)?.bytes ?? Buffer.alloc(0);
  const token = await tokenIn(response);
  timestamps.set(sealParts.timestamp, token && (await readTimestamp(token, sums)));
  if (signature !== undefined) {
    const own = signature.token && (await readTimestamp(signature.token, signature.signature));
    timestamps.set('the timestamp of the signature', own ?? undefined);
  }
  return timestamps;
}

export function checkTimestamps(
  pack: ReadPack,
  signature: DocumentSignature | undefined,
  timestamps: ReadonlyMap<string, Timestamp | undefined>,
): Check {
  const claimed = pack.attachments.has(sealParts.timestamp) || (signature?.token ?? null) !== null;
  if (!claimed) return notJudged('seal.timestamp', 'the pack carries no timestamp');
  const problems = [...timestamps].flatMap(([name, timestamp]) =>
    timestamp === undefined
      ? [`${name} is missing or not valid`]
      : timestamp.problems.map((why) => `${name} ${why}`),
  );
  if (timestamps.size === 0) problems.push(`${sealParts.timestamp} is missing or cannot be read`);
  const times = [...timestamps.values()].flatMap((timestamp) => timestamp?.at.toISOString() ?? []);
  return judged('seal.timestamp', problems, `the seal was there at ${times.join(' and ')}`);
}
