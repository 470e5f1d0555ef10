import { type Attachments, forgeItem, forgeLedger, replace, resum } from '../forge.ts';
import { partOf } from '../parts.ts';
import { attachments, type Tampering } from './tampering.ts';

const LEDGER = 'ledger.ndjson';
const linesOf = (all: Attachments): string[] => String(all.get(LEDGER)).trimEnd().split('\n');
const setLines = (all: Attachments, lines: readonly string[]): void => {
  all.set(LEDGER, Buffer.from(lines.map((line) => `${line}\n`).join('')));
  resum(all);
};

const entry = (name: string, from: string | RegExp, to: string, found: Tampering['found']): Tampering => ({
  id: `ledger-${name}`,
  change: `\`${name}\` of a ledger entry`,
  by: 'forger',
  of: 'unsealed',
  make: attachments((all) => {
    setLines(
      all,
      linesOf(all).map((line, index) => (index === 1 ? line.replace(from, to) : line)),
    );
  }),
  found,
});

const unlinked = { 'ledger.chain': 'line 3 does not link to the line before' } as const;

const rebuilt = (
  id: string,
  change: string,
  rebuild: Parameters<typeof forgeLedger>[1],
): Omit<Tampering, 'of' | 'found'> => ({
  id,
  change,
  by: 'rebuilder',
  make: attachments((all) => forgeLedger(all, rebuild)),
});

const laterBy = rebuilt(
  'ledger-rechained',
  'an actor in the ledger, all links, root and digests made again',
  (entries) => entries.map((one) => ({ ...one, actor: 'cli:somebody' })),
);

