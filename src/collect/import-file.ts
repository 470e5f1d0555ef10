import { win32 } from 'node:path';
import { type Coverage, tellCoverage } from '../domain/coverage.ts';
import { type RcaError, userError } from '../domain/errors.ts';
import type { EvidenceItemDraft } from '../domain/evidence-item.ts';
import type { FormatId } from '../domain/formats.ts';
import type { Gap } from '../domain/gap.ts';
import { toIso, type WindowJson } from '../domain/time.ts';
import { oneLine } from '../domain/visible.ts';
import type { BlobStore } from '../evidence/store.ts';
import type { Origin } from '../formats/format.ts';
import { isZone } from '../formats/local-time.ts';
import type { Tally } from '../formats/observe.ts';
import { countsOf } from './describe-item.ts';
import { formatOfFile, withHead } from './detect.ts';
import { type FileBytes, readFileBytes } from './file-bytes.ts';
import { type FileLimits, fileLimits, filePages, type LongLines } from './file-pages.ts';
import { lackingGaps, rejectedGaps, unsaidGaps, zoneGaps } from './gaps.ts';
import { type KeptPages, keepPages } from './keep-pages.ts';
import type { OutsideWindow } from './observed.ts';
import type { Redactor } from './redact/redactor.ts';

/** `source` and `sourceType` of what people hand in. */
const IMPORT = 'import';
const NAME_CHARACTERS_MAX = 200;

export interface FileToImport {
  /** As the person named it; only its last part is kept. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Null: what the beginning of the file shows. */
  readonly format: FormatId | null;
  /** When the content was true, for formats that bear no time of their own; null: now. */
  readonly capturedAtMs: number | null;
  /** IANA name of the zone of times that bear none; absent: it is not known. */
  readonly zone?: string | undefined;
}

export interface Importing {
  readonly redactor: Redactor;
  readonly blobs: BlobStore;
  readonly tool: EvidenceItemDraft['tool'];
  /** Who hands the file in: account or role. */
  readonly collector: string;
  /** The incident's, which the file is asked about. */
  readonly window: WindowJson;
  /** The window as it will be when the file is in: records outside of it are counted. */
  readonly scope?: WindowJson;
  nowMs(): number;
  /** Bytes of the file read so far. */
  onProgress?(bytesDone: number): void;
  readonly limits?: FileLimits;
}

export interface ImportedFile {
  readonly item: EvidenceItemDraft;
  readonly gaps: readonly Gap[];
  readonly outside: OutsideWindow;
}

/**
 * Reads one file, plain or gzip, into stored pages and describes them. Memory does not grow with the file.
 * Throws `FILE_UNREADABLE`, `FILE_EMPTY`, `FILE_TOO_LARGE`, `FILE_NO_RECORDS`, `FORMAT_UNKNOWN` and
 * `FORMAT_AMBIGUOUS`, all of them user errors.
 */
export async function importFile(file: FileToImport, importing: Importing): Promise<ImportedFile> {
  const { redactor, limits = fileLimits } = importing;
  if (file.zone !== undefined) requireZone(file.zone);
  const name = redactor.redactText(shownName(file.name));
  const bytes = readFileBytes(file.bytes, name);
  const { head, chunks } = await withHead(bytes.chunks);
  const format = formatOfFile(head, file.format, name);
  const origin: Origin = {
    source: IMPORT,
    sourceType: IMPORT,
    retrievedAt: toIso(file.capturedAtMs ?? importing.nowMs()),
    query: {
      ...(file.capturedAtMs !== null && { capturedAt: toIso(file.capturedAtMs) }),
      ...(file.zone !== undefined && { zone: file.zone }),
    },
  };
  const { pages, longLines } = filePages(chunks, format.framing, name, limits);
  const kept = await keepPages(pages, {
    redactor,
    format,
    origin,
    blobs: importing.blobs,
    scope: importing.scope ?? importing.window,
    onPage: () => importing.onProgress?.(bytes.sizeBytes()),
  });
  requireRecords(name, format.title, kept.observed);
  const missing = missingOf(bytes, longLines());
  const { observed } = kept;
  return {
    item: {
      ...origin,
      query: redactor.redactObject(origin.query),
      format: format.id,
      mediaType: format.mediaType,
      asked: importing.window,
      answered: observed.span,
      clockOffsetMs: null,
      coverage: missing ?? { state: 'unknown' },
      proof: [],
      fidelity: 'wire',
      ...countsOf(kept),
      ruleSetSha256: redactor.ruleSetSha256,
      collector: importing.collector,
      tool: importing.tool,
      original: originalOf(name, bytes, kept, redactor),
    },
    gaps: [
      ...rejectedGaps(IMPORT, name, observed.span ?? importing.window, observed),
      ...unsaidGaps(IMPORT, name, observed.span ?? importing.window, observed),
      ...lackingGaps(IMPORT, name, observed.span ?? importing.window, observed),
      ...zoneGaps(IMPORT, name, observed.span ?? importing.window, observed),
      ...missingGaps(name, observed.span ?? importing.window, missing),
    ],
    outside: observed.outside,
  };
}

