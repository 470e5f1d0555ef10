import { getTableColumns } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import * as schema from '../../db/schema.ts';
import type { AuditRows } from './audit-rows.ts';
import type { ArchivedRow } from './row-shapes.ts';

/** Rows of an archive, which `readRow` has taken, as those of a store; undefined without a row of the incident. */
export function auditRowsIn(
  tables: ReadonlyMap<string, readonly ArchivedRow[]>,
  ledger: readonly string[],
): AuditRows | undefined {
  const rowsOf = <Table extends PgTable>(name: string, table: Table): Table['$inferSelect'][] =>
    (tables.get(name) ?? []).map((row) => storedRow(table, row));
  const [incident] = rowsOf('incidents', schema.incidents);
  return (
    incident && {
      incident,
      ledger: ledger.map((line, seq) => ({ seq, line })),
      evidence: rowsOf('evidence', schema.evidence),
      gaps: rowsOf('gaps', schema.gaps),
      notes: rowsOf('notes', schema.notes),
      versions: rowsOf('incident_versions', schema.incidentVersions),
      sections: rowsOf('sections', schema.sections),
      collections: rowsOf('collections', schema.collections),
      sourceRuns: rowsOf('source_runs', schema.sourceRuns),
      packs: rowsOf('packs', schema.packs),
      signoffs: rowsOf('signoffs', schema.signoffs),
      holds: rowsOf('holds', schema.holds),
      deliveries: rowsOf('deliveries', schema.deliveries),
      destroyedBlobs: rowsOf('destroyed_blobs', schema.destroyedBlobs),
      destructions: rowsOf('destructions', schema.destructions),
    }
  );
}

/** Keys of an archived row are names of columns; one that was left out has its default. */
const storedRow = <Table extends PgTable>(table: Table, row: ArchivedRow): Table['$inferSelect'] =>
  Object.fromEntries(
    Object.entries(getTableColumns(table)).map(([key, column]) => [
      key,
      row[column.name] ?? column.default ?? null,
    ]),
  );
