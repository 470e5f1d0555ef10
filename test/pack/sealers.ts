import { readCertifiedKey } from '../../src/pack/seal/certified-key.ts';
import { createSealer, type Sealer, type SealSettings } from '../../src/pack/seal/sealer.ts';
import { sealedBy } from '../../src/pack/seal/signer-name.ts';

const NO_KEYS = { certified: null, signingKey: null, timestampUrl: null };

export const SEALED_AT_MS = Date.UTC(2026, 1, 3, 4, 5, 6);

export interface TestSeal extends Partial<SealSettings> {
  /** PEM, with `certificate`. */
  readonly key?: string;
  readonly certificate?: string;
}

/** A sealer whose clock stands still. */
export function sealerOf({ key, certificate, ...settings }: TestSeal): Sealer | null {
  const certified =
    key === undefined || certificate === undefined ? {} : { certified: readCertifiedKey(key, certificate) };
  return createSealer({ ...NO_KEYS, ...settings, ...certified }, () => SEALED_AT_MS);
}

/** Seals with a certificate that the program refuses. */
export function carelessSealer(key: string, certificate: string): Sealer {
  const certified = readCertifiedKey(key, certificate);
  const name = sealedBy({ certificate: certified.certificates[0], publicKey: undefined, timestamped: false });
  return { name, certified, signingKey: null, timestamp: null, nowMs: () => SEALED_AT_MS };
}
