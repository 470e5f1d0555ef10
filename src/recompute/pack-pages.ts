import { renderPackHtml } from '../documents/pack.ts';
import type { Templates } from '../documents/templates.ts';
import type { CaseFile, CaseItem } from '../domain/case-file.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { RetentionPolicy } from '../domain/record.ts';
import { formatOf } from '../formats/registry.ts';
import { madeFrom, parts, SIGNOFFS, sealParts } from '../pack/part-names.ts';
import { type ControlMapping, type JudgedControl, judgeControls } from '../record/controls.ts';
import { partWords, type RecordCounts } from '../record/parts.ts';
import { retentionOf } from '../record/retention.ts';

/** The parts of a seal that a pack has. */
export interface SealedWith {
  readonly certificate: boolean;
  readonly key: boolean;
  readonly timestamp: boolean;
}

/** As the names of its attachments tell. */
export const sealedWith = (names: ReadonlySet<string>): SealedWith => ({
  certificate: names.has(sealParts.certificate),
  key: names.has(sealParts.verifierKey),
  timestamp: names.has(sealParts.timestamp),
});

/** What the pages say besides the case file. */
export interface PageFacts {
  readonly version: number;
  /** Who seals; null: nobody. */
  readonly signer: string | null;
  readonly sealed: SealedWith;
  readonly ledgerRoot: string;
  readonly samples: ReadonlyMap<string, readonly string[]>;
  readonly mapping: readonly JudgedControl[];
}

/** The pages of a pack as HTML. The product and whoever checks a pack make them by this function alone. */
export const packHtml = (caseFile: CaseFile, facts: PageFacts, templates: Templates): string =>
  renderPackHtml(
    caseFile,
    {
      version: facts.version,
      signer: facts.signer,
      notSealedBy: missingFrom(facts.sealed),
      ledgerRoot: facts.ledgerRoot,
      attachments: [...attachments(templates), ...sealAttachments(facts.sealed)],
      samples: facts.samples,
      mapping: facts.mapping,
    },
    templates,
  );

/** Title, description and time that the PDF itself bears. */
export const packMeta = (caseFile: CaseFile, version: number) => ({
  title: `Evidence pack ${caseFile.incident.id}, version ${version}`,
  description: `Evidence and blameless review of ${caseFile.incident.id}`,
  asOf: caseFile.asOf,
  tool: caseFile.tool,
});

/** What the record says about each control of a mapping. */
export function judgedControls(
  caseFile: CaseFile,
  entries: readonly LedgerEntry[],
  counts: RecordCounts,
  { mapping, retention }: { readonly mapping: ControlMapping; readonly retention: RetentionPolicy },
): readonly JudgedControl[] {
  const kept = retentionOf(caseFile.incident, entries, retention);
  return judgeControls(mapping, partWords({ caseFile, entries, counts, retention: kept }));
}

/** What a reader finds attached, in the order in which it is checked. */
const attachments = ({ own }: Templates): readonly { readonly name: string; readonly what: string }[] => [
  { name: parts.howTo, what: 'how to check this pack by hand' },
  { name: parts.sums, what: 'digest of every other attachment' },
  { name: parts.manifest, what: 'pages, items, coverage, redactions, ledger' },
  { name: 'evidence-E-0001.json', what: 'description of an evidence item, one for each' },
  { name: 'evidence-E-0001-0001.*', what: 'its pages, as stored' },
  { name: parts.redactions, what: 'redaction tokens, their commitments and how often each occurs' },
  { name: parts.ledger, what: 'everything that was done, each line linked to the one before' },
  { name: parts.checkpoint, what: 'size and root of the ledger' },
  { name: 'completeness.json', what: 'what each source was asked, what it answered, what is missing' },
  { name: SIGNOFFS, what: 'sign-offs of earlier versions' },
  { name: 'timeline.json, gates.json, rca.md, chart-*.csv', what: 'what the pages say, for programs' },
  {
    name: [madeFrom.inputs, madeFrom.policy, madeFrom.controls].join(', '),
    what: 'what else the pages were made from, so that they can be made again',
  },
  ...(own.size === 0
    ? []
    : [{ name: madeFrom.templates, what: 'templates in place of those of the program' }]),
];

function sealAttachments({
  certificate,
  key,
  timestamp,
}: SealedWith): readonly { readonly name: string; readonly what: string }[] {
  const of = (made: boolean, name: string, what: string) => (made ? [{ name, what }] : []);
  const { verifierKey, raw, minisign, ssh, attestation } = sealParts;
  return [
    ...of(key, verifierKey, 'public key of the signed checkpoint'),
    ...of(key, [raw, minisign, ssh, attestation].join(', '), `signatures over ${parts.sums}`),
    ...of(certificate, sealParts.certificate, 'certificate of the signer of this document'),
    ...of(timestamp, sealParts.timestamp, `timestamp over ${parts.sums}`),
  ];
}

/** As the cover names them. */
const missingFrom = ({ certificate, key, timestamp }: SealedWith): readonly string[] => [
  ...(certificate ? [] : ['a certificate']),
  ...(key ? [] : ['an Ed25519 key']),
  ...(timestamp ? [] : ['a timestamp authority']),
];

const SAMPLES = 3;

/** The first records of each item, as stored. */
export async function samplesOf(
  items: readonly CaseItem[],
  pageOf: (sha256: string) => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const samples = new Map<string, readonly string[]>();
  for (const { item } of items) {
    const [page] = item.pages;
    if (!page) continue;
    const text = Buffer.from(await pageOf(page.sha256)).toString('utf8');
    const framing = formatOf(item.format).framing;
    samples.set(item.id, framing === 'lines' ? text.split('\n', SAMPLES).filter(Boolean) : [text]);
  }
  return samples;
}
