import type { JsonObject, Parsed } from './json.ts';
import { asList, asObject, parseJson } from './json.ts';
import { elementOffsets, walkJson } from './json-walk.ts';
import { linesOf, skipBlank, startOfText } from './lines.ts';

/** One JSON value that stands for a record, or the reason why there is none. */
export type JsonRecord = { readonly byteOffset: number } & Parsed;

interface JsonElement {
  readonly byteOffset: number;
  readonly value: unknown;
}

const OPEN_OBJECT = 0x7b;

/**
 * One record a line; blank lines are none. A line that holds several objects without a delimiter (as Firehose
 * writes them) is as many records, and a page that is one document over many lines is one.
 */
export function* jsonLines(page: Buffer): Generator<JsonRecord> {
  let isFirst = true;
  for (const line of linesOf(page)) {
    const { end } = line;
    const byteOffset = skipBlank(page, line.byteOffset, end);
    if (byteOffset === end) continue;
    const parsed = parseJson(page.toString('utf8', byteOffset, end));
    const document = isFirst && 'why' in parsed && end < page.length ? documentOf(page) : null;
    if (document !== null && 'value' in document) {
      yield document;
      return;
    }
    isFirst = false;
    if ('value' in parsed) yield { byteOffset, ...parsed };
    else yield* joinedObjects(page, byteOffset, end, parsed.why);
  }
}

/** Objects that follow each other without a delimiter; from the first that cannot be read on it is one record. */
function* joinedObjects(page: Buffer, start: number, end: number, why: string): Generator<JsonRecord> {
  let at = start;
  while (at < end) {
    const next = page[at] === OPEN_OBJECT ? walkJson(page, at, end, () => {}) : null;
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
  const byteOffset = skipBlank(page, startOfText(page), page.length);
  if (byteOffset === page.length) return null;
  return { byteOffset, ...parseJson(page.toString('utf8', byteOffset)) };
}

/** The elements of the list at `path` (members parted by dots, empty for a list at the top) of a parsed page. */
export function elementsAt(page: Buffer, document: unknown, path: string): readonly JsonElement[] {
  const offsets = elementOffsets(page, path);
  const list = path === '' ? document : path.split('.').reduce(memberOf, document);
  return asList(list).map((value, index) => ({ byteOffset: offsets[index] ?? 0, value }));
}

const memberOf = (value: unknown, name: string): unknown => asObject(value)?.[name];

/** Documentation wraps a record as `{caption, source, record}`: the record, or null when it is not wrapped. */
export function unwrapped(value: unknown): JsonObject | null {
  const wrapper = asObject(value);
  return wrapper !== null && 'caption' in wrapper ? asObject(wrapper['record']) : null;
}
