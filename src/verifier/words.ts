import type { CheckId, VerifyReport } from '../pack/report.ts';

/** What each check asks, for a person. */
export const TITLES: Readonly<Record<CheckId, string>> = {
  'pack.structure': 'Structure of the file',
  'pack.base': 'Pages of the document',
  'pack.sums': 'Attachments and SHA256SUMS',
  'pack.manifest': 'Manifest',
  'evidence.items': 'Evidence items and their pages',
  'evidence.beside': 'Evidence beside the pack',
  'evidence.redactions': 'Redactions',
  'ledger.chain': 'Links of the ledger',
  'ledger.root': 'Root of the ledger',
  'ledger.custody': 'Chain of custody',
  'ledger.signoffs': 'Sign-offs and the ledger',
  'ledger.consistency': 'Checkpoints kept elsewhere agree with the ledger',
  'documents.digests': 'Text forms of the documents',
  'documents.citations': 'Citations of evidence',
  'seal.signer': 'Named signer',
  'seal.signature': 'Signature over the document',
  'seal.timestamp': 'Timestamps',
  'seal.checkpoint': 'Signature over the checkpoint',
  'seal.sums': 'Signatures over SHA256SUMS',
  'seal.key': 'The public key that you gave',
  'seal.chain': 'The root certificate that you gave',
  'seal.certificate': 'The certificate of the signer',
  'pack.times': 'Order of times',
};

export const SIGNER: Readonly<Record<VerifyReport['signer'], { title: string; sentence: string }>> = {
  verified: {
    title: 'Signer verified',
    sentence:
      'It was sealed by the holder of the key or certificate that you gave, or under the root that you gave.',
  },
  unchecked: {
    title: 'Signer not verified',
    sentence:
      'It is sealed, but nothing that you gave shows by whom: anyone could have made this. Get the public key, the root certificate or the fingerprint of the signer from its maker, by another way than this file, and give it below.',
  },
  unsealed: {
    title: 'Not sealed',
    sentence: 'Nobody has signed this pack, so anyone could have made this.',
  },
};

export const WHOLE = {
  intact: {
    title: 'Intact',
    sentence: 'Everything in the pack agrees with its own digests and signatures.',
  },
  broken: {
    title: 'Not intact',
    sentence:
      'Something in this pack was changed, is missing or was added. Do not rely on it; the checks that fail say where.',
  },
} as const;

/** Only where a checkpoint was given. */
export const LEDGER = {
  agrees: {
    title: 'Ledger as it was kept',
    sentence: 'Each checkpoint that you gave is of this ledger: it was not rewritten since.',
  },
  contradicted: {
    title: 'Ledger contradicted',
    sentence:
      'A checkpoint that you gave does not agree with this ledger: it was rewritten or rolled back, or the checkpoint is of another one. The check of the checkpoints says which.',
  },
} as const;

/** Only where they do. */
export const TIMES = {
  title: 'Times contradict',
  sentence: 'What the pack says of its times cannot all be so. The check of the order of times says which.',
} as const;

export const outcomeOf = (ok: boolean | null): 'holds' | 'fails' | 'open' =>
  ok === null ? 'open' : ok ? 'holds' : 'fails';

/** Meaning is never by colour alone: each outcome has a sign and a word. */
export const OUTCOMES = {
  holds: { sign: '✓', word: 'holds' },
  fails: { sign: '✗', word: 'fails' },
  open: { sign: '–', word: 'not judged' },
} as const;
