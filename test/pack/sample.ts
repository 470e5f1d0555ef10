import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import type { CaseFile, CaseItem } from '../../src/domain/case-file.ts';
import type { EvidenceItem, PageRef } from '../../src/domain/evidence-item.ts';
import { chain, emptyHead } from '../../src/domain/ledger.ts';
import { originOf } from '../../src/domain/origin.ts';
import type { PackInput } from '../../src/pack/input.ts';
import { noImpact } from '../helpers/no-impact.ts';

const INCIDENT = 'INC-2026-0001';
const INSTALLATION = 'rca.example.com';
const AS_OF = '2026-01-27T12:00:00.000Z';
const WINDOW = { from: '2026-01-27T10:00:00.000Z', to: '2026-01-27T11:00:00.000Z' };
const PRINTED = new URL('../fixtures/pack/printed.pdf', import.meta.url);

export const META = {
  title: `Evidence pack ${INCIDENT}`,
  description: 'Review and evidence, version 1',
  asOf: AS_OF,
  tool: { name: 'rca', version: '0.1.0' },
};

export const printedPdf = (): Promise<Buffer> => readFile(PRINTED);

export interface SampleItem<Page> {
  readonly mediaType: string;
  readonly pages: readonly Page[];
  /** The description that is kept instead. */
  readonly describe?: (item: EvidenceItem) => EvidenceItem;
}

function itemOf(number: number, { mediaType, pages, describe }: SampleItem<PageRef>): CaseItem {
  const plain: EvidenceItem = {
    v: 1,
    id: `E-${String(number).padStart(4, '0')}`,
    incident: INCIDENT,
    source: 'edge-waf',
    sourceType: 'aws.waf',
    format: 'aws.waf-log',
    mediaType,
    query: { logGroup: 'aws-waf-logs-prod' },
    asked: WINDOW,
    answered: WINDOW,
    retrievedAt: AS_OF,
    clockOffsetMs: null,
    coverage: { state: 'complete' },
    proof: [],
    fidelity: 'wire',
    pages: [...pages],
    records: recordsIn(pages),
    observations: recordsIn(pages),
    rejected: 0,
    rejects: [],
    redactions: { authorization: pages.length },
    ruleSetSha256: sha256Hex('rules'),
    collector: 'arn:aws:iam::123456789012:role/rca',
    tool: { name: 'rca', version: '0.1.0' },
    original: null,
  };
  const item = describe?.(plain) ?? plain;
  return { item, sha256: sha256Hex(canonicalJson(item)) };
}

const recordsIn = (pages: readonly PageRef[]): number => pages.reduce((sum, { records }) => sum + records, 0);

function ledgerOf(items: readonly CaseItem[], installation: string | null) {
  const drafts = [
    {
      type: 'incident.started',
      body: { incident: INCIDENT, ...(installation === null ? {} : { installation }) },
    },
    ...items.map(({ item, sha256 }) => ({
      type: 'evidence.collected',
      body: { evidence: item.id, source: item.source, sha256 },
    })),
  ];
  const lines: string[] = [];
  let head = emptyHead;
  for (const draft of drafts) {
    const next = chain(head, { ...draft, at: AS_OF, actor: 'cli:test' });
    lines.push(next.line);
    head = next.head;
  }
  return { lines, head };
}

export interface Sample {
  readonly folder: string;
  readonly input: PackInput;
}

const json = (value: unknown): Buffer => Buffer.from(canonicalJson(value), 'utf8');

/** A case with these pages (by item) in a folder of its own; `installation` null: from before they had names. */
export async function sampleOf(
  items: readonly SampleItem<Buffer>[],
  installation: string | null = INSTALLATION,
): Promise<Sample> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-pack-'));
  for (const page of items.flatMap(({ pages }) => pages))
    await writeFile(join(folder, sha256Hex(page)), page);
  const refOf = (page: Buffer): PageRef => ({ sha256: sha256Hex(page), sizeBytes: page.length, records: 2 });
  const described = items.map((item) => ({ ...item, pages: item.pages.map(refOf) }));
  return { folder, input: await inputOf(folder, described, undefined, installation) };
}

/** The base document of a sample. What makes it is loaded only here: a benchmark has one at hand. */
export async function basePdf(options: { readonly signatureField?: boolean } = {}): Promise<Uint8Array> {
  const { finalizePdf } = await import('../../src/pack/pdfa/finalize.ts');
  return finalizePdf(await printedPdf(), META, options);
}

/** A case with pages that lie in a folder under their digests. */
export async function inputOf(
  folder: string,
  items: readonly SampleItem<PageRef>[],
  base?: Uint8Array,
  installation: string | null = INSTALLATION,
): Promise<PackInput> {
  const caseItems = items.map((item, index) => itemOf(index + 1, item));
  const ledger = ledgerOf(caseItems, installation);
  return {
    caseFile: caseFileOf(caseItems, ledger.head),
    basePdf: base ?? (await basePdf()),
    ledger: ledger.lines,
    pagePath: async (sha256) => join(folder, sha256),
    documents: [
      {
        name: 'rca.md',
        mediaType: 'text/markdown',
        bytes: Buffer.from('# RCA\n\nBlocked [E-0001], said \\[E-9999\\].\n'),
      },
      {
        name: 'timeline.json',
        mediaType: 'application/json',
        bytes: json({ entries: [{ evidence: ['E-0001'] }] }),
      },
      {
        name: 'gates.json',
        mediaType: 'application/json',
        bytes: json({ gates: [{ evidence: ['E-0002'] }] }),
      },
      { name: 'chart-latency-p95.csv', mediaType: 'text/csv', bytes: Buffer.from('at,value\n') },
    ],
    version: 1,
    origin: originOf(INCIDENT, ledger.lines),
    sealer: null,
  };
}

const TOKEN = '[authorization:ABCDEFGH23]';

/** Two items, three pages: two small ones, one that is too large to be held whole. */
export const sample = (): Promise<Sample> =>
  sampleOf([
    {
      mediaType: 'application/x-ndjson',
      pages: [
        Buffer.from(`{"action":"BLOCK","header":"${TOKEN}"}\n{"action":"ALLOW"}\n`),
        Buffer.from(`{"action":"COUNT","note":"${TOKEN} ${TOKEN}"}\n`.repeat(6_000)),
      ],
    },
    { mediaType: 'application/json', pages: [Buffer.from('{"status":"success"}')] },
  ]);

function caseFileOf(items: readonly CaseItem[], ledger: CaseFile['ledger']): CaseFile {
  return {
    incident: {
      id: INCIDENT,
      title: 'Probing of /api/v1/search',
      severity: 'sev2',
      status: 'resolved',
      closing: null,
      services: ['search'],
      window: WINDOW,
      startedAt: WINDOW.from,
      startedBy: 'cli:test',
    },
    asOf: AS_OF,
    timeline: { entries: [], phases: {} },
    analysis: {
      understanding: {
        episodes: [],
        services: [],
        silences: [],
        changes: [],
        actors: [],
        credentials: [],
        rotations: [],
        hypotheses: [],
        phases: {},
      },
      gates: [],
      summary: [],
      impact: [],
      impactFigures: noImpact,
      detection: [],
      indicators: [],
      trigger: null,
      factors: [],
      ruledOut: [],
      notChecked: [],
      resolution: [],
      rotations: [],
      statements: null,
      charts: [],
      gaps: [],
    },
    items,
    withdrawn: [],
    gaps: [],
    notes: [],
    sections: [],
    custody: [],
    signoffs: [],
    sources: [],
    ledger,
    tool: { name: 'rca', version: '0.1.0' },
  };
}
