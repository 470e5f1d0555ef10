import type { Manifest, ManifestItem, ManifestPage } from '../../../src/pack/manifest.ts';
import { forgeManifest } from '../forge.ts';
import { attachments, type Tampering } from './tampering.ts';

const OTHER = 'a'.repeat(64);

const field = (
  name: string,
  found: Tampering['found'],
  change: (manifest: Manifest) => object,
  of = 'unsealed',
): Tampering => ({
  id: `manifest-${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
  change: `\`${name}\` of the manifest`,
  by: 'forger',
  of,
  make: attachments((all) => forgeManifest(all, (manifest) => ({ ...manifest, ...change(manifest) }))),
  found,
});

const firstItem = (change: (item: ManifestItem) => object) => (manifest: Manifest) => ({
  items: manifest.items.map((item, index) => (index === 0 ? { ...item, ...change(item) } : item)),
});
const firstPage = (change: Partial<ManifestPage>) =>
  firstItem(({ pages }) => ({
    pages: pages.map((page, index) => (index === 0 ? { ...page, ...change } : page)),
  }));
const firstDocument =
  (change: object) =>
  ({ documents }: Manifest) => ({
    documents: documents.map((document, index) => (index === 0 ? { ...document, ...change } : document)),
  });

const signed = { 'seal.sums': 'SHA256SUMS.sig is not valid' } as const;

