import { type Attachments, forgeManifest, redigest, replace, resum } from '../forge.ts';
import { attachments, parts, type Tampering } from './tampering.ts';

const swap = (all: Attachments, one: string, other: string): void => {
  const [first, second] = [all.get(one), all.get(other)];
  if (first && second) all.set(one, second).set(other, first);
};

const plain = (
  id: string,
  change: string,
  by: Tampering['by'],
  make: Tampering['make'],
  found: Tampering['found'],
  of = 'unsealed',
): Tampering => ({ id, change, by, of, make, found });

const PAGE = 'evidence-E-0001-0001.ndjson';

export const attachmentCases: readonly Tampering[] = [
  plain(
    'attachment-changed',
    'a word in a page of evidence',
    'anyone',
    attachments((all) => replace(all, PAGE, 'BLOCK', 'ALLOW')),
    {
      'pack.sums': `${PAGE} was changed`,
      'evidence.items': `E-0001: ${PAGE} was changed`,
    },
  ),
  plain(
    'sums-remade',
    'a word in a page of evidence, SHA256SUMS made again',
    'forger',
    attachments((all) => {
      replace(all, PAGE, 'BLOCK', 'ALLOW');
      resum(all);
    }),
    { 'evidence.items': `E-0001: ${PAGE} was changed` },
  ),
  plain(
    'attachments-swapped',
    'two attachments swapped',
    'anyone',
    attachments((all) => swap(all, 'rca.md', 'gates.json')),
    {
      'pack.sums': 'rca.md was changed',
      'documents.digests': 'gates.json is missing or was changed',
    },
  ),
  plain(
    'attachment-added',
    'an attachment added',
    'forger',
    attachments((all) => {
      all.set('extra.txt', Buffer.from('x'));
      resum(all);
    }),
    { 'pack.manifest': 'extra.txt is not named' },
  ),
  plain(
    'attachment-added-unlisted',
    'an attachment added that SHA256SUMS does not list',
    'anyone',
    attachments((all) => all.set('extra.txt', Buffer.from('x'))),
    {
      'pack.sums': 'extra.txt is not listed',
    },
  ),
  plain(
    'attachment-removed',
    'an attachment removed',
    'forger',
    attachments((all) => {
      all.delete('chart-latency-p95.csv');
      resum(all);
    }),
    {
      'pack.manifest': 'chart-latency-p95.csv is not attached',
      'documents.digests': 'chart-latency-p95.csv',
    },
  ),
  plain(
    'attachment-renamed',
    'an attachment renamed',
    'forger',
    attachments((all) => {
      all.set('review.md', all.get('rca.md') ?? Buffer.alloc(0));
      all.delete('rca.md');
      resum(all);
    }),
    { 'pack.manifest': 'rca.md is not attached', 'documents.digests': 'rca.md is missing' },
  ),
  plain(
    'attachments-reordered',
    'attachments in another order',
    'forger',
    parts((pack) => {
      pack.attachments.reverse();
    }),
    { 'pack.manifest': 'stands where' },
  ),
  plain(
    'attachment-twice',
    'two attachments of one name',
    'forger',
    parts((pack) => {
      const first = pack.attachments[0];
      if (first) pack.attachments.push({ ...first, bytes: Buffer.from('other') });
    }),
    { 'pack.structure': `two attachments are called ${PAGE}` },
  ),
  plain(
    'relationship',
    'the relationship (`AFRelationship`) of an attachment',
    'forger',
    parts((pack) => {
      pack.attachments = pack.attachments.map((part) =>
        part.name === PAGE ? { ...part, relationship: 'Data' } : part,
      );
    }),
    { 'pack.manifest': `${PAGE} has another relationship: Data` },
  ),
  plain(
    'attachment-description',
    'the description of an attachment',
    'forger',
    parts((pack) => {
      pack.attachments = pack.attachments.map((part) =>
        part.name === PAGE ? { ...part, description: 'Evidence E-0009' } : part,
      );
    }),
    { 'pack.manifest': `${PAGE} has another description: Evidence E-0009` },
  ),
  plain(
    'attachment-type',
    'the media type of an attachment',
    'forger',
    parts((pack) => {
      pack.attachments = pack.attachments.map((part) =>
        part.name === PAGE ? { ...part, mediaType: 'text/html' } : part,
      );
    }),
    { 'pack.manifest': `${PAGE} has another mediaType: text/html` },
  ),
  plain(
    'attachment-dates',
    'the dates of all attachments',
    'forger',
    parts((pack) => {
      pack.asOf = '2026-01-20T12:00:00Z';
    }),
    { 'pack.manifest': `${PAGE} is dated D:20260120120000Z` },
  ),
  plain(
    'description-changed',
    'an item’s description',
    'forger',
    attachments((all) => {
      replace(all, 'evidence-E-0002.json', 'edge-waf', 'edge-xyz');
      resum(all);
    }),
    { 'evidence.items': 'E-0002: its description was changed' },
  ),
  plain(
    'coverage-upgraded',
    'coverage upgraded from truncated to complete in the description',
    'forger',
    attachments((all) => {
      replace(all, 'evidence-E-0001.json', /"coverage":\{[^}]*\}/, '"coverage":{"state":"complete"}');
      resum(all);
    }),
    { 'evidence.items': 'E-0001: its description was changed' },
  ),
  plain(
    'document-changed',
    'a sentence of the review’s text',
    'forger',
    attachments((all) => {
      replace(all, 'rca.md', 'Blocked', 'Allowed');
      resum(all);
    }),
    { 'documents.digests': 'rca.md is missing or was changed' },
  ),
  plain(
    'item-hidden',
    'an item taken out of the pack and its manifest',
    'rebuilder',
    attachments((all) => {
      for (const name of ['evidence-E-0002.json', 'evidence-E-0002-0001.json']) all.delete(name);
      forgeManifest(all, (manifest) => ({
        ...manifest,
        items: manifest.items.slice(0, 1),
        coverage: { truncated: 1 },
      }));
    }),
    { 'ledger.custody': 'E-0002 was collected and is not in the pack' },
  ),
  plain(
    'citation',
    'a citation of evidence that there is not',
    'rebuilder',
    attachments((all) => {
      replace(all, 'rca.md', '[E-0001]', '[E-0008]');
      redigest(all, 'rca.md');
    }),
    { 'documents.citations': 'rca.md cites E-0008, which is not in the pack' },
  ),
  plain(
    'moved-beside',
    'a page taken out and said to lie beside the pack',
    'rebuilder',
    attachments((all) => {
      all.delete(PAGE);
      forgeManifest(all, (manifest) => ({
        ...manifest,
        items: manifest.items.map((item) => ({
          ...item,
          pages: item.pages.map((page) =>
            page.file === PAGE ? { ...page, file: page.sha256, placed: 'beside' } : page,
          ),
        })),
      }));
    }),
    { 'seal.sums': 'SHA256SUMS.sig is not valid' },
    'key',
  ),
  {
    ...plain(
      'beside-changed',
      'a file beside the pack',
      'anyone',
      (pack) => pack,
      { 'evidence.beside': 'beside the pack was changed' },
      'beside',
    ),
    beside: ({ beside }) =>
      new Map(
        [...beside].map(([name, bytes], index) => [
          name,
          index === 0 ? Buffer.from(bytes.map((byte) => byte ^ 1)) : bytes,
        ]),
      ),
  },
  plain(
    'redaction-removed',
    'a line of redactions.ndjson removed',
    'rebuilder',
    attachments((all) => {
      replace(
        all,
        'redactions.ndjson',
        /^.*"email".*"commitment":"[^\n]*\n|^[^\n]*"[0-9a-f]{64}"[^\n]*\n/m,
        '',
      );
      recount(all);
    }),
    { 'evidence.redactions': '1 tokens in the pages are not in redactions.ndjson' },
    'redactions',
  ),
  plain(
    'redaction-altered',
    'the commitment in redactions.ndjson',
    'forger',
    attachments((all) => {
      replace(all, 'redactions.ndjson', /"commitment":"[0-9a-f]{64}"/, `"commitment":"${'0'.repeat(64)}"`);
      resum(all);
    }),
    { 'evidence.redactions': 'a commitment that it is not the beginning of' },
    'redactions',
  ),
  plain(
    'redaction-count',
    'a count in redactions.ndjson',
    'rebuilder',
    attachments((all) => {
      replace(all, 'redactions.ndjson', '"count":1', '"count":2');
      recount(all);
    }),
    { 'evidence.redactions': '2 times, the pages have it 1 times' },
    'redactions',
  ),
];

/** The manifest's count of classes, from the list. */
function recount(all: Attachments): void {
  const lines = String(all.get('redactions.ndjson')).trimEnd().split('\n');
  const email = lines.reduce((sum, line) => sum + (JSON.parse(line) as { count: number }).count, 0);
  forgeManifest(all, (manifest) => ({
    ...manifest,
    redactions: { ...manifest.redactions, classes: { email } },
  }));
}
