import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { chain } from '../../src/domain/ledger.ts';
import { openDatabase } from '../../src/evidence/database.ts';
import { createEvidenceStore } from '../../src/evidence/evidence-store.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { act, incidentDraft, noteDraft } from '../evidence/samples.ts';
import { asOwner } from '../helpers/raw-sql.ts';
import { forEachStore, openAt, optionsOf, postgres } from '../helpers/stores.ts';

/** As the migrations make it: elsewhere in the tests the database lets acts bear times of their own. */
async function dated(t: TestContext) {
  const place = await postgres.emptyPlace();
  const opened = await openAt(place);
  t.after(async () => {
    await opened.close();
    await place.remove();
  });
  const { now, close } = await openDatabase(place.url, optionsOf(place));
  await close();
  // What begins a ledger may bear any time, as what is restored does.
  const { id } = await opened.store.startIncident(incidentDraft(), act);
  return { ...opened, place, id, now };
}

test('the program’s role can date an entry neither back nor ahead of the database’s clock', async (t) => {
  const { store, database, id, now } = await dated(t);
  const write = (at: string) => store.writeNote(id, noteDraft(at), { ...act, at });
  await assert.rejects(write(act.at), { code: 'ENTRY_REFUSED', message: /dated back/ });
  await assert.rejects(write('2036-01-01T00:00:00.000Z'), { code: 'ENTRY_REFUSED', message: /dated ahead/ });
  await createEvidenceStore({ ...database, now }).writeNote(id, noteDraft('by the clock'), act);
  assert.equal((await store.notes(id)).length, 1);
});

test('the owner may add what bears its old time, as whoever repairs a ledger does', async (t) => {
  const { store, id, place } = await dated(t);
  const [line = ''] = await store.ledger(id);
  const body = { note: 'N-0001', version: 1, commitment: sha256Hex('a') };
  const next = chain({ size: 1, tip: sha256Hex(line) }, { ...act, type: 'note.written', body });
  await asOwner(place, `INSERT INTO rca.ledger (incident, seq, line) VALUES ('${id}', 1, '${next.line}')`);
  assert.equal((await store.ledger(id)).length, 2);
});

forEachStore(({ name, emptyPlace }) => {
  test(`on ${name} a clock that stood ahead and was set back is told once, as an entry and as a gap`, async (t) => {
    const place = await emptyPlace();
    const database = await openDatabase(place.url, optionsOf(place));
    t.after(async () => {
      await database.close();
      await place.remove();
    });
    const last = '2096-01-01T00:00:00.000Z';
    const ahead = createEvidenceStore({ ...database, now: async () => last });
    const { id } = await ahead.startIncident(incidentDraft(), { ...act, at: last });
    const store = createEvidenceStore(database);
    const acts = () => ({ ...act, at: new Date().toISOString() });
    await store.writeNote(id, noteDraft('a note'), acts());
    await store.writeNote(id, noteDraft('another'), acts());
    const lines = await store.ledger(id);
    assert.deepEqual(verifyLedger(lines).faults, []);
    const entries = lines.map((line) => JSON.parse(line));
    assert.deepEqual(
      entries.map(({ type, at }) => [type, at]),
      ['incident.started', 'clock.behind', 'gap.recorded', 'note.written', 'note.written'].map((type) => [
        type,
        last,
      ]),
    );
    const { reading } = entries[1].body;
    assert.ok(Math.abs(Date.parse(reading) - Date.now()) < 600_000, reading);
    assert.equal(entries[1].body.last, last);
    const found = await store.gaps(id);
    assert.deepEqual(
      found.map(({ source, window }) => [source, window]),
      [['clock', { from: reading, to: last }]],
    );
    assert.ok(found[0]?.why.includes(reading) && found[0].why.includes(last));
  });
});
