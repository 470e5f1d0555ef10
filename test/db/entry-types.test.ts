import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryTypeRows } from '../../scripts/entry-types.ts';
import { canonicalJson } from '../../src/domain/canonical.ts';
import { forEachStore } from '../helpers/stores.ts';

forEachStore(({ name, open }) => {
  test(`on ${name} the trigger knows the types of src/ledger (a new migration with: node scripts/entry-types.ts)`, async (t) => {
    const { database, close } = await open();
    t.after(close);
    const { rows } = await database.db.execute<{ type: string; rules: unknown }>(
      'SELECT type, rules FROM rca.entry_types ORDER BY type COLLATE "C"',
    );
    assert.deepEqual(
      rows.map(({ type, rules }) => ({ type, rules: canonicalJson(rules) })),
      entryTypeRows(),
    );
  });
});
