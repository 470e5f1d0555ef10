import { sha256Hex } from '../../../src/domain/canonical.ts';
import type { EvidenceItem } from '../../../src/domain/evidence-item.ts';
import type { Manifest } from '../../../src/pack/manifest.ts';
import {
  type Attachments,
  changed,
  forgeItem,
  forgeLedger,
  forgeManifest,
  redigest,
  replace,
  resum,
} from '../forge.ts';
import { putTogether, takeApart } from '../parts.ts';
import { attachments, type Tampering } from './tampering.ts';

const PAGE = 'evidence-E-0001-0001.ndjson';

/** A whole forgery: nothing in the pack contradicts anything else but what a key has signed. */
interface Forgery {
  readonly id: string;
  readonly change: string;
  readonly make: Tampering['make'];
  /** What an earlier checkpoint says of it; null when the ledger stays as it was. */
  readonly checkpoint: string | null;
}

const manifestOf = (all: Attachments): Manifest => JSON.parse(String(all.get('manifest.json')));

/** A page of evidence says something else, and description, manifest and ledger have its digest. */
function rewritePage(all: Attachments): void {
  const before = manifestOf(all).items[0]?.pages[0];
  replace(all, PAGE, 'BLOCK', 'ALLOW');
  const bytes = all.get(PAGE) ?? Buffer.alloc(0);
  const after = { sha256: sha256Hex(bytes), sizeBytes: bytes.length };
  const fix = <Page extends { readonly sha256: string }>(page: Page): Page =>
    page.sha256 === before?.sha256 ? { ...page, ...after } : page;
  const pages = manifestOf(all).items[0]?.pages.map(fix) ?? [];
  forgeItem(all, 'E-0001', (item: EvidenceItem) => ({ ...item, pages: item.pages.map(fix) }), { pages });
}

/** The second item was never there. */
function hideItem(all: Attachments): void {
  for (const name of ['evidence-E-0002.json', 'evidence-E-0002-0001.json']) all.delete(name);
  replace(all, 'gates.json', 'E-0002', 'E-0001');
  redigest(all, 'gates.json');
  forgeManifest(all, (manifest) => ({
    ...manifest,
    items: manifest.items.slice(0, 1),
    coverage: { truncated: 1 },
    redactions: { ...manifest.redactions, rules: { authorization: 2 } },
  }));
  forgeLedger(all, (entries) => entries.filter(({ body }) => body['evidence'] !== 'E-0002'));
}

const FORKED = 'the ledger is forked';

