import type { JsonObject, Parsed } from './json.ts';
import { asList, asObject, parseJson } from './json.ts';
import { elementOffsets, walkJson } from './json-walk.ts';
import { isComment, linesOf, skipBlank, startOfJson } from './lines.ts';

/** One JSON value that stands for a record, or the reason why there is none. */
export type JsonRecord = { readonly byteOffset: number } & Parsed;

export interface JsonElement {
  readonly byteOffset: number;
  readonly value: unknown;
}

const [OPEN_OBJECT, OPEN_LIST] = [0x7b, 0x5b];

/**
 * One record a line; blank lines and comments are none. A line that holds several objects without a delimiter (as
 * Firehose writes them) is as many records. So is a list, on a line or over many, and a page of documents that are
 * printed over many lines each, one behind the other.
 */
export function* jsonLines(page: Buffer): Generator<JsonRecord> {
  for (const record of valuesOf(page)) {
    if ('value' in record && Array.isArray(record.value) && record.value.length > 0)
      yield* elementsAt(page, record.value, '', record.byteOffset);
    else yield record;
  }
}

function* valuesOf(page: Buffer): Generator<JsonRecord> {
  let isFirst = true;
  for (const line of linesOf(page)) {
    const { end } = line;
    const byteOffset = skipBlank(page, line.byteOffset, end);
    if (byteOffset === end || isComment(page, byteOffset)) continue;
    const parsed = parseJson(page.toString('utf8', byteOffset, end));
    if (isFirst && 'why' in parsed && end < page.length && isPrinted(page, byteOffset, end)) {
      yield* joinedValues(page, byteOffset, page.length, parsed.why);
      return;
    }
    isFirst = false;
    if ('value' in parsed) yield { byteOffset, ...parsed };
    else yield* joinedValues(page, byteOffset, end, parsed.why);
  }
}

/** Whether the value that begins here goes on over this line, and can be read. */
function isPrinted(page: Buffer, start: number, lineEnd: number): boolean {
  const end = startsValue(page, start) ? walkJson(page, start, page.length, () => {}) : null;
  return end !== null && end > lineEnd && 'value' in parseJson(page.toString('utf8', start, end));
}

const startsValue = (page: Buffer, at: number): boolean => page[at] === OPEN_OBJECT || page[at] === OPEN_LIST;

/** Values that follow each other without a delimiter; from the first that cannot be read on it is one record. */
function* joinedValues(page: Buffer, start: number, end: number, why: string): Generator<JsonRecord> {
  let at = start;
  while (at < end) {
    const next = startsValue(page, at) ? walkJson(page, at, end, () => {}) : null;
    const parsed: Parsed = next === null ? { why } : parseJson(page.toString('utf8', at, next));
    if (next === null || 'why' in parsed) {
      yield { byteOffset: at, why };
      return;
    }
    yield { byteOffset: at, ...parsed };
    at = skipBlank(page, next, end);
  }
}

/** The page as one JSON document; null when it is blank. */
export function documentOf(page: Buffer): JsonRecord | null {
  const byteOffset = startOfJson(page);
  if (byteOffset === page.length) return null;
  return { byteOffset, ...parseJson(page.toString('utf8', byteOffset)) };
}

/**
 * The elements of the list at `path` (members parted by dots, empty for a list at the top) of the document that
 * begins at `start`.
 */
export function elementsAt(
  page: Buffer,
  document: unknown,
  path: string,
  start = startOfJson(page),
): readonly JsonElement[] {
  const offsets = elementOffsets(page, path, start);
  const list = path === '' ? document : path.split('.').reduce(memberOf, document);
  return asList(list).map((value, index) => ({ byteOffset: offsets[index] ?? 0, value }));
}

const memberOf = (value: unknown, name: string): unknown => asObject(value)?.[name];

/** Documentation wraps a record as `{caption, source, record}`: the record, or null when it is not wrapped. */
export function unwrapped(value: unknown): JsonObject | null {
  const wrapper = asObject(value);
  return wrapper !== null && 'caption' in wrapper ? asObject(wrapper['record']) : null;
}
