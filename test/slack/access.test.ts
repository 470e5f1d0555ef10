import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { createAccess } from '../../src/slack/access/access.ts';
import { createUserGroups } from '../../src/slack/access/groups.ts';
import { createSlackClient } from '../../src/slack/client.ts';
import { createPeople } from '../../src/slack/people.ts';
import type { FixtureJobs } from './fixture-incident.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

type Opened = Workspace & { readonly jobs: FixtureJobs };

const told = ({ slack }: Workspace): string =>
  slack.calls
    .filter(({ method }) => method === 'chat.postEphemeral')
    .map((call) => call.arguments['text'])
    .join('\n');

async function say(workspace: Opened, text: string): Promise<void> {
  await workspace.type(text);
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await workspace.jobs.run(workspace.handlers);
}

/** Whoever types, as users.info of https://docs.slack.dev/reference/methods/users.info describes them. */
const be = ({ slack }: Workspace, profile: Record<string, unknown>): void => {
  slack.profiles.set(slack.userId, {
    id: slack.userId,
    team_id: slack.teamId,
    name: 'responder',
    tz: 'UTC',
    deleted: false,
    is_bot: false,
    ...profile,
  });
};

/** With an incident in the channel that somebody else opened. */
async function withIncident(t: TestContext, options: Parameters<typeof openWorkspace>[1]): Promise<Opened> {
  const workspace = await openWorkspace(t, options);
  workspace.slack.userGroups.set('S0RESP', [workspace.slack.userId]);
  await say(workspace, 'start Probing');
  assert.equal(workspace.incidents.incidents.length, 1);
  return workspace;
}

test('with responders, only their members start, and the refusal says who may', async (t) => {
  const workspace = await openWorkspace(t, { rules: { responders: ['S0RESP', 'S0MORE'] } });
  workspace.slack.userGroups.set('S0RESP', ['U0OTHER']).set('S0MORE', []);
  await say(workspace, 'start Probing');
  assert.equal(workspace.incidents.incidents.length, 0);
  assert.match(
    told(workspace),
    /ACCESS_REFUSED: to start, collect and edit is for members of @s0resp, @s0more.*add you to @s0resp/s,
  );
});

test('a member of a responders group starts, and the group is not asked for each command', async (t) => {
  const workspace = await withIncident(t, { rules: { responders: ['S0RESP'] } });
  await say(workspace, 'note One');
  await say(workspace, 'note Two');
  assert.equal(workspace.incidents.notes.length, 2);
  assert.equal(workspace.slack.calls.filter(({ method }) => method === 'usergroups.users.list').length, 1);
});

test('whoever may not respond still reads', async (t) => {
  const workspace = await withIncident(t, { rules: { responders: ['S0RESP'] } });
  const { jobs, handlers, slack } = workspace;
  for (const [verb, text] of [
    ['status', 'status'],
    ['note', 'note Not mine to write'],
  ] as const) {
    await jobs.enqueue(
      'slack.command',
      {
        key: `other ${verb}`,
        verb,
        text,
        teamId: slack.teamId,
        channelId: slack.channelId,
        userId: 'W0READER',
        triggeredAt: new Date().toISOString(),
      },
      `other ${verb}`,
    );
  }
  slack.profiles.set('W0READER', { id: 'W0READER', team_id: slack.teamId });
  await jobs.run(handlers);
  const cards = (await workspace.messages()).filter(({ text }) => text.startsWith('INC-2026-0001'));
  assert.equal(cards.length, 2);
  assert.equal(workspace.incidents.notes.length, 0);
  assert.deepEqual(
    workspace.incidents.requests.map(({ name, outcome, actor }) => [name, outcome, actor.split('/')[1]]),
    [
      ['start', 'done', slack.userId],
      ['status', 'done', 'W0READER'],
      ['note', 'refused', 'W0READER'],
    ],
  );
});

