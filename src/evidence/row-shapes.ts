import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { canonicalJson } from '../domain/canonical.ts';
import { isModest } from '../domain/modest.ts';
import { columnsOf } from './incident-tables.ts';

/** A row as an archive holds it: values by column, as PostgreSQL writes them in JSON. */
export type ArchivedRow = Readonly<Record<string, unknown>>;

/**
 * Reads one row of a table: canonical JSON, every column known, every value of its column's type. The text says
 * what is wrong. The database judges the rest (checks, ranges, references) when the row is inserted.
 */
export function readRow(table: string, line: string): ArchivedRow | string {
  const columns = columnsOf(table);
  if (columns === undefined) return `there is no table ${table} to restore`;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    if (cause instanceof SyntaxError) return 'a row is not JSON';
    throw cause;
  }
  if (!isModest(value)) return 'a row is nested too deep, or has too many values';
  const parsed = z.record(z.string(), z.json()).safeParse(value);
  if (!parsed.success) return 'a row is not a JSON object';
  const row = parsed.data;
  if (canonicalJson(row) !== line) return 'a row is not canonical JSON';
  for (const name of Object.keys(row)) {
    if (!columns.has(name)) return `there is no column ${name}`;
  }
  for (const [name, column] of columns) {
    if (name in row ? !typeOf(column).safeParse(row[name]).success : column.notNull && !column.hasDefault) {
      return `column ${name} does not hold what it must`;
    }
  }
  return row;
}

function typeOf(column: PgColumn): z.ZodType {
  const value = plainTypeOf(column);
  return column.notNull ? value : value.nullable();
}

function plainTypeOf(column: PgColumn): z.ZodType {
  const { enumValues } = column;
  if (enumValues !== undefined && enumValues.length > 0) return z.enum(enumValues);
  if (column.dataType === 'string') return z.string();
  if (column.dataType === 'number') return z.number();
  if (column.dataType === 'boolean') return z.boolean();
  if (column.dataType === 'array') return z.array(z.json());
  return z.json();
}
