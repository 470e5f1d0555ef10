/** One line of a verification. `ok` is null when the check does not apply or could not be made. */
export interface Check {
  readonly check: CheckId;
  readonly ok: boolean | null;
  /** One sentence that names the item it fails on. */
  readonly detail: string;
}

/** In the order that they are reported. Scripts rely on the names: add, never rename. */
export const checkIds = [
  'pack.structure',
  'pack.base',
  'pack.sums',
  'pack.manifest',
  'evidence.items',
  'evidence.beside',
  'evidence.redactions',
  'ledger.chain',
  'ledger.root',
  'ledger.consistency',
  'ledger.custody',
  'ledger.signoffs',
  'documents.digests',
  'documents.citations',
  'seal.signer',
  'seal.signature',
  'seal.timestamp',
  'seal.checkpoint',
  'seal.sums',
  'seal.key',
  'seal.chain',
  'seal.certificate',
  'pack.times',
] as const;
export type CheckId = (typeof checkIds)[number];

/** A check with what it would take that it held of something else; null where it does not hold. */
export interface ReportedCheck extends Check {
  readonly forgedBy: string | null;
}

/** Of an attachment in a pack that was rewritten. */
export interface AttachmentState {
  readonly name: string;
  /** `unlisted`: nothing tells of it. `unjudged`: made after SHA256SUMS, so that no digest tells of it. */
  readonly state: 'unchanged' | 'changed' | 'missing' | 'unlisted' | 'unjudged';
}

export interface VerifyReport {
  /** Intact, and the signer is verified or nobody asked. */
  readonly ok: boolean;
  /** Everything agrees with the pack's own digests and signatures. */
  readonly intact: boolean;
  /** `unchecked`: it is signed, but not shown by whom. `unsealed`: it carries no signature. */
  readonly signer: 'verified' | 'unchecked' | 'unsealed';
  readonly checks: readonly ReportedCheck[];
  /** Only of a pack that another program wrote again. */
  readonly attachments?: readonly AttachmentState[];
}

const PROBLEMS_TOLD = 5;

/** A check that holds when there are no problems; what a pack says is made safe to print. */
export function judged(check: CheckId, problems: readonly string[], whenOk: string): Check {
  if (problems.length === 0) return { check, ok: true, detail: printable(whenOk) };
  const more = problems.length - PROBLEMS_TOLD;
  const told = problems.slice(0, PROBLEMS_TOLD).join('; ');
  return { check, ok: false, detail: printable(more > 0 ? `${told}; and ${more} more` : told) };
}

export const notJudged = (check: CheckId, why: string): Check => ({
  check,
  ok: null,
  detail: printable(why),
});

const DETAIL_CHARS_MAX = 1_000;

const printable = (text: string): string => text.slice(0, DETAIL_CHARS_MAX).replace(/[^\x20-\x7E]/g, '?');
