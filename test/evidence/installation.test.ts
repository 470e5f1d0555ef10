import assert from 'node:assert/strict';
import { test } from 'node:test';
import { originOf } from '../../src/domain/origin.ts';
import { createEvidenceStore } from '../../src/evidence/evidence-store.ts';
import { forEachStore, openAt } from '../helpers/stores.ts';
import { act, incidentDraft } from './samples.ts';

forEachStore(({ name, emptyPlace, place: newPlace }) => {
  test(`on ${name} each database has a name of its own, which stays, and which its ledgers begin with`, async (t) => {
    const origins: string[] = [];
    for (const _ of ['one', 'another']) {
      const place = await emptyPlace();
      t.after(() => place.remove());
      for (const incident of ['INC-2026-0001', 'INC-2026-0002']) {
        const opened = await openAt(place);
        await opened.store.startIncident(incidentDraft(), act);
        origins.push(originOf(incident, await opened.store.ledger(incident)));
        await opened.close();
      }
    }
    const names = origins.map((origin) => origin.split('/')[0]);
    assert.match(names[0] ?? '', /^rca-[0-9a-f]{8}-[0-9a-f-]{27}$/);
    assert.deepEqual(
      [names[0] === names[1], names[2] === names[3], names[1] === names[2]],
      [true, true, false],
    );
  });

  test(`on ${name} a configured name takes the place of the database's for what begins from then on`, async (t) => {
    const place = await newPlace();
    t.after(() => place.remove());
    const { store, database, close } = await openAt(place);
    await store.startIncident(incidentDraft(), act);
    const named = createEvidenceStore(database, null, 'rca.example.com');
    await named.startIncident(incidentDraft(), act);
    const beginnings = await named.beginnings();
    assert.deepEqual([...beginnings.keys()].sort(), ['INC-2026-0001', 'INC-2026-0002']);
    const origin = (incident: string) => originOf(incident, [beginnings.get(incident) ?? '']);
    assert.match(origin('INC-2026-0001'), /^rca-.+\/INC-2026-0001$/);
    assert.equal(origin('INC-2026-0002'), 'rca.example.com/INC-2026-0002');
    await close();
  });
});
