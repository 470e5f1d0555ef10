import type { Span } from './span.ts';

/**
 * Two lists of spans as one, in order and without overlaps: of spans that overlap each other the longest one says
 * what was found, and it reaches over all of them.
 */
export function union(first: readonly Span[], second: readonly Span[]): Span[] {
  if (second.length === 0) return [...first];
  const all = [...first, ...second].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept = all.filter((span) => span.isKept);
  const joined: Span[] = [];
  for (const span of all) {
    if (span.isKept) continue;
    const last = joined.at(-1);
    if (last === undefined || span.start >= last.end) joined.push(span);
    else joined[joined.length - 1] = over(last, span);
  }
  return kept.length === 0 ? joined : joined.concat(kept);
}

function over(first: Span, second: Span): Span {
  const longest = second.end - second.start > first.end - first.start ? second : first;
  return { ...longest, start: first.start, end: Math.max(first.end, second.end) };
}
