import type { CertifiedKey } from './certified-key.ts';
import type { Signer } from './ed25519.ts';
import { requestTimestamp, type Timestamped } from './request-timestamp.ts';
import { sealedBy } from './signer-name.ts';
import { readSigner } from './signing-key.ts';
import { refuseUnfit } from './unfit-certificate.ts';

/** Who signs packs. */
export interface Sealer {
  /** As cover and manifest name it. */
  readonly name: string;
  /** Signs the checkpoint and SHA256SUMS. */
  readonly signingKey: Signer | null;
  /** Signs the document. */
  readonly certified: CertifiedKey | null;
  /** Asks the authority, if there is one. */
  readonly timestamp: ((data: Buffer) => Promise<Timestamped>) | null;
  nowMs(): number;
}

export interface SealSettings {
  readonly certified: CertifiedKey | null;
  /** PEM. */
  readonly signingKey: string | null;
  readonly timestampUrl: string | null;
}

/** Null when there is no key: packs stay unsealed. Throws `SEAL_*` errors that name the setting. */
export function createSealer(settings: SealSettings, nowMs: () => number): Sealer | null {
  const { certified, timestampUrl } = settings;
  const signingKey = settings.signingKey === null ? null : readSigner(settings.signingKey, 'seal.signingKey');
  if (signingKey === null && certified === null) return null;
  if (certified !== null) refuseUnfit(certified.certificates);
  return {
    name: sealedBy({
      certificate: certified?.certificates[0],
      publicKey: signingKey?.publicKey,
      timestamped: timestampUrl !== null,
    }),
    signingKey,
    certified,
    timestamp: timestampUrl === null ? null : (data) => requestTimestamp(timestampUrl, data, nowMs),
    nowMs,
  };
}
