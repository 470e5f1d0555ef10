import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buttonsOf, openedForm, press, sendForm } from './pressed.ts';
import { openRealApp, realChannel } from './real-channel.ts';

describe('the pinned card', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  const pinned = async (workspace: Awaited<ReturnType<typeof realChannel>>['workspace']) =>
    workspace.slack.calls.filter(({ method }) => method === 'pins.add');

  test('is posted and pinned once, and follows every change in place', async (t) => {
    const { workspace, say, card, messages } = await realChannel(t, app);
    const { ts, text } = await card();
    assert.match(text, /Probing\. SEV2, open\. Sources: 1 done\. 1 evidence item, 0 notes/);
    assert.deepEqual(
      (await pinned(workspace)).map((call) => call.arguments['timestamp']),
      [ts],
    );
    await say('severity sev1');
    await say('rename Search probed');
    await say('note Looked at the firewall');
    await say('lesson The canary helped');
    await say('action Alert on count mode due: 2020-01-01');
    await say('mitigated Set to block at 2026-01-27T11:16:00Z');
    const now = await card();
    assert.equal(now.ts, ts);
    assert.match(now.text, /Search probed\. SEV1, mitigated\. Sources: 1 done\. 1 evidence item, 2 notes/);
    assert.match(now.text, /Actions: 1 open, 1 overdue\. Still missing: impact, contributing factors/);
    assert.match(JSON.stringify(now.blocks), /Mitigated\*.*2026-01-27T11:16:00Z/);
    assert.match(JSON.stringify(now.blocks), /Gates\*.n\d+ not satisfied, \d+ insufficient evidence/);
    assert.equal((await messages()).filter(({ text: each }) => /Still missing/.test(each)).length, 1);
  });

  test('follows what is captured in the channel: the history, a message, its edit and its withdrawal', async (t) => {
    const { workspace, settle, say, card, jobs } = await realChannel(t, app);
    const { slack } = workspace;
    // Each step falls into a slot of drawings of its own, however slow the machine is.
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
    const later = () => t.mock.timers.tick(10_000);
    const drawings = () =>
      jobs.stored.filter(({ name, data }) => name === 'slack.card' && !('judge' in data && data.judge))
        .length;
    // What the first reading of the history cannot have held, whatever fraction of a second it ended at.
    later();
    await slack.ask('chat.postMessage', { channel: slack.channelId, text: '5xx climbs' });
    later();
    slack.interrupt('conversations.history', [{ status: 429, retryAfterS: 1 }]);
    await say('collect since 1h');
    assert.match((await card()).text, /1 evidence item, 0 notes/);
    let before = drawings();
    later();
    await settle();
    assert.equal(drawings(), before + 1, 'the history was read after the last drawing');
    later();
    const where = { channel: slack.channelId };
    const { ts } = await slack.ask('chat.postMessage', { ...where, text: 'Rolled back' });
    const item = { type: 'message', ...where, ts: String(ts) };
    const reaction = { user: slack.userId, reaction: 'pushpin', item, event_ts: '1769508000.000100' };
    await slack.ask('reactions.add', { ...where, timestamp: String(ts), name: 'pushpin' });
    before = drawings();
    await workspace.event({ type: 'reaction_added', ...reaction });
    await settle();
    assert.equal(drawings(), before + 1, 'a capture asks for a drawing');
    assert.match((await card()).text, /2 evidence items, 1 note,/);
    before = drawings();
    later();
    const edited = { user: slack.userId, ts: '1769508060.000100' };
    const message = { type: 'message', user: slack.userId, text: 'Rolled back to 2.4.1', ts, edited };
    await workspace.event({ type: 'message', subtype: 'message_changed', ...where, message, ts: edited.ts });
    await settle();
    assert.equal(drawings(), before + 1);
    await card();
    later();
    await slack.ask('reactions.remove', { ...where, timestamp: String(ts), name: 'pushpin' });
    await workspace.event({ type: 'reaction_removed', ...reaction });
    await settle();
    assert.match((await card()).text, /2 evidence items, 0 notes/);
  });

  test('changes of one moment are drawn together', async (t) => {
    const { workspace, say, jobs, settle } = await realChannel(t, app);
    const before = jobs.stored.length;
    t.mock.timers.enable({ apis: ['Date'], now: Date.UTC(2026, 0, 27, 10, 0, 0, 100) });
    for (const text of ['note one', 'note two', 'note three']) await workspace.type(text);
    await settle();
    t.mock.timers.reset();
    const drawings = jobs.stored.slice(before).filter(({ name }) => name === 'slack.card');
    assert.equal(drawings.length, 1);
    await say('status');
    assert.equal(jobs.stored.slice(before).filter(({ name }) => name === 'slack.card').length, 1);
  });

  test('a button acts once however often it is pressed, and again when the card is drawn anew', async (t) => {
    const { workspace, settle, card, incident } = await realChannel(t, app);
    const pack = async () =>
      buttonsOf((await card()).blocks).find(({ action_id }) => action_id === 'press-draft');
    const first = await pack();
    for (const _ of ['press', 'press again']) assert.equal((await press(workspace, first)).status, 200);
    await settle();
    const uploads = async () =>
      (await workspace.messages()).filter(({ files }) => files !== undefined).length;
    const once = await uploads();
    assert.ok(once > 0);
    await press(workspace, first);
    await settle();
    assert.equal(await uploads(), once);
    await press(workspace, await pack());
    await settle();
    assert.equal(await uploads(), 2 * once);
    assert.equal((await app.useCases.incident(incident)).status, 'open');
  });

  test('buttons of a closed incident say so and do nothing, and the card has none', async (t) => {
    const { workspace, settle, say, card, told } = await realChannel(t, app);
    const stale = buttonsOf((await card()).blocks);
    assert.deepEqual(
      stale.map(({ action_id }) => action_id),
      ['press-collect', 'write-note', 'press-draft', 'press-pack'],
    );
    await say('close anyway');
    assert.deepEqual(buttonsOf((await card()).blocks), []);
    assert.match((await card()).text, /closed/);
    const calls = workspace.slack.calls.length;
    for (const button of stale) await press(workspace, button);
    await settle();
    while ((told().match(/is closed, so that/g) ?? []).length < 4) await new Promise((r) => setTimeout(r, 5));
    const methods = new Set(workspace.slack.calls.slice(calls).map(({ method }) => method));
    assert.deepEqual([...methods], ['chat.postEphemeral']);
  });

  test('a button that belongs to another incident than the channel does nothing, and says so', async (t) => {
    const { workspace, settle, card, told, incident } = await realChannel(t, app);
    const [collect] = buttonsOf((await card()).blocks);
    assert.ok(collect);
    const other = JSON.stringify({ ...JSON.parse(collect.value), incident: 'INC-2020-0001' });
    const before = (await app.context.store.collections(incident)).length;
    await press(workspace, { ...collect, value: other });
    await settle();
    assert.match(
      told(),
      new RegExp(`BUTTON_STALE: the button belongs to INC-2020-0001, and this channel to ${incident}`),
    );
    assert.equal((await app.context.store.collections(incident)).length, before);
  });

  test('the note button opens the form of a note, and the card shows what was sent', async (t) => {
    const { workspace, card, settle, jobs } = await realChannel(t, app);
    await press(
      workspace,
      buttonsOf((await card()).blocks).find(({ action_id }) => action_id === 'write-note'),
    );
    const form = await openedForm(workspace);
    assert.equal(form.title.text, 'Note');
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 10_000 });
    const drawings = () => jobs.stored.filter(({ name }) => name === 'slack.card').length;
    const before = drawings();
    assert.equal(await sendForm(workspace, form, { text: 'WAF to block' }, 'V1'), null);
    await settle();
    assert.equal(drawings(), before + 1);
    assert.match((await card()).text, /, 1 note,/);
  });
});
