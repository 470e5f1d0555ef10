/** What an archive is judged by. */
export const archiveChecks = [
  'bag.names',
  'bag.complete',
  'bag.digests',
  'bag.info',
  'ledger.chain',
  'ledger.export',
  'ledger.checkpoint',
  'ledger.given-checkpoint',
  'rows.shape',
  'rows.ledger',
  'blobs.complete',
] as const;
export type ArchiveCheck = (typeof archiveChecks)[number];

/** A reason not to restore an archive. */
export interface ArchiveFault {
  readonly check: ArchiveCheck;
  readonly detail: string;
}
