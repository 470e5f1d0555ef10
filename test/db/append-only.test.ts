import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { act, incidentDraft } from '../evidence/samples.ts';
import { asOwner, onServer } from '../helpers/raw-sql.ts';
import { forEachStore, openAt, postgres, type StorePlace } from '../helpers/stores.ts';

const REWRITES = [
  `UPDATE rca.ledger SET line = 'another'`,
  `UPDATE rca.ledger SET line = line WHERE false`,
  'DELETE FROM rca.ledger',
  'TRUNCATE rca.ledger',
  'TRUNCATE rca.incidents CASCADE',
  `UPDATE rca.checkpoints SET note = 'another'`,
  `UPDATE rca.checkpoints SET note = note WHERE false`,
  'DELETE FROM rca.checkpoints',
  'TRUNCATE rca.checkpoints',
];

async function placeWithLedger(t: TestContext, newPlace: () => Promise<StorePlace>): Promise<StorePlace> {
  const place = await newPlace();
  t.after(() => place.remove());
  const { store, close } = await openAt(place);
  const { id } = await store.startIncident(incidentDraft(), act);
  await store.keepCheckpoint(id, { size: 1, signer: 'unsigned', note: 'a head' }, act.at);
  await close();
  return place;
}

forEachStore(({ name, place: newPlace }) => {
  test(`on ${name} ledger and checkpoints refuse to be rewritten, even by the owner of their tables`, async (t) => {
    const place = await placeWithLedger(t, newPlace);
    for (const rewrite of REWRITES) {
      await assert.rejects(asOwner(place, rewrite), { code: '23001', message: /append-only/ }, rewrite);
    }
    assert.equal((await asOwner(place, 'SELECT line FROM rca.ledger')).length, 1);
    assert.deepEqual(await asOwner(place, 'SELECT note FROM rca.checkpoints'), [{ note: 'a head' }]);
  });
});

test('the program’s role may do no more than it needs', async (t) => {
  const place = await placeWithLedger(t, postgres.place);
  const refused = [
    ...REWRITES,
    'ALTER TABLE rca.ledger DISABLE TRIGGER ledger_append_only',
    'DROP TRIGGER ledger_append_only ON rca.ledger',
    'DROP TABLE rca.ledger CASCADE',
    'ALTER TABLE rca.checkpoints DISABLE TRIGGER checkpoints_append_only',
    'DROP TRIGGER checkpoints_append_only ON rca.checkpoints',
    'DROP TABLE rca.checkpoints',
    'CREATE OR REPLACE FUNCTION rca.refuse_checkpoint_change() RETURNS trigger LANGUAGE sql AS $$ SELECT NULL $$',
    'CREATE OR REPLACE FUNCTION rca.refuse_ledger_change() RETURNS trigger LANGUAGE sql AS $$ SELECT NULL $$',
    'SET session_replication_role = replica',
    'SET ROLE rca_owner',
    'CREATE TABLE rca.extra ()',
    `INSERT INTO rca.migrations VALUES (1, '', '')`,
    `UPDATE rca.incidents SET id = 'INC-1999-0001'`,
    `UPDATE rca.incidents SET title = 'another'`,
    `UPDATE rca.incidents SET status = 'closed'`,
    `UPDATE rca.incident_versions SET title = 'another'`,
    'DELETE FROM rca.incident_versions',
    `UPDATE rca.sections SET body = '{}'`,
    'DELETE FROM rca.sections',
    'DELETE FROM rca.incidents',
    `UPDATE rca.evidence SET description = '{}'`,
    'DELETE FROM rca.evidence',
    `UPDATE rca.notes SET text = 'another'`,
    'DELETE FROM rca.notes',
    'DELETE FROM rca.gaps',
  ];
  for (const statement of refused) {
    await assert.rejects(onServer(place.url, statement), { code: '42501' }, statement);
  }
});