const forgeries: readonly Forgery[] = [
  {
    id: 'page',
    change: 'a page of evidence says ALLOW, its digest made again in description, manifest and ledger',
    make: attachments(rewritePage),
    checkpoint: FORKED,
  },
  {
    id: 'item',
    change: 'an item taken out of pack, manifest and ledger',
    make: attachments(hideItem),
    checkpoint: 'the ledger was rolled back, or the pack is older',
  },
  {
    id: 'query',
    change: 'another query in an item’s description, its digest made again everywhere',
    make: attachments((all) =>
      forgeItem(all, 'E-0001', (item) => ({ ...item, query: { logGroup: 'aws-waf-logs-test' } })),
    ),
    checkpoint: FORKED,
  },
  {
    id: 'retrieved',
    change: 'another time of retrieval in an item’s description, its digest made again everywhere',
    make: attachments((all) =>
      forgeItem(all, 'E-0001', (item) => ({ ...item, retrievedAt: '2026-01-27T11:30:00.000Z' })),
    ),
    checkpoint: FORKED,
  },
  {
    id: 'times',
    change: 'other times in all entries of the ledger, linked again',
    make: attachments((all) =>
      forgeLedger(all, (entries) => entries.map((entry) => ({ ...entry, at: '2026-01-27T12:00:01.000Z' }))),
    ),
    checkpoint: FORKED,
  },
  {
    id: 'installation',
    change: 'another installation in the first entry and the checkpoint’s origin, linked again',
    make: attachments((all) => {
      replace(all, 'checkpoint', 'rca.example.com/', 'rca.example.org/');
      forgeLedger(all, (entries) =>
        entries.map((entry, index) =>
          index === 0 ? { ...entry, body: { ...entry.body, installation: 'rca.example.org' } } : entry,
        ),
      );
    }),
    checkpoint: 'is of rca.example.com',
  },
  {
    id: 'review',
    change: 'a sentence of the review’s text, its digest made again',
    make: attachments((all) => {
      replace(all, 'rca.md', 'Blocked', 'Allowed');
      redigest(all, 'rca.md');
    }),
    checkpoint: null,
  },
  {
    id: 'gate',
    change: 'a gate cites other evidence, its digest made again',
    make: attachments((all) => {
      replace(all, 'gates.json', 'E-0002', 'E-0001');
      redigest(all, 'gates.json');
    }),
    checkpoint: null,
  },
  {
    id: 'timeline',
    change: 'an entry taken out of the timeline, its digest made again',
    make: attachments((all) => {
      all.set('timeline.json', Buffer.from('{"entries":[]}'));
      redigest(all, 'timeline.json');
    }),
    checkpoint: null,
  },
  {
    id: 'chart',
    change: 'a row added to a chart’s data, its digest made again',
    make: attachments((all) => {
      all.set('chart-latency-p95.csv', Buffer.from('at,value\n2026-01-27T10:00:00.000Z,1\n'));
      redigest(all, 'chart-latency-p95.csv');
    }),
    checkpoint: null,
  },
  {
    id: 'printed',
    change: 'other printed pages, their digest made again',
    make: (pack, { good }) => {
      const { base, catalog } = takeApart(good.get('other')?.pack ?? pack);
      const digests = {
        base: { sha256: sha256Hex(base), sizeBytes: base.length },
        catalogSha256: sha256Hex(Buffer.from(catalog, 'latin1')),
      };
      const apart = changed(takeApart(pack), (all) =>
        forgeManifest(all, (manifest) => ({ ...manifest, ...digests })),
      );
      return putTogether({ ...apart, base, catalog });
    },
    checkpoint: null,
  },
  {
    id: 'how-to',
    change: 'VERIFY.txt tells to run something else, SHA256SUMS made again',
    make: attachments((all) => {
      all.set('VERIFY.txt', Buffer.from('Run ./verify.sh, which lies beside this pack.\n'));
      resum(all);
    }),
    checkpoint: null,
  },
  {
    id: 'made-with',
    change: 'the version of the program that made the pack, SHA256SUMS made again',
    make: attachments((all) =>
      forgeManifest(all, (manifest) => ({ ...manifest, tool: { name: 'rca', version: '0.0.9' } })),
    ),
    checkpoint: null,
  },
];

const SEALS: Readonly<Record<string, Tampering['found']>> = {
  key: { 'seal.sums': 'SHA256SUMS.sig is not valid' },
  'pades-b-b': { 'seal.signature': 'is not valid for it' },
  'pades-b-t': {
    'seal.signature': 'is not valid for it',
    'seal.timestamp': 'SHA256SUMS.tsr is missing or not valid',
  },
  full: {
    'seal.sums': 'SHA256SUMS.sig is not valid',
    'seal.signature': 'is not valid for it',
    'seal.timestamp': 'SHA256SUMS.tsr is missing or not valid',
  },
};

/** Each forgery against each level of sealing: nothing, a checkpoint that was kept, key, signature, timestamps. */
export const levelCases: readonly Tampering[] = forgeries.flatMap(({ id, change, make, checkpoint }) => {
  const row = { change, by: 'rebuilder', make } as const;
  const kept = { ...row, of: 'unsealed', checkpointOf: 'unsealed' } as const;
  return [
    {
      ...row,
      id: `unfound-all-${id}`,
      of: 'unsealed',
      found: {},
      shownBy:
        checkpoint === null
          ? 'a seal; a copy of the pack or its SHA-256 from before; recomputing it from the evidence, where it follows from that'
          : 'a seal; or any checkpoint that left the house before; `rca verify --store`',
    },
    checkpoint === null
      ? {
          ...kept,
          id: `unfound-all-${id}-checkpoint`,
          found: {},
          shownBy: 'a checkpoint is of the ledger, which is as it was; a seal covers the rest',
        }
      : { ...kept, id: `all-${id}-checkpoint`, found: { 'ledger.consistency': checkpoint } },
    ...Object.entries(SEALS).map(([of, found]): Tampering => ({ ...row, id: `all-${id}-${of}`, of, found })),
  ];
});
