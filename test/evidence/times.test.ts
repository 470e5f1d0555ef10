import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { LedgerEntry } from '../../src/domain/ledger.ts';
import { openDatabase } from '../../src/evidence/database.ts';
import { createEvidenceStore } from '../../src/evidence/evidence-store.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { forEachStore, type OpenStore, openAt, optionsOf, postgres } from '../helpers/stores.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft } from './samples.ts';

const at = (seconds: number): string => new Date(Date.parse(act.at) + seconds * 1_000).toISOString();

forEachStore(({ name, open }) => {
  describe(`times on ${name}`, () => {
    let opened: OpenStore;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    test('replicas whose clocks are apart write one ledger in order of time, and rows of the same time', async () => {
      const { database } = opened;
      const byClock = (seconds: number) => createEvidenceStore({ ...database, now: async () => at(seconds) });
      const [right, behind, ahead] = [byClock(0), byClock(-600), byClock(600)];
      const { id } = await right.startIncident(incidentDraft(), act);
      const early = await behind.writeNote(id, noteDraft('by the one behind'), act);
      await ahead.addItem(id, itemDraft('a page'), [gapDraft()], act);
      const late = await right.writeNote(id, noteDraft('by the right one'), act);
      assert.deepEqual([early.writtenAt, late.writtenAt], [at(0), at(600)]);
      const lines = await right.ledger(id);
      assert.deepEqual(verifyLedger(lines, 0).faults, []);
      const times = lines
        .map((line) => JSON.parse(line) as LedgerEntry)
        .filter(({ type }) => type.startsWith('note.'))
        .map((entry) => entry.at);
      assert.deepEqual(times, [at(0), at(600)]);
    });
  });
});

test('on PostgreSQL the database’s clock dates what is done, whatever the program’s says', async (t) => {
  const place = await postgres.place();
  const opened = await openAt(place);
  t.after(async () => {
    await opened.close();
    await place.remove();
  });
  const { database } = opened;
  const { now } = await openDatabase(place.url, optionsOf(place)).then(async (other) => {
    await other.close();
    return other;
  });
  const store = createEvidenceStore({ ...database, now });
  const before = Date.now();
  const { startedAt } = await store.startIncident(incidentDraft(), {
    actor: 'rca',
    at: '2031-01-01T00:00:00.000Z',
  });
  assert.ok(
    Date.parse(startedAt) >= before - 60_000 && Date.parse(startedAt) <= Date.now() + 60_000,
    startedAt,
  );
});
