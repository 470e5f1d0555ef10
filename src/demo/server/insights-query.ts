import { ServiceError } from './service-error.ts';

type Json = Readonly<Record<string, unknown>>;

/** One grouping of `stats … by`: how it is called in rows, and what it is of a record. */
interface Grouping {
  readonly field: string;
  read(record: Json, atMs: number): string;
}

/** The part of Logs Insights QL that is understood here: `filter`, one `stats count(*)`, `sort`, `limit`. */
export interface InsightsQuery {
  matches(record: Json): boolean;
  readonly countAs: string;
  readonly groupings: readonly Grouping[];
  readonly limit: number;
}

const malformed = (why: string): ServiceError => new ServiceError('MalformedQueryException', why);

/** Throws MalformedQueryException for everything else. */
export function parseInsightsQuery(queryString: string): InsightsQuery {
  const filters: ((record: Json) => boolean)[] = [];
  let stats: Pick<InsightsQuery, 'countAs' | 'groupings'> | null = null;
  let limit = 10_000;
  for (const command of queryString.split('|').map((part) => part.trim())) {
    const [, name = '', rest = ''] = /^(\w+)\s+(.+)$/s.exec(command) ?? [];
    if (name === 'filter') filters.push(parseFilter(rest));
    else if (name === 'stats' && stats === null) stats = parseStats(rest);
    else if (name === 'limit' && /^\d+$/.test(rest)) limit = Number(rest);
    else throw malformed(`unexpected symbol found ${command}`);
  }
  if (stats === null) throw malformed('a stats command is needed');
  if (limit < 1 || limit > 100_000) throw malformed('limit must be between 1 and 100000');
  return { matches: (record) => filters.every((filter) => filter(record)), ...stats, limit };
}

function parseFilter(text: string): (record: Json) => boolean {
  const [, field, , value] = /^([\w.]+)\s*=\s*(["'])(.*)\2$/.exec(text) ?? [];
  if (field === undefined) throw malformed(`unexpected symbol found ${text}`);
  return (record) => fieldOf(record, field) === value;
}

function parseStats(text: string): Pick<InsightsQuery, 'countAs' | 'groupings'> {
  const [, countAs, by = ''] = /^count\(\*\)(?:\s+as\s+(\w+))?\s+by\s+(.+)$/s.exec(text) ?? [];
  const groupings = by.split(',').map((part) => parseGrouping(part.trim()));
  return { countAs: countAs ?? 'count(*)', groupings };
}

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function parseGrouping(text: string): Grouping {
  const [, amount, unit] = /^bin\((\d+)([smhd])\)$/.exec(text) ?? [];
  if (amount !== undefined) {
    const binMs = Number(amount) * UNIT_MS[unit as keyof typeof UNIT_MS];
    return { field: text, read: (_record, atMs) => insightsTime(Math.floor(atMs / binMs) * binMs) };
  }
  if (!/^[\w.]+$/.test(text)) throw malformed(`unexpected symbol found ${text}`);
  return { field: text, read: (record) => fieldOf(record, text) };
}

/** Results bear UTC without a zone. */
const insightsTime = (atMs: number): string =>
  new Date(atMs).toISOString().replace('T', ' ').replace('Z', '');

/** Dotted names go into objects and arrays: `httpRequest.headers.0.name`. */
function fieldOf(record: Json, name: string): string {
  let value: unknown = record;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null) return '';
    value = (value as Json)[key];
  }
  return value === undefined || value === null ? '' : String(value);
}
