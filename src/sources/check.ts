import { RcaError } from '../domain/errors.ts';
import type { Check } from './source.ts';

/** Runs one probe for `doctor`; the probe tells what it found. */
export async function checked(check: string, probe: () => Promise<string>): Promise<Check> {
  try {
    return { check, ok: true, detail: await probe(), mend: '' };
  } catch (cause) {
    if (!(cause instanceof RcaError)) throw cause;
    return { check, ok: false, detail: cause.message, mend: cause.mend };
  }
}
