import { markdownText } from '../documents/escape.ts';
import type { Timeline, TimelineEntry } from '../domain/timeline.ts';
import { csvCell } from '../domain/visible.ts';

const COLUMNS = ['at', 'until', 'phase', 'kind', 'count', 'title', 'evidence', 'id'] as const;

const cells = (entry: TimelineEntry): readonly string[] => [
  entry.at,
  entry.until,
  entry.phase ?? '',
  entry.kind,
  String(entry.count),
  textOf(entry),
  entry.evidence.join(' '),
  entry.id,
];

/** What a person wrote stands whole; a title may be cut. */
function textOf({ title, attributes }: TimelineEntry): string {
  const text = attributes['note.text'];
  if (typeof text !== 'string') return title;
  return attributes['message.deleted'] === undefined ? text : `${text} (deleted where it was written)`;
}

/** RFC 4180, safe to open in a spreadsheet. */
export const timelineCsv = (timeline: Timeline): string =>
  [COLUMNS, ...timeline.entries.map(cells)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

export const timelineMarkdown = (timeline: Timeline): string =>
  [COLUMNS, COLUMNS.map(() => '---'), ...timeline.entries.map((entry) => cells(entry).map(markdownText))]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('');
