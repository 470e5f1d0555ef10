const BEGINS_MARKED = /\bB(?:DC|MC)\s*$/;
const ENDS_MARKED = /(?:^|\s)EMC\s*$/;
const BEGINS_TEXT = /(?:^|\s)BT\s*$/;
const ENDS_TEXT = /(?:^|\s)ET\s*$/;
const SHOWS_TEXT = /(?:^|\s)(?:Tj|TJ)\s*$/;
const BEGINS_PATH = /(?:^|\s)(?:m|re)\s*$/;
const DROPS_PATH = /(?:^|\s)n\s*$/;
const PAINTS = /(?:^|\s)(?:f|F|f\*|S|s|B|b|B\*|b\*|sh|Do)\s*$/;

/**
 * Marks what is painted outside of any tag as `/Artifact`, as PDF/UA-1 7.1 asks: backgrounds, rules, borders.
 * Reads content streams of Skia, which writes one operator a line.
 */
export function markArtifacts(content: string): string {
  const lines: string[] = [];
  let markedDepth = 0;
  let inText = false;
  let pathStart: number | null = null;
  for (const line of content.split('\n')) {
    if (BEGINS_MARKED.test(line)) markedDepth++;
    else if (ENDS_MARKED.test(line)) markedDepth--;
    else if (markedDepth === 0) {
      if (BEGINS_TEXT.test(line)) inText = true;
      else if (ENDS_TEXT.test(line)) inText = false;
      else if (inText && SHOWS_TEXT.test(line)) {
        lines.push('/Artifact BMC', line, 'EMC');
        continue;
      } else if (PAINTS.test(line)) {
        lines.splice(pathStart ?? lines.length, 0, '/Artifact BMC');
        lines.push(line, 'EMC');
        pathStart = null;
        continue;
      } else if (DROPS_PATH.test(line)) pathStart = null;
      else if (BEGINS_PATH.test(line)) pathStart ??= lines.length;
    }
    lines.push(line);
  }
  return lines.join('\n');
}