for (const [what, error, code] of [
  ['a group that is not there', 'no_such_subteam', 'SLACK_GROUP_UNKNOWN'],
  ['a plan without groups', 'plan_upgrade_required', 'SLACK_GROUP_UNKNOWN'],
  ['a missing scope', 'missing_scope', 'SLACK_SCOPE_MISSING'],
] as const) {
  test(`${what} lets nobody in, and is told`, async (t) => {
    const workspace = await openWorkspace(t, { rules: { responders: ['S0RESP'] } });
    workspace.slack.interrupt('usergroups.users.list', [
      { status: 200, error, ...(error === 'missing_scope' ? { needed: 'usergroups:read' } : {}) },
    ]);
    await say(workspace, 'start Probing');
    assert.equal(workspace.incidents.incidents.length, 0);
    assert.match(told(workspace), new RegExp(`${code}.*mend`, 's'));
  });
}

test('while groups cannot be asked nobody is let in, and the command is tried again', async (t) => {
  const workspace = await openWorkspace(t, { rules: { responders: ['S0RESP'] } });
  workspace.slack.userGroups.set('S0RESP', [workspace.slack.userId]);
  workspace.slack.interrupt(
    'usergroups.users.list',
    Array.from({ length: 4 }, () => ({ status: 503 as const })),
  );
  await assert.rejects(say(workspace, 'start Probing'));
  assert.equal(workspace.incidents.incidents.length, 0);
  await workspace.jobs.run(workspace.handlers);
  assert.equal(workspace.incidents.incidents.length, 1);
});

for (const [who, profile] of [
  ['a stranger', { is_stranger: true }],
  ['a member of another workspace', { team_id: 'T0ELSEWHERE' }],
  [
    'a member of another enterprise',
    { team_id: 'T0ELSEWHERE', enterprise_user: { id: 'W1', enterprise_id: 'E0THEIRS' } },
  ],
] as const) {
  test(`${who} in a Slack Connect channel reads and changes nothing, unless that is allowed`, async (t) => {
    const workspace = await openWorkspace(t);
    be(workspace, profile);
    await say(workspace, 'start Probing');
    assert.equal(workspace.incidents.incidents.length, 0);
    assert.match(told(workspace), /ACCESS_EXTERNAL: people of other organisations read here/);

    const open = await openWorkspace(t, { rules: { externals: 'allowed' } });
    be(open, profile);
    await say(open, 'start Probing');
    assert.equal(open.incidents.incidents.length, 1);
  });
}

test('a person of another workspace of our own enterprise is no external', async (t) => {
  const workspace = await openWorkspace(t);
  workspace.slack.enterpriseId = 'E0OURS';
  be(workspace, { team_id: 'T0ELSEWHERE', enterprise_user: { id: 'W1', enterprise_id: 'E0OURS' } });
  await say(workspace, 'start Probing');
  assert.equal(workspace.incidents.incidents.length, 1, told(workspace));
});

test('a renamed person stays who they are, a deactivated one and a bot do nothing', async (t) => {
  const renamed = await openWorkspace(t);
  be(renamed, { name: 'someone-else', profile: { display_name: '<!channel>' } });
  await say(renamed, 'start Probing');
  assert.equal(
    renamed.incidents.incidents[0]!.startedBy,
    `slack:${renamed.slack.teamId}/${renamed.slack.userId}`,
  );
  for (const [profile, answer] of [
    [{ deleted: true }, /ACCESS_DEACTIVATED/],
    [{ is_bot: true }, /^$/],
  ] as const) {
    const workspace = await openWorkspace(t);
    be(workspace, profile);
    await say(workspace, 'start Probing');
    assert.equal(workspace.incidents.incidents.length, 0);
    assert.match(told(workspace), answer);
  }
});

test('whom Slack does not tell us about changes nothing', async (t) => {
  const workspace = await openWorkspace(t);
  workspace.slack.interrupt('users.info', [{ status: 200, error: 'user_not_visible' }]);
  await say(workspace, 'start Probing');
  assert.equal(workspace.incidents.incidents.length, 0);
  assert.match(
    told(workspace),
    /SLACK_REFUSED: Slack refused the request: user_not_visible|user.not.visible/,
  );
});

