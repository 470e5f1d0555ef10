import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { userError } from '../../src/domain/errors.ts';
import type { SectionBody } from '../../src/domain/section.ts';
import type { IncidentChange } from '../../src/evidence/store.ts';
import { verifyLedger } from '../../src/ledger/verify-ledger.ts';
import { forEachStore, type OpenStore } from '../helpers/stores.ts';
import { act, incidentDraft, redacted } from './samples.ts';

const mitigated: IncidentChange = { type: 'incident.mitigated', status: 'mitigated' };

const action: SectionBody = {
  kind: 'action',
  text: 'Alert on count mode',
  evidence: ['E-0001'],
  withdrawn: null,
  type: 'preventive',
  owner: 'platform lead',
  due: '2026-02-14',
  state: 'open',
};

forEachStore(({ name, open }) => {
  describe(`versions on ${name}`, () => {
    let opened: OpenStore;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());

    const start = async () => (await opened.store.startIncident(incidentDraft(), act)).id;
    const ledger = async (incident: string) => {
      const lines = await opened.store.ledger(incident);
      assert.deepEqual(verifyLedger(lines).faults, []);
      return lines.map((line) => JSON.parse(line));
    };

    test('a change keeps what it does not name, and the last one stands', async () => {
      const { store } = opened;
      const id = await start();
      await store.changeIncident(id, () => mitigated, act);
      await store.changeIncident(
        id,
        () => ({ type: 'incident.renamed', title: redacted('Search probed') }),
        act,
      );
      const closed = await store.changeIncident(
        id,
        () => ({ type: 'incident.cancelled', status: 'closed', closing: { as: 'cancelled' } }),
        act,
      );
      assert.deepEqual(
        [closed.title, closed.severity, closed.status, closed.closing],
        ['Search probed', 'sev2', 'closed', { as: 'cancelled' }],
      );
      assert.deepEqual(await store.incident(id), closed);
      assert.deepEqual(
        (await store.incidents()).find((each) => each.id === id),
        closed,
      );
      const types = (await ledger(id)).map(({ type }) => type);
      assert.deepEqual(types.slice(1), ['incident.mitigated', 'incident.renamed', 'incident.cancelled']);
    });

    test('the ledger holds no title, only what binds it', async () => {
      const id = await start();
      const change = { type: 'incident.renamed', title: redacted('A telling title') } as const;
      await opened.store.changeIncident(id, () => change, act);
      const [, entry] = await ledger(id);
      assert.doesNotMatch(JSON.stringify(entry), /telling/);
      assert.match(entry.body.commitment, /^[0-9a-f]{64}$/);
    });

    test('a change is decided on what stands, once per key, and a refusal changes nothing', async () => {
      const { store } = opened;
      const id = await start();
      let asked = 0;
      const once = () => {
        asked++;
        return mitigated;
      };
      await Promise.all([1, 2, 3].map(() => store.changeIncident(id, once, act, 'click')));
      assert.equal(asked, 1);
      const refusal = userError({ code: 'REFUSED', message: 'no', mend: 'none' });
      const refuse = () => {
        throw refusal;
      };
      await assert.rejects(store.changeIncident(id, refuse, act), { code: 'REFUSED' });
      await store.changeIncident(id, () => null, act);
      assert.equal((await ledger(id)).length, 2);
    });

    test('an entry reads back in every version, under its own number', async () => {
      const { store } = opened;
      const id = await start();
      const first = await store.writeSection(id, action, act, 'a');
      assert.deepEqual(await store.writeSection(id, action, act, 'a'), first);
      const lesson = await store.writeSection(
        id,
        { kind: 'lesson', text: 'The canary helped', evidence: [], withdrawn: null, side: 'well' },
        act,
      );
      const second = await store.editSection(id, first.id, { ...action, state: 'dropped' }, act);
      const gone = await store.editSection(id, first.id, { ...action, withdrawn: redacted('doubled') }, act);
      assert.deepEqual([first.id, lesson.id, second.version, gone.version], ['A-0001', 'L-0001', 2, 3]);
      assert.deepEqual(await store.sections(id), [first, second, gone, lesson]);
      const entries = (await ledger(id)).slice(1);
      assert.deepEqual(
        entries.map(({ type, body }) => [type, body.entry, body.version]),
        [
          ['section.written', 'A-0001', 1],
          ['section.written', 'L-0001', 1],
          ['section.edited', 'A-0001', 2],
          ['section.withdrawn', 'A-0001', 3],
        ],
      );
      assert.doesNotMatch(JSON.stringify(entries), /canary|count mode|platform/);
    });

    test('an entry that is not there, or of another kind, is not edited', async () => {
      const id = await start();
      await opened.store.writeSection(id, action, act);
      for (const unknown of ['A-0002', 'A-1', 'L-0001', 'E-0001']) {
        await assert.rejects(opened.store.editSection(id, unknown, action, act), { code: 'ENTRY_UNKNOWN' });
      }
    });

    test('entries written at once get numbers without a hole', async () => {
      const id = await start();
      const written = await Promise.all(
        Array.from({ length: 8 }, () => opened.store.writeSection(id, action, act)),
      );
      assert.deepEqual(
        written.map((entry) => entry.id).sort(),
        Array.from({ length: 8 }, (_, index) => `A-000${index + 1}`),
      );
    });
  });
});
