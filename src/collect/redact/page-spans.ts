import { encodedRuns } from './decode/encoded-runs.ts';
import { escapedParts } from './decode/escapes.ts';
import { keyLineSpans } from './decode/key-lines.ts';
import { wideParts } from './decode/wide.ts';
import { jsonSpans, looksLikeJson } from './json-spans.ts';
import type { RuleSet } from './rule-set.ts';
import { outward, type Span } from './span.ts';
import { textSpans } from './text-spans.ts';
import { union } from './union.ts';

/** Escapes within escapes (`%2520`), and base64 within one of them. */
const DEPTH_MAX = 2;

/** What is to be redacted in a page, as it stands and behind one layer of another way of writing. */
export function pageSpans(text: string, isJson: boolean, rules: RuleSet, depth = 0): Span[] {
  const plain = isJson ? jsonSpans(text, rules) : textSpans(text, rules);
  if (depth >= DEPTH_MAX) return plain;
  const within = (inner: string): Span[] => pageSpans(inner, looksLikeJson(inner), rules, depth + 1);
  return union(plain, [
    ...keyLineSpans(text),
    ...escapedSpans(text, within),
    ...wideSpans(text, within),
    ...encodedSpans(text, within),
  ]);
}

function escapedSpans(text: string, within: (inner: string) => Span[]): Span[] {
  return escapedParts(text).flatMap(({ start, says }) =>
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