export const ledgerCases: readonly Tampering[] = [
  entry('v', '"v":1', '"v":2', { 'ledger.chain': 'line 2 is not a ledger entry of version 1' }),
  entry('seq', '"seq":1', '"seq":7', { 'ledger.chain': 'line 2 has sequence number 7' }),
  entry('at', '"at":"2026-01-27T12', '"at":"2026-01-27T13', unlinked),
  entry('type', 'evidence.collected', 'evidence.imported', unlinked),
  entry('actor', 'cli:test', 'cli:evil', unlinked),
  entry('body', 'edge-waf', 'edge-xyz', unlinked),
  entry('prev', /"prev":"[0-9a-f]{4}/, '"prev":"0000', {
    'ledger.chain': 'line 2 does not link to the line before',
  }),
  entry('spacing', '"seq":1', '"seq": 1', { 'ledger.chain': 'line 2 is not canonical JSON' }),
  {
    id: 'ledger-truncated',
    change: 'the last entry of the ledger cut off',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => setLines(all, linesOf(all).slice(0, -1))),
    found: { 'ledger.root': 'the checkpoint has another size', 'ledger.custody': 'E-0002' },
  },
  {
    id: 'ledger-entry-removed',
    change: 'an entry within the ledger removed',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => setLines(all, linesOf(all).toSpliced(1, 1))),
    found: { 'ledger.chain': 'line 2 has sequence number 2', 'ledger.custody': 'E-0001' },
  },
  {
    id: 'ledger-entry-inserted',
    change: 'an entry of the ledger inserted a second time',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => setLines(all, linesOf(all).toSpliced(1, 0, linesOf(all)[1] ?? ''))),
    found: { 'ledger.chain': 'line 3 has sequence number 1' },
  },
  {
    id: 'ledger-reordered',
    change: 'two entries of the ledger in the other order',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => {
      const [first = '', second = '', third = ''] = linesOf(all);
      setLines(all, [first, third, second]);
    }),
    found: { 'ledger.chain': 'line 2 has sequence number 2' },
  },
  {
    ...rebuilt(
      'ledger-shortened-rechained',
      'an entry removed from the ledger and everything made again',
      (entries) => entries.slice(0, -1),
    ),
    of: 'unsealed',
    found: { 'ledger.custody': 'E-0002: the ledger does not tell of its collection' },
  },
  {
    ...rebuilt(
      'ledger-grown-rechained',
      'an entry for evidence that is not there added, everything made again',
      (entries) => [
        ...entries,
        {
          at: '2026-01-27T12:00:00.000Z',
          type: 'evidence.collected',
          actor: 'cli:test',
          body: { evidence: 'E-0003', source: 'edge-waf', sha256: 'd'.repeat(64) },
        },
      ],
    ),
    of: 'unsealed',
    found: { 'ledger.custody': 'E-0003 was collected and is not in the pack' },
  },
  {
    ...rebuilt(
      'ledger-withdrawn-rechained',
      'an entry added that an item was withdrawn, everything made again',
      (entries) => [
        ...entries,
        {
          at: '2026-01-27T12:00:00.000Z',
          type: 'evidence.withdrawn',
          actor: 'cli:test',
          body: { evidence: 'E-0001', commitment: 'c'.repeat(64) },
        },
      ],
    ),
    of: 'unsealed',
    found: { 'ledger.custody': 'E-0001 was withdrawn and is in the pack' },
  },
  {
    id: 'ledger-restated-rechained',
    change: 'an item stated a second time, with another description, everything made again',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => {
      forgeItem(all, 'E-0001', (item) => ({ ...item, collector: 'cli:another' }));
      forgeLedger(all, (entries) =>
        entries.flatMap((entry) =>
          entry.body['evidence'] === 'E-0001'
            ? [{ ...entry, body: { ...entry.body, sha256: 'e'.repeat(64) } }, entry]
            : [entry],
        ),
      );
    }),
    found: {
      'ledger.chain': 'line 3 (evidence.collected) states again what is stated once: evidence E-0001',
    },
  },
  { ...laterBy, of: 'key', found: { 'seal.checkpoint': 'the signature of checkpoint is not valid' } },
  {
    ...laterBy,
    id: 'unfound-ledger-rechained',
    of: 'unsealed',
    found: {},
    shownBy: 'a seal; or any checkpoint that left the house before: its root is another',
  },
  {
    id: 'checkpoint-root',
    change: 'the root in the checkpoint',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => {
      replace(all, 'checkpoint', /\n[A-Za-z0-9+/]{4}/, '\nAAAA');
      resum(all);
    }),
    found: { 'ledger.root': 'the checkpoint has another root than the ledger' },
  },
  {
    id: 'checkpoint-size',
    change: 'the size in the checkpoint',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => {
      replace(all, 'checkpoint', '\n3\n', '\n4\n');
      resum(all);
    }),
    found: { 'ledger.root': 'the checkpoint has another size than the ledger' },
  },
  {
    id: 'checkpoint-origin',
    change: 'the origin in the checkpoint',
    by: 'forger',
    of: 'key',
    make: attachments((all) => {
      replace(all, 'checkpoint', '/INC-2026-0001', '/INC-2026-0002');
      resum(all);
    }),
    found: { 'ledger.root': 'the checkpoint is of another incident', 'seal.checkpoint': 'is not valid' },
  },
  {
    id: 'checkpoint-installation',
    change: 'the installation in the origin of the checkpoint',
    by: 'forger',
    of: 'unsealed',
    make: attachments((all) => {
      replace(all, 'checkpoint', 'rca.example.com/', 'rca.example.org/');
      resum(all);
    }),
    found: { 'ledger.root': 'the checkpoint is of another installation' },
  },
  {
    id: 'checkpoint-rolled-back',
    change: 'the checkpoint of an earlier ledger, validly signed by the same key',
    by: 'forger',
    of: 'key',
    make: attachments((all, { good }) => {
      const earlier = good.get('key-earlier')?.pack;
      if (earlier === undefined) throw new Error('there is no earlier pack');
      all.set('checkpoint', partOf(earlier, 'checkpoint'));
      resum(all);
    }),
    found: {
      'ledger.root': 'the checkpoint has another root than the ledger',
      'seal.sums': 'SHA256SUMS.sig is not valid',
    },
  },
  {
    id: 'description-rebuilt',
    change: 'an item’s description says complete, its digest replaced everywhere',
    by: 'rebuilder',
    of: 'key',
    make: attachments((all) => upgrade(all)),
    found: { 'seal.checkpoint': 'the signature of checkpoint is not valid', 'seal.sums': 'is not valid' },
  },
  {
    id: 'unfound-description-rebuilt',
    change: 'an item’s description says complete, its digest replaced everywhere',
    by: 'rebuilder',
    of: 'unsealed',
    make: attachments((all) => upgrade(all)),
    found: {},
    shownBy: 'a seal; or any earlier checkpoint: the ledger’s line has another digest',
  },
];

function upgrade(all: Attachments): void {
  const coverage = { state: 'complete' } as const;
  forgeItem(all, 'E-0001', (item) => ({ ...item, coverage }), { coverage });
}