/** Throws `ZONE_UNKNOWN`. */
export function requireZone(zone: string): void {
  if (isZone(zone)) return;
  throw userError({
    code: 'ZONE_UNKNOWN',
    message: `"${zone}" is no zone of the IANA database`,
    where: '--zone',
    mend: 'name it like Europe/Berlin, America/Chicago or UTC: an abbreviation such as CST has several meanings',
  });
}

/** Without folders, of whichever system, and with nothing unseen in it. */
const shownName = (name: string): string => oneLine(win32.basename(name), NAME_CHARACTERS_MAX);

/** Throws `FILE_NO_RECORDS` when there is nothing in a file that can be read. That there is nothing can be an answer. */
export function requireRecords(
  name: string,
  title: string,
  observed: Pick<Tally, 'records' | 'rejected' | 'rejects' | 'emptyAnswers'>,
): void {
  if (observed.records === 0 && observed.emptyAnswers > 0) return;
  if (observed.records === observed.rejected) throw noRecords(name, title, observed);
}

const noRecords = (name: string, title: string, observed: Pick<Tally, 'records' | 'rejects'>): RcaError =>
  userError({
    code: 'FILE_NO_RECORDS',
    message:
      observed.records === 0
        ? `the file holds no record of ${title}`
        : `none of the ${observed.records} records can be read as ${title}: ${observed.rejects[0]?.why ?? ''}`,
    where: name,
    mend: 'check that it is the right file, or name its format with --as',
  });

/** A digest of what was discarded could be guessed from: it is published only when nothing was. */
function originalOf(
  name: string,
  bytes: FileBytes,
  kept: KeptPages,
  redactor: Redactor,
): EvidenceItemDraft['original'] {
  const sha256 = bytes.sha256();
  const isWhole = Object.keys(kept.redactions).length === 0;
  return {
    name,
    sizeBytes: bytes.sizeBytes(),
    sha256: isWhole ? sha256.toString('hex') : null,
    commitment: isWhole ? null : redactor.commitFile(sha256),
  };
}

/** What of the file is not in the pages. */
function missingOf(bytes: FileBytes, longLines: LongLines): Coverage | null {
  const why = [bytes.cutShort(), tellLongLines(longLines)].filter((part) => part !== null).join('; ');
  return why === '' ? null : { state: 'truncated', why, limit: null };
}

const tellLongLines = ({ lines, droppedBytes }: LongLines): string | null =>
  lines === 0
    ? null
    : `of ${lines === 1 ? 'a line' : `${lines} lines`} too long to be read only the beginning was kept (${droppedBytes} bytes were not)`;

const missingGaps = (name: string, window: WindowJson, coverage: Coverage | null): readonly Gap[] =>
  coverage === null
    ? []
    : [
        {
          source: IMPORT,
          window,
          why: `${name}: ${tellCoverage(coverage)}`,
          mend: 'import the file again from where it is whole and has one record a line',
        },
      ];
