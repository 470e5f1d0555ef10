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
  entry.title,
  entry.evidence.join(' '),
  entry.id,
];

/** RFC 4180, safe to open in a spreadsheet. */
export const timelineCsv = (timeline: Timeline): string =>
  [COLUMNS, ...timeline.entries.map(cells)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

export const timelineMarkdown = (timeline: Timeline): string =>
  [COLUMNS, COLUMNS.map(() => '---'), ...timeline.entries.map((entry) => cells(entry).map(markdownText))]
    .map((row) => `| ${row.join(' | ')} |\n`)
    .join('');
