const PREFIX = /^.*?\bparameters: /is;
const PLACEHOLDER = /^\$\d+ = /;

/**
 * Number of bound values in `parameters: $1 = '…', $2 = NULL`, with a capital from PostgreSQL 16 on; null when
 * the text lists none. Values may hold anything, also text such as `', $2 = 'x`: a quote inside is doubled.
 */
export function parameterCount(text: string | undefined): number | null {
  const prefix = text === undefined ? null : PREFIX.exec(text);
  if (text === undefined || prefix === null) return null;
  let at = prefix[0].length;
  let count = 0;
  while (at < text.length) {
    const placeholder = PLACEHOLDER.exec(text.slice(at, at + 12));
    if (placeholder === null) break;
    count += 1;
    at = endOfValue(text, at + placeholder[0].length);
    if (!text.startsWith(', ', at)) break;
    at += 2;
  }
  return count;
}

function endOfValue(text: string, start: number): number {
  if (text[start] !== "'") {
    const comma = text.indexOf(', $', start);
    return comma === -1 ? text.length : comma;
  }
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] !== "'") continue;
    if (text[at + 1] !== "'") return at + 1;
    at += 1;
  }
  return text.length;
}
