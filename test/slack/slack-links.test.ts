import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Redacted } from '../../src/domain/redacted.ts';
import { createSlackLinks } from '../../src/incident/slack-links.ts';
import { forEachStore } from '../helpers/stores.ts';

const ACT = { actor: 'slack:T1/U1', at: '2026-01-27T10:00:00.000Z' };

forEachStore(({ name, open }) => {
  test(`on ${name} the first incident of a channel and the first message under a key stay`, async (t) => {
    const { database, store, close } = await open();
    t.after(close);
    const draft = {
      title: () => 'Probing' as Redacted<string>,
      severity: null,
      services: [],
      window: { from: '2026-01-27T09:00:00.000Z', to: '2026-01-27T10:00:00.000Z' },
    };
    const first = await store.startIncident(draft, ACT);
    const second = await store.startIncident(draft, ACT);
    const links = createSlackLinks(database);

    assert.equal(await links.incidentOf('T1', 'C1'), undefined);
    const link = { incident: first.id, requestKey: 'k1' };
    assert.deepEqual(await links.link('T1', 'C1', link), link);
    assert.deepEqual(await links.link('T1', 'C1', { incident: second.id, requestKey: 'k2' }), link);
    assert.deepEqual(await links.incidentOf('T1', 'C1'), link);
    assert.equal(await links.incidentOf('T2', 'C1'), undefined);

    assert.equal(await links.messageOf('card'), undefined);
    await links.keepMessage('card', { channelId: 'C1', ts: '1.1' });
    await links.keepMessage('card', { channelId: 'C1', ts: '2.2' });
    assert.deepEqual(await links.messageOf('card'), { channelId: 'C1', ts: '1.1' });
  });
});
