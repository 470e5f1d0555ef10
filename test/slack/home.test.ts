import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { waitingOf } from '../../src/slack/home.ts';
import { openRealApp, realChannel } from './real-channel.ts';

describe('the home tab', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  type Channel = Awaited<ReturnType<typeof realChannel>>;

  /** https://docs.slack.dev/reference/events/app_home_opened */
  async function open({ workspace, settle }: Channel, userId: string): Promise<string> {
    const { slack } = workspace;
    const event = { type: 'app_home_opened', user: userId, channel: 'D1', tab: 'home', event_ts: '1' };
    const answer = await workspace.event(event);
    assert.equal(answer.status, 200);
    await settle();
    const published = slack.calls.filter(({ method }) => method === 'views.publish').at(-1);
    assert.equal(published?.arguments['user_id'], userId);
    return published?.arguments['view'] ?? '';
  }

  test('shows my incidents, drafts that are due and overdue actions', async (t) => {
    const channel = await realChannel(t, app);
    const { workspace, incident, say } = channel;
    await say('action Alert on count mode owner: platform lead due: 2020-02-14');
    const view = await open(channel, workspace.slack.userId);
    assert.match(
      view,
      new RegExp(`Overdue actions.*${incident} in .*A-0001 Alert on count mode, was due on 2020`),
    );
    assert.match(view, new RegExp(`Your incidents.*${incident} in .*Probing, SEV2, open`));
    assert.doesNotMatch(view, /Drafts that are due/);
    assert.match(await open(channel, workspace.slack.bystanderId), /Nothing waits for you.*None yet/);
  });

  test('a draft is due three business days after the start, until people have written their parts or it is closed', () => {
    const startedAt = '2026-01-26T10:00:00.000Z';
    const incident = {
      id: 'INC-2026-0001',
      title: 'Probing',
      severity: null,
      status: 'resolved' as const,
      startedAt,
      channel: 'C1',
      unwritten: 2,
      overdue: [],
    };
    const drafts = (changes: Partial<typeof incident> | { status: 'closed' }, now: string) =>
      waitingOf([{ ...incident, ...changes }], 3, Date.parse(now))[0]?.lines;
    const due = drafts({}, '2026-01-29T10:00:01Z');
    assert.equal(due?.length, 1);
    assert.match(
      due?.[0] ?? '',
      /^INC-2026-0001 in <#C1>: due since .*2026-01-29T10:00:00Z.*, 2 of 4 parts are not written$/,
    );
    assert.deepEqual(drafts({}, '2026-01-29T09:59:59Z'), []);
    assert.deepEqual(drafts({ unwritten: 0 }, '2026-02-20T10:00:00Z'), []);
    assert.deepEqual(drafts({ status: 'closed' }, '2026-02-20T10:00:00Z'), []);
  });

  test('an incident of a private channel is shown to its members alone', async (t) => {
    const channel = await realChannel(t, app);
    const { workspace, incident } = channel;
    const { slack } = workspace;
    const { foreignChannelId } = slack;
    const view = await open(channel, slack.userId);
    assert.match(view, new RegExp(incident));
    const actor = `slack:${slack.teamId}/${slack.bystanderId}`;
    await app.useCases.note(incident, { text: 'left since', atMs: null, phase: null }, actor);
    assert.match(await open(channel, slack.bystanderId), new RegExp(incident), 'a public channel is for all');
    const hidden = await app.useCases.start(
      { title: 'Secret', severity: null, services: [], window: { fromMs: 0, toMs: 1 } },
      actor,
    );
    await app.slackLinks.link(slack.teamId, foreignChannelId, { incident: hidden.id, requestKey: 'secret' });
    assert.doesNotMatch(await open(channel, slack.bystanderId), /Secret/);
    await slack.ask('conversations.invite', { channel: foreignChannelId, users: await botOf(channel) });
    assert.doesNotMatch(
      await open(channel, slack.bystanderId),
      /Secret/,
      'the app is a member, the person is not',
    );
    await app.useCases.note(
      hidden.id,
      { text: 'here', atMs: null, phase: null },
      `slack:${slack.teamId}/${slack.userId}`,
    );
    assert.match(await open(channel, slack.userId), /Secret/, 'the person is a member');
  });

  /** The app's own user. */
  async function botOf({ workspace }: Channel): Promise<string> {
    const answer = await fetch(`${workspace.slack.apiUrl}auth.test`, {
      method: 'POST',
      headers: { authorization: `Bearer ${workspace.slack.botToken}` },
    });
    return String(((await answer.json()) as { user_id: string }).user_id);
  }
});
