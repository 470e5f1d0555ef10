import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { buttonsOf } from './pressed.ts';
import { openRealApp, realChannel } from './real-channel.ts';

describe('nudges', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  const rules = (about: 'draft-due' | 'action-overdue', draftDueBusinessDays = 0) => ({
    about: [about],
    draftDueBusinessDays,
    everyHours: 24,
    max: 2,
  });

  test('ask for an overdue action, each once, never more than the set number', async (t) => {
    const { workspace, jobs, say, messages, incident } = await realChannel(t, app, {
      nudges: rules('action-overdue'),
    });
    const { startedAt } = await app.useCases.incident(incident);
    const [look] = jobs.stored.filter(({ name }) => name === 'slack.nudge');
    const afterMs = (look?.notBeforeMs ?? 0) - Date.parse(startedAt);
    assert.ok(Math.abs(afterMs - 24 * 3_600_000) < 60_000, `the first look is ${afterMs} ms after the start`);
    const asked = async () => (await messages()).filter(({ text }) => /(?:is|are) overdue\./.test(text));
    const later = () => jobs.runLater(workspace.handlers);
    await later();
    assert.equal((await asked()).length, 0);
    await say('action Alert on count mode due: 2020-02-14');
    await later();
    const [first] = await asked();
    assert.match(first?.text ?? '', /^1 action of INC-.* is overdue\./);
    const looks = jobs.stored.filter(({ name }) => name === 'slack.nudge');
    await workspace.handlers['slack.nudge']?.(looks[0]!.data as never);
    for (let look = 0; look < 4; look++) await later();
    assert.equal((await asked()).length, 2);
    const after = jobs.stored.length;
    await later();
    assert.equal(jobs.stored.length, after, 'nobody looks again');
  });

  test('a draft is asked for when it is due, and not when people have written their parts', async (t) => {
    const { workspace, jobs, say, messages } = await realChannel(t, app, { nudges: rules('draft-due') });
    const asked = async () =>
      (await messages()).filter(({ text }) => /is due: nobody has written/.test(text));
    await jobs.runLater(workspace.handlers);
    assert.match((await asked())[0]?.text ?? '', /written impact, cause, lesson, action yet/);
    for (const text of ['impact None', 'cause No alert', 'lesson Luck', 'action Alert']) await say(text);
    await jobs.runLater(workspace.handlers);
    assert.equal((await asked()).length, 1);
    const early = await realChannel(t, app, { nudges: rules('draft-due', 3) });
    await early.jobs.runLater(early.workspace.handlers);
    assert.doesNotMatch(JSON.stringify(await early.messages()), /is due: nobody/);
  });

  test('snoozed for a day it is not asked again, and then it is', async (t) => {
    const { workspace, jobs, settle, say, messages } = await realChannel(t, app, {
      nudges: rules('action-overdue'),
    });
    await say('action Alert on count mode due: 2020-02-14');
    await jobs.runLater(workspace.handlers);
    const asked = (await messages()).find(({ text }) => /(?:is|are) overdue\./.test(text));
    const [button] = buttonsOf(asked?.blocks);
    const { slack, interact } = workspace;
    for (const _ of ['press', 'press again']) {
      await interact({
        type: 'block_actions',
        team: { id: slack.teamId },
        user: { id: slack.userId, team_id: slack.teamId },
        channel: { id: slack.channelId },
        message: { ts: asked?.ts },
        actions: [{ ...button, block_id: 'b', action_ts: '1' }],
      });
    }
    await settle();
    assert.match((await messages()).find(({ ts }) => ts === asked?.ts)?.text ?? '', /^Put off until/);
    const nudgeNow = (at: number) =>
      workspace.handlers['slack.nudge']?.({
        incident: JSON.parse(button!.value).incident,
        look: 90,
        at: new Date(at).toISOString(),
      });
    const count = async () =>
      (await messages()).filter(({ text }) => /(?:is|are) overdue\./.test(text)).length;
    await nudgeNow(Date.now());
    assert.equal(await count(), 0);
    await nudgeNow(Date.now() + 25 * 3_600_000);
    assert.equal(await count(), 1);
  });
});
