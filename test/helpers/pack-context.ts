import type { PackContext } from '../../src/documents/pack.ts';

/** What a pack's pages say beyond the case file, with a sample for the first item. */
export const packContext = (sample = '{"action":"BLOCK"}'): PackContext => ({
  version: 1,
  signer: null,
  notSealedBy: ['a certificate', 'an Ed25519 key', 'a timestamp authority'],
  ledgerRoot: 'ab'.repeat(32),
  attachments: [{ name: 'manifest.json', what: 'what is in the pack' }],
  mapping: [
    {
      framework: 'SOC 2',
      control: 'CC7.3',
      about: 'Events are judged.',
      parts: [
        { part: 'evidence', recorded: '1 item' },
        { part: 'signoffs', recorded: null },
      ],
    },
  ],
  samples: new Map([['E-0001', [sample]]]),
});
