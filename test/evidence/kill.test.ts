import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { startChild } from '../helpers/child.ts';
import { forEachStore, openAt } from '../helpers/stores.ts';
import { act, incidentDraft } from './samples.ts';

const writer = fileURLToPath(import.meta.resolve('./write-on.ts'));
const ROUNDS = 4;

forEachStore(({ name, place: newPlace }) => {
  describe(`kill -9 in mid-write on ${name}`, () => {
    test('loses nothing that was acknowledged, and rows and ledger agree', async (t) => {
      const place = await newPlace();
      t.after(() => place.remove());
      const acknowledged = new Set<string>();
      for (let round = 0; round < ROUNDS; round += 1) {
        const child = startChild(t, writer, [JSON.stringify(place), String(round)]);
        // A different point of the writing in each round.
        for (let steps = 0; steps < 5 + 7 * round; steps += 1) {
          acknowledged.add((await child.nextLine()) ?? assert.fail('the writer ended by itself'));
        }
        child.process.kill('SIGKILL');
        for (const id of await child.rest()) acknowledged.add(id);
        await child.kill();

        const { store, close } = await openAt(place);
        const { id: incident } = await store.startIncident(incidentDraft(), act, 'the incident');
        const notes = (await store.notes(incident)).map(({ id }) => id);
        const items = await store.items(incident);
        const stored = new Set([...notes, ...items.map(({ item }) => item.id)]);
        assert.deepEqual([...acknowledged.difference(stored)], []);

        const ledger = await store.ledger(incident);
        assert.deepEqual(verifyLedger(ledger).faults, []);
        const bodies = ledger.map((line) => JSON.parse(line).body);
        assert.deepEqual(
          bodies.flatMap(({ note }) => note ?? []),
          notes,
        );
        assert.deepEqual(
          bodies.flatMap(({ evidence, sha256 }) => (evidence ? [[evidence, sha256]] : [])),
          items.map(({ item, sha256 }) => [item.id, sha256]),
        );
        assert.equal((await store.gaps(incident)).length, items.length);
        await close();
      }
    });
  });
});
