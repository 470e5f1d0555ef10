import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkspace, type Workspace } from './workspace.ts';

/** A sent form, https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
function submission({ slack }: Workspace, values: Record<string, string>, selected: Record<string, string>) {
  const { view } = JSON.parse(JSON.stringify({ view: openedView(slack) }));
  const typed = Object.entries(values).map(([field, value]) => [
    field,
    { [field]: { type: 'plain_text_input', value } },
  ]);
  const chosen = Object.entries(selected).map(([field, value]) => [
    field,
    { [field]: { type: 'static_select', selected_option: { value } } },
  ]);
  return {
    type: 'view_submission',
    team: { id: slack.teamId },
    user: { id: slack.userId, team_id: slack.teamId },
    view: {
      ...view,
      id: 'V1',
      team_id: slack.teamId,
      state: { values: Object.fromEntries([...typed, ...chosen]) },
    },
  };
}

const openedView = (slack: Workspace['slack']): Record<string, unknown> => {
  const opened = slack.calls.find(({ method }) => method === 'views.open');
  assert.ok(opened, 'no form was opened');
  return JSON.parse(opened.arguments['view']!);
};

async function openForm(workspace: Workspace): Promise<void> {
  const { trigger_id: triggerId } = await workspace.slack.ask('views.generateTriggerId', {
    user_id: workspace.slack.userId,
  });
  assert.match(await workspace.type('start', { triggerId: String(triggerId) }), /^Opening a form/);
  while (!workspace.slack.calls.some(({ method }) => method === 'views.open')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('start without anything opens a form, and the sent form opens the incident once', async (t) => {
  const workspace = await openWorkspace(t);
  await openForm(workspace);
  const form = submission(
    workspace,
    { title: 'Say "sev1" since 2h', services: 'search-api checkout' },
    { window: '6h', severity: 'sev3' },
  );
  for (const _ of ['click', 'click again']) assert.equal((await workspace.interact(form)).status, 200);
  assert.equal(workspace.jobs.stored.length, 1);
  workspace.incidents.runs = [];
  await workspace.jobs.run(workspace.handlers);
  const [incident] = workspace.incidents.incidents;
  assert.equal(incident?.title, "Say 'sev1' since 2h");
  assert.equal(incident?.severity, 'sev3');
  assert.deepEqual(incident?.services, ['search-api', 'checkout']);
  assert.equal(Date.parse(incident!.window.to) - Date.parse(incident!.window.from), 6 * 3_600_000);
  assert.match((await workspace.messages())[1]!.text, /No sources are configured/);
});

test('a form with an unusable service stays open and says why', async (t) => {
  const workspace = await openWorkspace(t);
  await openForm(workspace);
  const form = submission(workspace, { title: 'Probing', services: 'a b;c' }, { window: '1h' });
  const answer = (await (await workspace.interact(form)).json()) as Record<string, unknown>;
  assert.equal(answer['response_action'], 'errors');
  assert.match(JSON.stringify(answer['errors']), /not understood/);
  assert.equal(workspace.jobs.stored.length, 0);
});