test('an approval is for the groups of its role', async (t) => {
  const { slack } = await openWorkspace(t);
  const client = createSlackClient(slack, pino({ enabled: false }));
  const people = createPeople(client, pino({ enabled: false }));
  const rules = { responders: [], approvers: { security: ['S0SEC'] }, externals: 'read-only' } as const;
  const access = createAccess(client, people, createUserGroups(client), rules);
  slack.userGroups.set('S0SEC', ['U0OTHER']);
  await assert.rejects(access.check(slack.userId, { approve: 'security' }), {
    code: 'ACCESS_REFUSED',
    message: 'approval as security is for members of @s0sec',
  });
  await assert.rejects(access.check(slack.userId, { approve: 'sre' }), /nobody is named for approval as sre/);
});

test('membership is asked again: at once for whoever was just added, soon for whoever left', async (t) => {
  const { slack } = await openWorkspace(t);
  let nowMs = 0;
  const groups = createUserGroups(createSlackClient(slack, pino({ enabled: false })), () => nowMs);
  slack.userGroups.set('S1', ['U1']);
  assert.deepEqual([await groups.includes('S1', 'U1'), await groups.includes('S1', 'U2')], [true, false]);
  slack.userGroups.set('S1', ['U2']);
  nowMs += 20_000;
  assert.deepEqual([await groups.includes('S1', 'U2'), await groups.includes('S1', 'U1')], [true, false]);
  slack.userGroups.set('S1', []);
  nowMs += 299_000;
  assert.equal(await groups.includes('S1', 'U2'), true);
  nowMs += 1_000;
  assert.equal(await groups.includes('S1', 'U2'), false);
});

test('what a person asked for is in the ledger with its outcome, and in the log alone without an incident', async (t) => {
  const workspace = await openWorkspace(t);
  await say(workspace, 'status');
  assert.equal(workspace.incidents.requests.length, 0);
  await say(workspace, 'start Probing');
  await say(workspace, 'start Again');
  workspace.incidents.failWith = new Error('a bug');
  await assert.rejects(say(workspace, 'note Kept'));
  await workspace.jobs.run(workspace.handlers);
  const actor = `slack:${workspace.slack.teamId}/${workspace.slack.userId}`;
  assert.deepEqual(
    workspace.incidents.requests.map(({ sentAt, ...entry }) => {
      assert.ok(Date.parse(sentAt) > 0);
      return entry;
    }),
    [
      { name: 'start', outcome: 'done' as const },
      { name: 'start', outcome: 'refused' as const, code: 'CHANNEL_HAS_INCIDENT' },
      { name: 'note', outcome: 'failed' as const, code: 'UNEXPECTED' },
      { name: 'note', outcome: 'done' as const },
    ].map((entry) => ({ incident: 'INC-2026-0001', type: 'slack.command', actor, ...entry })),
  );
});

test('forms and buttons of whoever may not respond are refused, and entered as that', async (t) => {
  const workspace = await withIncident(t, { rules: { responders: ['S0RESP'] } });
  const { slack, handlers, incidents } = workspace;
  const userId = 'U0OTHER';
  slack.profiles.set(userId, { id: userId, team_id: slack.teamId, name: 'other', tz: 'UTC' });
  const [incident] = incidents.incidents;
  const asked = {
    incident: incident!.id,
    teamId: slack.teamId,
    channelId: slack.channelId,
    userId,
    triggeredAt: '2026-01-27T10:00:00.000Z',
  };
  const before = incidents.requests.length;
  const values = { text: 'Not mine to say', at: '1769508000', phase: 'none' };
  await handlers['slack.form']?.({ ...asked, key: 'form', kind: 'note', edits: null, values });
  await handlers['slack.button']?.({ ...asked, key: 'button', press: 'pack' });
  await handlers['slack.snooze']?.({ ...asked, key: 'snooze', until: asked.triggeredAt, ts: '1.1' });
  assert.deepEqual(
    incidents.requests
      .slice(before)
      .map((entry) => [entry.type, entry.name, entry.outcome, 'code' in entry && entry.code]),
    [
      ['slack.form', 'note', 'refused', 'ACCESS_REFUSED'],
      ['slack.button', 'pack', 'refused', 'ACCESS_REFUSED'],
      ['slack.button', 'snooze', 'refused', 'ACCESS_REFUSED'],
    ],
  );
  assert.deepEqual([incidents.notes, incidents.packs], [[], []]);
});