/** Each member of the manifest, changed with SHA256SUMS made again. */
export const manifestCases: readonly Tampering[] = [
  field('packFormat', { 'pack.manifest': 'cannot be read' }, () => ({ packFormat: 2 })),
  field('incident', { 'evidence.items': 'is of another item', 'ledger.root': 'another incident' }, () => ({
    incident: 'INC-2026-0002',
  })),
  field('version', { 'seal.sums': 'SHA256SUMS.minisig is not valid' }, () => ({ version: 2 }), 'key'),
  field('asOf', { 'pack.manifest': 'is dated D:20260127120000Z' }, () => ({
    asOf: '2026-01-26T12:00:00.000Z',
  })),
  field('base.sha256', { 'pack.base': 'the pages of the document were changed' }, ({ base }) => ({
    base: { ...base, sha256: OTHER },
  })),
  field('base.sizeBytes', { 'pack.base': 'the base document has' }, ({ base }) => ({
    base: { ...base, sizeBytes: base.sizeBytes + 1 },
  })),
  field('catalogSha256', { 'pack.base': 'the catalog of the document was changed' }, () => ({
    catalogSha256: OTHER,
  })),
  field('items', { 'ledger.custody': 'E-0002 was collected and is not in the pack' }, ({ items }) => ({
    items: items.slice(0, 1),
  })),
  field(
    'items[].id',
    { 'ledger.custody': 'E-0009' },
    firstItem(() => ({ id: 'E-0009' })),
  ),
  field(
    'items[].sha256',
    { 'evidence.items': 'E-0001: its description was changed', 'ledger.custody': 'E-0001' },
    firstItem(() => ({ sha256: OTHER })),
  ),
  field(
    'items[].file',
    { 'pack.manifest': 'evidence-E-0002.json is named twice' },
    firstItem(() => ({ file: 'evidence-E-0002.json' })),
  ),
  {
    ...field(
      'items[].coverage',
      { 'evidence.items': 'E-0001: its description has another coverage' },
      (manifest) => ({
        ...firstItem(() => ({ coverage: { state: 'complete' } }))(manifest),
        coverage: { complete: 2 },
      }),
    ),
    change: 'coverage upgraded from truncated to complete in the manifest',
  },
  field(
    'items[].records',
    { 'evidence.items': 'E-0001: its description counts other records' },
    firstItem(() => ({ records: 9 })),
  ),
  field(
    'items[].pages',
    { 'evidence.items': 'E-0001: its description has other pages' },
    firstItem(({ pages }) => ({ pages: pages.slice(0, 1) })),
  ),
  field(
    'items[].pages[].sha256',
    { 'evidence.items': 'E-0001: evidence-E-0001-0001.ndjson was changed' },
    firstPage({ sha256: OTHER }),
  ),
  field(
    'items[].pages[].sizeBytes',
    { 'evidence.items': 'E-0001: evidence-E-0001-0001.ndjson was changed' },
    firstPage({ sizeBytes: 1 }),
  ),
  field(
    'items[].pages[].records',
    { 'evidence.items': 'E-0001: its description has other pages' },
    firstPage({ records: 1 }),
  ),
  field(
    'items[].pages[].file',
    { 'pack.manifest': 'evidence-E-0001-0002.ndjson is named twice' },
    firstPage({ file: 'evidence-E-0001-0002.ndjson' }),
  ),
  field(
    'items[].pages[].placed',
    { 'evidence.items': 'evidence-E-0001-0001.ndjson is misnamed' },
    firstPage({ placed: 'beside' }),
  ),
  field('withdrawn', { 'ledger.custody': 'E-0007 was not withdrawn' }, () => ({ withdrawn: ['E-0007'] })),
  field('documents', { 'pack.manifest': 'rca.md is not named' }, ({ documents }) => ({
    documents: documents.slice(1),
  })),
  field(
    'documents[].file',
    { 'documents.digests': 'review.md is missing' },
    firstDocument({ file: 'review.md' }),
  ),
  field(
    'documents[].mediaType',
    { 'pack.manifest': 'rca.md has another mediaType: text/markdown' },
    firstDocument({ mediaType: 'text/html' }),
  ),
  field(
    'documents[].sha256',
    { 'documents.digests': 'rca.md is missing or was changed' },
    firstDocument({ sha256: OTHER }),
  ),
  field(
    'documents[].sizeBytes',
    { 'documents.digests': 'rca.md is missing or was changed' },
    firstDocument({ sizeBytes: 1 }),
  ),
  field('coverage', { 'pack.manifest': 'coverage is not what the pack holds' }, () => ({
    coverage: { complete: 2 },
  })),
  field(
    'redactions.rules',
    { 'pack.manifest': 'redactions.rules is not what the pack holds' },
    ({ redactions }) => ({
      redactions: { ...redactions, rules: {} },
    }),
  ),
  field(
    'redactions.classes',
    { 'pack.manifest': 'redactions.classes is not what the pack holds' },
    ({ redactions }) => ({
      redactions: { ...redactions, classes: { email: 3 } },
    }),
  ),
  field(
    'redactions.ruleSets',
    { 'pack.manifest': 'redactions.ruleSets is not what the pack holds' },
    ({ redactions }) => ({
      redactions: { ...redactions, ruleSets: [OTHER] },
    }),
  ),
  field('madeWith', signed, () => ({ madeWith: { policy: OTHER } }), 'key'),
  field(
    'tool.version',
    { 'seal.sums': 'attestation.dsse.json is not valid' },
    () => ({ tool: { name: 'rca', version: '9.9.9' } }),
    'key',
  ),
  field('ledger.size', { 'ledger.root': 'the manifest has another size than the ledger' }, ({ ledger }) => ({
    ledger: { ...ledger, size: 2 },
  })),
  field('ledger.tip', { 'ledger.root': 'the manifest has another tip than the ledger' }, ({ ledger }) => ({
    ledger: { ...ledger, tip: OTHER },
  })),
  field('ledger.root', { 'ledger.root': 'the manifest has another root than the ledger' }, ({ ledger }) => ({
    ledger: { ...ledger, root: OTHER },
  })),
  field('signer', { 'seal.signer': 'somebody else was to seal' }, () => ({ signer: 'somebody else' }), 'key'),
  field('an unknown member', { 'pack.manifest': 'is not canonical JSON of format 1' }, () => ({
    approvedBy: 'an auditor',
  })),
];
