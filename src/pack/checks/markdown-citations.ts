/** An escaped character, a run of backticks, or a citation. */
const TOKENS = /\\.|`+|\[(E-\d{4,9})\]/g;

/**
 * Evidence ids that a Markdown text cites as `[E-0001]`. What stands in a code span or behind a backslash is
 * evidence's own text, not a citation. Takes time linear in the text.
 */
export function markdownCitations(text: string): ReadonlySet<string> {
  const cited = new Set<string>();
  for (const line of text.split('\n')) collect(line, cited);
  return cited;
}

function collect(line: string, cited: Set<string>): void {
  const closingFence = fencesOf(line);
  TOKENS.lastIndex = 0;
  for (let token = TOKENS.exec(line); token !== null; token = TOKENS.exec(line)) {
    const [text, id] = token;
    if (id !== undefined) cited.add(id);
    if (text.startsWith('`')) TOKENS.lastIndex = closingFence(text.length, TOKENS.lastIndex);
  }
}

/** Where the code span ends that a fence of that length opens before `from`; `from` itself when it is none. */
function fencesOf(line: string): (length: number, from: number) => number {
  const ends = new Map<number, number[]>();
  for (const { 0: fence, index } of line.matchAll(/`+/g)) {
    const sameLength = ends.get(fence.length) ?? [];
    sameLength.push(index + fence.length);
    ends.set(fence.length, sameLength);
  }
  for (const sameLength of ends.values()) sameLength.reverse();
  return (length, from) => {
    const sameLength = ends.get(length) ?? [];
    while ((sameLength.at(-1) ?? Number.POSITIVE_INFINITY) <= from) sameLength.pop();
    return sameLength.at(-1) ?? from;
  };
}
