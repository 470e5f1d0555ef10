import { type Check, notJudged } from '../report.ts';

/** What the caller wants the signer to be checked against: PEM files. Null and absent both say: nothing. */
export interface VerifyOptions {
  /** Ed25519 public key that signs checkpoint and SHA256SUMS. */
  readonly key?: string | null;
  /** Root certificate for signature and timestamp. */
  readonly ca?: string | null;
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
    absent('seal.signature', 'signature', isGiven(options.ca)),
    absent('seal.timestamp', 'timestamp', false),
    absent('seal.checkpoint', 'signature over its checkpoint', isGiven(options.key)),
  ];
}

const isGiven = (file: string | null | undefined): boolean => file !== undefined && file !== null;
