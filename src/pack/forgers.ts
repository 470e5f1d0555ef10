import type { Check, CheckId, ReportedCheck } from './report.ts';

/** Nothing of these is under SHA256SUMS. */
const OVER_THE_FILE: ReadonlySet<CheckId> = new Set([
  'pack.structure',
  'seal.signature',
  'seal.timestamp',
  'seal.chain',
  'seal.certificate',
]);

/** Says of each check that holds what it would take to make another pack of which it holds too. */
export function withForgers(checks: readonly Check[]): readonly ReportedCheck[] {
  const held = new Set(checks.filter(({ ok }) => ok === true).map(({ check }) => check));
  return checks.map((check) => ({
    ...check,
    forgedBy: check.ok === true ? forgerOf(check.check, held) : null,
  }));
}

function forgerOf(check: CheckId, held: ReadonlySet<CheckId>): string {
  if (check === 'ledger.consistency') return 'someone who changes the checkpoint where you keep it';
  if (held.has('seal.key') && !OVER_THE_FILE.has(check)) return 'the holder of the key that you gave';
  if (held.has('seal.chain')) return "the holder of the certificate's key, or the authority that you gave";
  if (held.has('seal.signer') && !held.has('seal.key'))
    return 'anyone with a key of their own who makes the digests again';
  return 'anyone with an editor who makes the digests again';
}
