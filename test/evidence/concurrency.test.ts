import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { sha256Hex } from '../../src/domain/canonical.ts';
import type { EvidenceStore } from '../../src/evidence/store.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { forEachStore, type OpenStore } from '../helpers/stores.ts';
import { times } from '../helpers/times.ts';
import { act, gapDraft, incidentDraft, itemDraft, noteDraft, redacted, window } from './samples.ts';

/** What people and jobs may do to one incident at the same time. Small numbers, so that they meet. */
const few = fc.nat({ max: 3 });
const step = fc.oneof(
  few.map((n) => ({ does: `note ${n}`, go: note(`text ${n}`) })),
  few.map((n) => ({ does: `keyed note ${n}`, go: note(`text ${n}`, `key ${n}`) })),
  few.map((n) => ({ does: `item ${n}`, go: item(n) })),
  few.map((n) => ({ does: `withdraw ${n}`, go: withdraw(n) })),
  few.map((n) => ({ does: `record ${n}`, go: record(n) })),
  few.map((n) => ({ does: `collect ${n}`, go: collect(n) })),
);

type Step = (store: EvidenceStore, incident: string) => Promise<unknown>;

function note(text: string, key?: string): Step {
  return (store, incident) => store.writeNote(incident, noteDraft(text), act, key);
}

function item(n: number): Step {
  return (store, incident) => store.addItem(incident, itemDraft(`page ${n}`), [gapDraft(`gap ${n}`)], act);
}

function withdraw(n: number): Step {
  return (store, incident) =>
    store.withdraw(incident, `E-000${n}`, redacted('why'), act).catch((cause) => {
      assert.equal(cause.code, 'EVIDENCE_UNKNOWN');
    });
}

function record(n: number): Step {
  const body = { version: n + 1, sha256: sha256Hex(`pack ${n}`), manifestSha256: sha256Hex('manifest') };
  return (store, incident) => store.record(incident, 'pack.written', body, act, `pack ${n}`);
}

function collect(n: number): Step {
  return async (store, incident) => {
    const request = { id: `${incident}-collection-${n}`, sources: ['edge-waf'], window };
    const { id } = await store.startCollection(incident, request, act);
    const result = { items: [itemDraft(`page ${n}`)], gaps: [], error: null };
    return store.finishSource(id, 'edge-waf', result, act);
  };
}

forEachStore(({ name, open }) => {
  describe(`changes to one incident at once on ${name}`, () => {
    let opened: OpenStore;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    test('leave a whole ledger, numbers without holes, and each key and item once', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
          const { store } = opened;
          const { id: incident } = await store.startIncident(incidentDraft(), act);
          await Promise.all(steps.map(({ go }) => go(store, incident)));

          const { head, faults } = verifyLedger(await store.ledger(incident));
          assert.deepEqual(faults, []);
          assert.deepEqual(await store.head(incident), head);
          const notes = (await store.notes(incident)).map(({ id }) => id);
          assert.deepEqual(notes, numbers('N', notes.length));
          const items = await store.items(incident);
          assert.deepEqual(
            items.map(({ item: { id } }) => id),
            numbers('E', items.length),
          );
          const standing = items.filter(({ withdrawn }) => withdrawn === null);
          const pages = standing.map(
            ({
              item: {
                pages: [page],
              },
            }) => page?.sha256,
          );
          assert.equal(new Set(pages).size, pages.length);
          const types = (await store.ledger(incident)).map((line) => JSON.parse(line).type);
          const expected = new Set(steps.map(({ does }) => does).filter((does) => does.startsWith('record')));
          assert.equal(types.filter((type) => type === 'pack.written').length, expected.size);
          const keyed = new Set(steps.map(({ does }) => does).filter((does) => does.startsWith('keyed')));
          const free = steps.filter(({ does }) => does.startsWith('note'));
          assert.equal(notes.length, keyed.size + free.length);
        }),
        { numRuns: times(40) },
      );
    });
  });
});

const numbers = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}-${String(index + 1).padStart(4, '0')}`);
