import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { type Severity, severities } from '../../src/domain/incident.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import type { Database } from '../../src/evidence/database.ts';
import { createCardStates } from '../../src/incident/card-state.ts';
import { createSlackLinks } from '../../src/incident/slack-links.ts';
import { createSlackClient } from '../../src/slack/client.ts';
import { cardKey, drawCard } from '../../src/slack/live-card.ts';
import { createMessenger } from '../../src/slack/messages.ts';
import { createSlackMetrics } from '../../src/slack/metrics.ts';
import { pglite, postgres } from '../helpers/stores.ts';
import { fixtureIncidents } from './fixture-incident.ts';
import { startFixtureSlack } from './fixture-slack.ts';

/** Counts what goes over the wire to the database, or into the embedded one. */
function countTrips(database: Database): { readonly trips: () => number; stop(): void } {
  let trips = 0;
  const target = database.kind === 'pglite' ? database.client : pg.Client.prototype;
  const whole = Reflect.get(target, 'query');
  Reflect.set(target, 'query', function counted(this: unknown, ...args: unknown[]) {
    trips++;
    return Reflect.apply(whole, this, args);
  });
  return { trips: () => trips, stop: () => void Reflect.set(target, 'query', whole) };
}

for (const kind of [pglite, postgres]) {
  test(`on ${kind.name} a card is drawn with three round trips to the database`, async (t) => {
    const { database, store, close } = await kind.open();
    const slack = await startFixtureSlack(['chat:write']);
    t.after(async () => {
      await slack.close();
      await close();
    });
    const act = { actor: 'slack:T1/U1', at: '2026-01-27T10:00:00.000Z' };
    const window = { from: '2026-01-27T09:00:00.000Z', to: '2026-01-27T10:00:00.000Z' };
    const { id } = await store.startIncident(
      { title: () => 'Probing' as Redacted<string>, severity: 'sev2', services: ['search'], window },
      act,
    );
    for (const [at, severity] of severities.entries()) {
      await store.changeIncident(
        id,
        () => ({ type: 'incident.severity-changed', severity: severity as Severity }),
        act,
      );
      await store.writeNote(
        id,
        { text: `note ${at}` as Redacted<string>, at: act.at, phase: 'detected' },
        act,
      );
    }
    const log = pino({ enabled: false });
    const client = createSlackClient(slack, log);
    const links = createSlackLinks(database);
    const posted = await client.chat.postMessage({ channel: slack.channelId, text: 'card' });
    await links.keepMessage(cardKey(id), { channelId: slack.channelId, ts: posted.ts ?? '' });
    const work = {
      links,
      useCases: fixtureIncidents('').useCases,
      cards: createCardStates(database),
      messenger: createMessenger(client, links),
      metrics: createSlackMetrics(),
      log,
    };
    const counting = countTrips(database);
    try {
      await drawCard({ incident: id, drawing: '1', judge: false }, work);
    } finally {
      counting.stop();
    }
    const [update] = slack.calls.filter(({ method }) => method === 'chat.update');
    assert.match(
      update?.arguments['text'] ?? '',
      /Probing\. SEV4, open\. Sources: none asked yet\. 0 evidence items, 4 notes/,
    );
    assert.ok(counting.trips() > 0 && counting.trips() <= 3, `${counting.trips()} round trips`);
    assert.deepEqual(slack.faults, []);
  });
}
