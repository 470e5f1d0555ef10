import { createSealer, type Sealer, type SealSettings } from '../../src/pack/seal/sealer.ts';

const NO_KEYS = { key: null, certificate: null, signingKey: null, timestampUrl: null };

export const SEALED_AT_MS = Date.UTC(2026, 1, 3, 4, 5, 6);

/** A sealer whose clock stands still. */
export const sealerOf = (settings: Partial<SealSettings>): Sealer | null =>
  createSealer({ ...NO_KEYS, ...settings }, () => SEALED_AT_MS);
