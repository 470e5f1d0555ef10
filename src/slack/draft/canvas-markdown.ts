/** A canvas has three levels of headings. https://docs.slack.dev/surfaces/canvases */
const DEEP_HEADING = /^#{4,6}(?= )/;
/** A table of a canvas has 300 cells at most; longer ones go on in another of the same head. */
const TABLE_CELLS_MAX = 300;

/** Markdown of ours as a canvas takes it: the same words. */
export function canvasMarkdown(markdown: string): string {
  const lines: string[] = [];
  let table: string[] = [];
  const endTable = (): void => {
    lines.push(...split(table));
    table = [];
  };
  for (const line of markdown.split('\n')) {
    if (line.startsWith('|')) {
      table.push(line);
      continue;
    }
    endTable();
    lines.push(line.replace(DEEP_HEADING, '###'));
  }
  endTable();
  return lines.join('\n');
}

function split(table: readonly string[]): readonly string[] {
  const [head = '', rule = '', ...rows] = table;
  const perTable = Math.max(1, Math.floor(TABLE_CELLS_MAX / columnsOf(rule)) - 1);
  if (rows.length <= perTable) return table;
  const parts: string[] = [];
  for (let from = 0; from < rows.length; from += perTable) {
    parts.push(...(from === 0 ? [] : ['']), head, rule, ...rows.slice(from, from + perTable));
  }
  return parts;
}

/** The line under a head has no escaped pipes. */
const columnsOf = (rule: string): number => Math.max(1, rule.split('|').length - 2);
