/** Names of the attachments that every pack has. */
export const parts = {
  sums: 'SHA256SUMS',
  manifest: 'manifest.json',
  redactions: 'redactions.ndjson',
  ledger: 'ledger.ndjson',
  checkpoint: 'checkpoint',
  howTo: 'VERIFY.txt',
} as const;

/** Names of the attachments that only sealed packs have, each with the seal that it belongs to. */
export const sealParts = {
  certificate: 'certificate.pem',
  timestamp: 'SHA256SUMS.tsr',
  verifierKey: 'checkpoint.vkey',
  raw: 'SHA256SUMS.sig',
  minisign: 'SHA256SUMS.minisig',
  ssh: 'SHA256SUMS.sshsig',
  attestation: 'attestation.dsse.json',
} as const;

/** The document that says what the ledger tells of sign-offs, with the reasons. */
export const SIGNOFFS = 'signoffs.json';

/** Documents that say what the others were made with, so that they can be made again. */
export const madeFrom = {
  policy: 'policy.yaml',
  controls: 'controls.yaml',
  templates: 'templates.json',
  inputs: 'inputs.json',
} as const;

export const descriptionName = (item: string): string => `evidence-${item}.json`;

/** Whether an attachment of this name is an item's description, not one of its pages. */
export const isDescription = (name: string): boolean => /^evidence-E-\d+\.json$/.test(name);

/** Whether an attachment of this name is a page of evidence. */
export const isPage = (name: string): boolean => /^evidence-E-\d+-\d+\./.test(name);
