import type { ClockOffset } from '../domain/clock.ts';
import { userError } from '../domain/errors.ts';
import type { BaseDocument } from './base-document.ts';
import { sealHeads } from './heads.ts';
import type { Manifest } from './manifest.ts';
import { certificatesPem } from './seal/certificates.ts';
import { writeCms } from './seal/cms.ts';
import type { Sealer } from './seal/sealer.ts';
import { signDigest } from './seal/sign-digest.ts';
import { signatures } from './seal/signatures.ts';
import { verifierKey } from './seal/signed-note.ts';
import { CMS_BYTES_MAX } from './signature-layout.ts';
import type { Signing, UpdateWriter } from './update-writer.ts';

/** Attaches what the pack's own signatures are to be checked with. */
export async function attachPublicHalves(
  writer: UpdateWriter,
  origin: string,
  { signingKey, certified }: Sealer,
): Promise<void> {
  if (signingKey !== null) {
    const line = verifierKey(origin, signingKey.publicKey);
    await writer.attach(sealHeads.verifierKey, Buffer.from(line));
  }
  if (certified !== null) {
    await writer.attach(sealHeads.certificate, Buffer.from(certificatesPem(certified.certificates)));
  }
}

/** Attaches every signature and the timestamp over SHA256SUMS; tells the authority's clock against ours. */
export async function attachSumsSeal(
  writer: UpdateWriter,
  sums: string,
  manifest: Manifest,
  { signingKey, timestamp }: Sealer,
): Promise<ClockOffset | null> {
  const message = Buffer.from(sums);
  if (signingKey !== null) {
    for (const { part, form } of signatures) {
      await writer.attach(sealHeads[part], form.write({ message, manifest }, signingKey));
    }
  }
  if (timestamp === null) return null;
  const { response, clock } = await timestamp(message);
  await writer.attach(sealHeads.timestamp, response);
  return clock;
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
