import { jwkPrivateMembers } from './rules.ts';
import type { Span } from './span.ts';

const NEIGHBOUR_REACH = 8_192;
const PRIVATE_MEMBER = new RegExp(
  `"(?:${jwkPrivateMembers.join('|')})"[ \\t\\r\\n]*:[ \\t\\r\\n]*"(?<value>[\\w-]{16,}={0,2})"`,
  'g',
);

/** How far private members were looked for in a text; what says that there is a key can stand there many times. */
export interface KeysRead {
  /** Around an earlier place everything up to here was read. */
  readTo: number;
  /** End of the last value that was found. */
  foundTo: number;
}

/** Longer than the members of any key: one that reaches over the end of what was read is read again. */
const MEMBER_REACH = 4_096;

/** Private members of the JSON Web Key around an offset, which holds no objects; each is found once. */
export function privateKeyMembers(text: string, at: number, read: KeysRead): Span[] {
  if (at < read.readTo - MEMBER_REACH) return [];
  const earliest = Math.max(0, at - NEIGHBOUR_REACH, read.readTo - MEMBER_REACH);
  const brace = text.slice(earliest, at).lastIndexOf('{');
  if (brace === -1 && earliest !== read.readTo - MEMBER_REACH) return [];
  const start = earliest + Math.max(0, brace);
  const reach = text.slice(at, at + NEIGHBOUR_REACH);
  const close = reach.search(/[{}]/);
  const end = at + (close === -1 ? reach.length : close);
  const spans: Span[] = [];
  for (const match of text.slice(start, end).matchAll(PRIVATE_MEMBER)) {
    const value = match.groups?.['value'] ?? '';
    const valueStart = start + match.index + match[0].length - 1 - value.length;
    if (valueStart < read.foundTo) continue;
    read.foundTo = valueStart + value.length;
    spans.push({ start: valueStart, end: read.foundTo, rule: 'jwk-private', class: 'private-key', value });
  }
  read.readTo = end;
  return spans;
}
