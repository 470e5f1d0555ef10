import { readRegular } from '#platform/regular-file';
import type { Config } from './config.ts';
import { messageOf, userError } from './domain/errors.ts';
import { type CertifiedKey, readCertificates, readCertifiedKey } from './pack/seal/certified-key.ts';
import { createSealer, type Sealer } from './pack/seal/sealer.ts';

/** Who seals packs by this configuration; null: nobody. Asks no network. Throws `SEAL_*`. */
export async function openSealer(seal: Config['seal'], nowMs: () => number): Promise<Sealer | null> {
  const { signingKey, timestampUrl } = seal;
  return createSealer({ certified: await certifiedKey(seal), signingKey, timestampUrl }, nowMs);
}

const KMS = 'kms:';

async function certifiedKey({
  key,
  certificate,
  pkcs12,
  passphrase,
}: Config['seal']): Promise<CertifiedKey | null> {
  if (pkcs12 !== null && passphrase !== null) {
    const { readPkcs12 } = await import('./pack/seal/pkcs12.ts');
    return readPkcs12(await read(pkcs12), passphrase);
  }
  if (key === null || certificate === null) return null;
  if (!key.startsWith(KMS)) return readCertifiedKey(key, certificate);
  const { kmsKey } = await import('./pack/seal/aws-kms.ts');
  return kmsKey(key.slice(KMS.length), readCertificates(certificate));
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readRegular(file);
  } catch (cause) {
    throw userError(
      {
        code: 'SEAL_PKCS12_UNREADABLE',
        message: `the file cannot be read: ${messageOf(cause)}`,
        where: `seal.pkcs12: ${file}`,
        mend: 'check the path, and that the file is readable for this account',
      },
      cause,
    );
  }
}
