import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from '../../db/schema.ts';
import { forEachStore, type OpenStore, openAt, type StorePlace } from '../helpers/stores.ts';
import { describeSchema } from './catalog.ts';

const golden = new URL('../../db/schema.golden.sql', import.meta.url);

forEachStore(({ name, emptyPlace }) => {
  describe(`schema on ${name}`, () => {
    let place: StorePlace;
    let opened: OpenStore;
    before(async () => {
      place = await emptyPlace();
      opened = await openAt(place);
    });
    after(async () => {
      await opened.close();
      await place.remove();
    });

    test('is what db/schema.golden.sql says (RCA_UPDATE_GOLDEN=1 writes it anew)', async () => {
      const described = await describeSchema(opened.database.db);
      if (process.env['RCA_UPDATE_GOLDEN']) await writeFile(golden, described);
      assert.equal(described, await readFile(golden, 'utf8'));
    });

    test('has the tables and columns of db/schema.ts, and no others', async () => {
      const declared = Object.values(schema)
        .filter((table) => is(table, PgTable))
        .flatMap((table) => {
          const { name: tableName, columns } = getTableConfig(table);
          return columns.map((column) => `${tableName}.${column.name} ${column.notNull ? 'NOT NULL' : ''}`);
        });
      const { rows } = await opened.database.db.execute<{ column: string }>(
        `SELECT format('%s.%s %s', c.relname, a.attname, CASE WHEN a.attnotnull THEN 'NOT NULL' END) AS column
         FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
         WHERE c.relnamespace = 'rca'::regnamespace AND c.relkind = 'r' AND a.attnum > 0`,
      );
      assert.deepEqual(declared.sort(), rows.map(({ column }) => column).sort());
    });
  });
});
