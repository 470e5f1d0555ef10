import type { FormatId } from '../domain/formats.ts';
import type { Observation } from '../domain/observation.ts';
import { oneLine } from '../domain/visible.ts';
import { Observing, type Tally } from '../formats/observe.ts';
import { formatOfFile, withHead } from './detect.ts';
import { readFileBytes } from './file-bytes.ts';
import { fileLimits, filePages } from './file-pages.ts';
import { type FileToImport, requireRecords, requireZone } from './import-file.ts';
import type { Redactor } from './redact/redactor.ts';

const NAME_CHARACTERS_MAX = 200;

export interface ObservedFile extends Tally {
  readonly format: FormatId;
}

/**
 * Reads one file as `importFile` will, before anything is opened for it. Throws what it throws, `FILE_NO_RECORDS` too.
 */
export async function requireReadable(
  file: Omit<FileToImport, 'capturedAtMs'>,
  retrievedAt: string,
  redactor: Redactor,
): Promise<void> {
  const observed = await observeFile(file, retrievedAt, redactor, async () => undefined);
  requireRecords(oneLine(file.name, NAME_CHARACTERS_MAX), observed.format, observed);
}

/** Reads one file as `importFile` does and hands on its observations; keeps nothing. Throws what it throws. */
export async function observeFile(
  file: Omit<FileToImport, 'capturedAtMs'>,
  retrievedAt: string,
  redactor: Redactor,
  take: (observation: Observation) => Promise<void>,
): Promise<ObservedFile> {
  if (file.zone !== undefined) requireZone(file.zone);
  const name = oneLine(file.name, NAME_CHARACTERS_MAX);
  const { head, chunks } = await withHead(readFileBytes(file.bytes, name).chunks);
  const format = formatOfFile(head, file.format, name);
  const observing = new Observing(
    format.observer({
      source: 'import',
      sourceType: 'import',
      retrievedAt,
      query: file.zone === undefined ? {} : { zone: file.zone },
    }),
  );
  const { pages } = filePages(chunks, format.framing, name, fileLimits);
  for await (const page of pages) {
    const { bytes } = redactor.redactPage(page, format.mediaType);
    for (const observation of observing.page(bytes)) await take(observation);
  }
  for (const observation of observing.end()) await take(observation);
  return { format: format.id, ...observing.tally };
}
