import { encodedRuns } from './decode/encoded-runs.ts';
import { escapedParts } from './decode/escapes.ts';
import { keyLineSpans } from './decode/key-lines.ts';
import { mappedBy } from './decode/mapped.ts';
import { wideParts } from './decode/wide.ts';
import { jsonSpans, looksLikeJson } from './json-spans.ts';
import type { RuleSet } from './rule-set.ts';
import { outward, type Span } from './span.ts';
import { textSpans } from './text-spans.ts';
import { union } from './union.ts';

/** Escapes within escapes (`%2520`), and what was escaped before that. */
const DEPTH_MAX = 3;

/** What is to be redacted in a page, as it stands and behind one layer of another way of writing. */
export function pageSpans(text: string, isJson: boolean, rules: RuleSet, depth = 0): Span[] {
  const plain = plainSpans(text, isJson, rules);
  if (depth >= DEPTH_MAX || (depth > 0 && !MAY_BE_ENCODED.test(text))) return plain;
  const within = (inner: string): Span[] => pageSpans(inner, looksLikeJson(inner), rules, depth + 1);
  return union(plain, [
    ...keyLineSpans(text),
    ...escapedSpans(text, isJson, within),
    ...unprefixedSpans(text, within),
    ...wideSpans(text, within),
    ...encodedSpans(text, within),
  ]);
}

/** Without one of these there is nothing more to decode in what was decoded. */
const MAY_BE_ENCODED = /[%&\\\0\n]|""|\+[^+]*\+|[\w+/-]{20}/;

/** Between lines of other text there can be lines of JSON. */
function plainSpans(text: string, isJson: boolean, rules: RuleSet): Span[] {
  if (isJson) return jsonSpans(text, rules);
  const spans = textSpans(text, rules);
  return JSON_LINE.test(text) ? union(spans, jsonSpans(text, rules)) : spans;
}

const JSON_LINE = /\n[ \t+>]{0,16}\{[ \t]{0,4}"/;
/** What a patch or a quotation puts before each line. */
const LINE_PREFIX = /^[+>]/gm;

function unprefixedSpans(text: string, within: (inner: string) => Span[]): Span[] {
  if (!text.includes('\n+') && !text.includes('\n>')) return [];
  const { text: inner, rawOffset } = mappedBy(text, LINE_PREFIX, () => '');
  return within(inner).map((span) => outward(span, 0, (offset) => rawOffset(offset)));
}

function escapedSpans(text: string, isJson: boolean, within: (inner: string) => Span[]): Span[] {
  return escapedParts(text, isJson).flatMap(({ start, says }) =>
    says.flatMap((mapped) =>
      within(mapped.text).map((span) => outward(span, start, (offset) => mapped.rawOffset(offset))),
    ),
  );
}

function wideSpans(text: string, within: (inner: string) => Span[]): Span[] {
  return wideParts(text).flatMap((part) =>
    within(part.text).map((span) => ({
      ...outward(span, part.start, (offset) => part.rawOffset(offset)),
      wide: part.order,
    })),
  );
}

const PERSONAL: ReadonlySet<string> = new Set(['email', 'user', 'card', 'iban', 'national-id', 'ip']);

/** What is encoded goes as a whole: a part of it could not be read any more. */
function encodedSpans(text: string, within: (inner: string) => Span[]): Span[] {
  return encodedRuns(text).flatMap(({ start, end, says }) => {
    const found = says === null ? [] : within(says);
    if (says !== null && found.length === 0) return [];
    const secret = found.find((span) => !PERSONAL.has(span.class)) ?? found[0];
    const value = text.slice(start, end);
    return [{ start, end, rule: 'encoded-secret', class: secret?.class ?? 'secret', value }];
  });
}
