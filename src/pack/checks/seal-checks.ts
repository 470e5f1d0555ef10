import { type Check, notJudged } from '../report.ts';

/** What the caller wants a signer to be checked against; PEM texts. */
export interface VerifyOptions {
  /** Ed25519 public key that signs checkpoint and SHA256SUMS. */
  readonly key?: string;
  /** Root certificate for signature and timestamp. */
  readonly ca?: string;
  /** An unchecked or missing signer is a failure. */
  readonly strict?: boolean;
}

/** A pack of format 1 without a seal has nothing to check a signer by; asking for one is answered with no. */
export function checkSeal(options: VerifyOptions): readonly Check[] {
  const absent = (check: Check['check'], what: string, asked: boolean): Check => {
    const detail = `the pack is unsealed: it carries no ${what}`;
    return asked ? { check, ok: false, detail } : notJudged(check, detail);
  };
  return [
    absent('seal.signature', 'signature', options.ca !== undefined),
    absent('seal.timestamp', 'timestamp', false),
    absent('seal.checkpoint', 'signature over its checkpoint', options.key !== undefined),
  ];
}
