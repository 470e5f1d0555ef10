import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buttonsOf, press } from './pressed.ts';
import { openRealApp, realChannel } from './real-channel.ts';

describe('what is not clear is asked about', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  test('a note whose time is not clear is written at once, and a button gives it its time once', async (t) => {
    const { workspace, settle, say, incident, last } = await realChannel(t, app);
    await say('note rolled back at 2026-01-27T10:05');
    const [note] = await app.useCases.notes(incident);
    assert.equal(note?.text, 'rolled back at 2026-01-27T10:05');
    assert.match((await last()).text, /\(now, unconfirmed\)/);
    const buttons = buttonsOf((await last()).blocks).filter(({ action_id: id }) =>
      id.startsWith('note-time-'),
    );
    assert.ok(buttons.length >= 2);
    for (const button of [buttons[0], buttons[0], buttons.at(-1)]) await press(workspace, button);
    await settle();
    const [chosen] = await app.useCases.notes(incident);
    assert.equal(chosen?.version, 2);
    assert.equal(chosen?.at, JSON.parse(buttons[0]!.value).at);
  });

  test('a phase is not moved before somebody has said when, and then once', async (t) => {
    const { workspace, jobs, settle, say, incident } = await realChannel(t, app);
    const stored = jobs.stored.length;
    assert.match(await say('mitigated rule on at 10:00 IST'), /is not clear.*Nothing was done yet/s);
    assert.equal(jobs.stored.length, stored);
    assert.equal((await app.useCases.incident(incident)).status, 'open');
    const minuteAgo = new Date(Date.now() - 60_000).toISOString();
    const text = `mitigated rule on at 10:00 IST at ${minuteAgo}`;
    const button = { type: 'button', action_id: 'instead-0', value: JSON.stringify({ text, of: 'r.1' }) };
    for (const _ of ['click', 'click again']) await press(workspace, button);
    await settle();
    assert.equal(jobs.stored.filter(({ name }) => name === 'slack.command').length, 1 + 1);
    assert.equal((await app.useCases.incident(incident)).status, 'mitigated');
    const phases = (await app.useCases.status(incident)).phases;
    assert.match(JSON.stringify(phases), new RegExp(minuteAgo.slice(0, 19)));
  });
});
