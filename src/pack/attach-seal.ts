import { userError } from '../domain/errors.ts';
import type { BaseDocument } from './base-document.ts';
import type { Relationship } from './layout.ts';
import { type Manifest, parts, sealParts } from './manifest.ts';
import { certificatesPem } from './seal/certificates.ts';
import { writeCms } from './seal/cms.ts';
import type { Sealer } from './seal/sealer.ts';
import { signDigest } from './seal/sign-digest.ts';
import { signatures } from './seal/signatures.ts';
import { verifierKey } from './seal/signed-note.ts';
import { CMS_BYTES_MAX } from './signature-layout.ts';
import type { Signing, UpdateWriter } from './update-writer.ts';

const supplement = (name: string, mediaType: string, description: string) =>
  ({ name, mediaType, description, relationship: 'Supplement' satisfies Relationship }) as const;

/** Attaches what the pack's own signatures are to be checked with. */
export async function attachPublicHalves(
  writer: UpdateWriter,
  origin: string,
  { signingKey, certified }: Sealer,
): Promise<void> {
  if (signingKey !== null) {
    const description = 'Public key of the checkpoint: compare it with one from elsewhere';
    const line = verifierKey(origin, signingKey.publicKey);
    await writer.attach(supplement(sealParts.verifierKey, 'text/plain', description), Buffer.from(line));
  }
  if (certified !== null) {
    const description = 'Certificate of the signer of this document, and those that vouch for it';
    await writer.attach(
      supplement(sealParts.certificate, 'application/x-pem-file', description),
      Buffer.from(certificatesPem(certified.certificates)),
    );
  }
}

/** Attaches every signature and the timestamp over SHA256SUMS. */
export async function attachSumsSeal(
  writer: UpdateWriter,
  sums: string,
  manifest: Manifest,
  { signingKey, timestamp }: Sealer,
): Promise<void> {
  const message = Buffer.from(sums);
  if (signingKey !== null) {
    for (const { name, form, mediaType, tool } of signatures) {
      const description = `Signature over ${parts.sums}, for ${tool}`;
      const signature = form.write({ message, manifest }, signingKey);
      await writer.attach(supplement(name, mediaType, description), signature);
    }
  }
  if (timestamp !== null) {
    const description = `Timestamp over ${parts.sums}, RFC 3161`;
    const { response } = await timestamp(message);
    await writer.attach(
      supplement(sealParts.timestamp, 'application/timestamp-reply', description),
      response,
    );
  }
}

/** How the document is to be signed; null when there is no certificate for it. */
export function signingOf(base: BaseDocument, sealer: Sealer): Signing | null {
  const { certified, timestamp } = sealer;
  const field = base.signatureField;
  if (certified === null) return null;
  if (field === null) {
    throw userError({
      code: 'BASE_PDF_INVALID',
      message: 'the base document has no field for a signature',
      mend: 'finalise it with a signature field',
    });
  }
  return {
    field,
    at: new Date(sealer.nowMs()).toISOString(),
    async sign(digest) {
      const signature = await signDigest(digest, certified);
      const token = timestamp === null ? null : (await timestamp(signature)).token;
      const cms = writeCms({ digest, certificates: certified.certificates, signature, token });
      if (cms.length > CMS_BYTES_MAX) throw tooLarge(cms.length);
      return cms;
    },
  };
}

const tooLarge = (sizeBytes: number) =>
  userError({
    code: 'SEAL_TOO_LARGE',
    message: `signature, certificates and timestamp have ${sizeBytes} bytes, more than ${CMS_BYTES_MAX}`,
    where: 'seal.certificate, seal.timestampUrl',
    mend: 'name fewer certificates, or an authority that sends fewer with its timestamps',
  });
