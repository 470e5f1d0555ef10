import { z } from 'zod';
import { countByType, spaced } from './deeds.ts';
import type { LedgerEntry } from './ledger.ts';

export const documentKinds = ['evidence-pack', 'rca'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** A document that can be signed off: one rendering of it, by its digest. */
export const documentRefSchema = z.object({
  kind: z.enum(documentKinds),
  format: z.enum(['pdf', 'markdown', 'html']),
  /** A pack's own version; of the RCA how often it was rendered with another content, from 1. */
  version: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type DocumentRef = z.infer<typeof documentRefSchema>;

/** Where in the ledger a document was made. */
export type RecordedDocument = DocumentRef & { readonly seq: number };

const packSchema = documentRefSchema.pick({ version: true, sha256: true });
const renderedSchema = z.object({
  documents: z.array(documentRefSchema.pick({ format: true, sha256: true })).min(1),
});

/** Every document that the ledger tells of, in order; a rendering that repeats the one before is the same document. */
export function documentsIn(entries: readonly LedgerEntry[]): readonly RecordedDocument[] {
  const found: RecordedDocument[] = [];
  let rcaVersion = 0;
  let rendered = '';
  for (const { seq, type, body } of entries) {
    if (type === 'pack.written') {
      const pack = packSchema.safeParse(body);
      if (pack.success) found.push({ kind: 'evidence-pack', format: 'pdf', ...pack.data, seq });
    } else if (type === 'document.rendered') {
      const { documents = [] } = renderedSchema.safeParse(body).data ?? {};
      const digests = documents.map(({ sha256 }) => sha256).join();
      if (digests === rendered || documents.length === 0) continue;
      rendered = digests;
      rcaVersion += 1;
      found.push(...documents.map((one) => ({ kind: 'rca' as const, version: rcaVersion, ...one, seq })));
    }
  }
  return found;
}

/** The latest version of a kind in one format, the PDF unless said otherwise. */
export const currentDocument = (
  documents: readonly RecordedDocument[],
  kind: DocumentKind,
  format: DocumentRef['format'] = 'pdf',
): RecordedDocument | undefined =>
  documents
    .filter((document) => document.kind === kind && document.format === format)
    .toSorted((a, b) => a.version - b.version)
    .at(-1);

/** What the ledger tells of between two documents, in words. */
export function tellChanges(entries: readonly LedgerEntry[], from: number, to: number): string {
  const between = entries.filter(({ seq }) => seq > from && seq < to);
  const counts = Object.entries(countByType(between));
  if (counts.length === 0) return 'nothing was recorded between them';
  return `between them: ${counts
    .map(([type, count]) => `${spaced(type)}${count === 1 ? '' : ` (${count} times)`}`)
    .join(', ')}`;
}

const KIND_WORDS = { 'evidence-pack': 'evidence pack', rca: 'root cause analysis' } as const;

/** `evidence pack, version 2`. */
export const tellDocument = ({ kind, format, version }: Omit<DocumentRef, 'sha256'>): string =>
  `${KIND_WORDS[kind]}, version ${version}${kind === 'rca' ? ` (${format})` : ''}`;

export const documentKindWords = (kind: DocumentKind): string => KIND_WORDS[kind];
