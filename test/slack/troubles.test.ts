import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createJobs } from '../../src/jobs/create-jobs.ts';
import { Postponed } from '../../src/jobs/jobs.ts';
import { forEachStore } from '../helpers/stores.ts';
import type { FixtureJobs } from './fixture-incident.ts';
import { openWorkspace, type Workspace } from './workspace.ts';

type Opened = Workspace & { readonly jobs: FixtureJobs };

const callsOf = ({ slack }: Workspace, method: string) =>
  slack.calls.filter((call) => call.method === method).map((call) => call.arguments);

const told = (workspace: Workspace): string =>
  callsOf(workspace, 'chat.postEphemeral')
    .map((call) => call['text'])
    .join('\n');

async function say(workspace: Opened, text: string): Promise<void> {
  await workspace.type(text);
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await workspace.jobs.run(workspace.handlers);
}

async function started(t: TestContext): Promise<Opened> {
  const workspace = await openWorkspace(t);
  await say(workspace, 'start Probing');
  return workspace;
}

/** An answer as every method gives it, https://docs.slack.dev/apis/web-api/#errors */
const answer = (error: string) => ({ status: 200 as const, error });

for (const error of ['expired_trigger_id', 'trigger_expired', 'exchanged_trigger_id']) {
  test(`a form whose trigger is gone (${error}) is told, with what to do`, async (t) => {
    const workspace = await openWorkspace(t);
    workspace.slack.interrupt('views.open', [answer(error)]);
    await workspace.type('start');
    await until(() => callsOf(workspace, 'chat.postEphemeral').length > 0);
    assert.match(told(workspace), /SLACK_TRIGGER_EXPIRED.*mend: send the command again/s);
  });
}

test('a form that Slack cannot open is told too, in a direct message if need be', async (t) => {
  const workspace = await openWorkspace(t);
  workspace.slack.interrupt('views.open', Array(4).fill({ status: 503 as const }));
  workspace.slack.interrupt('chat.postEphemeral', [answer('user_not_in_channel')]);
  await workspace.type('start');
  await until(() => callsOf(workspace, 'chat.postMessage').length > 0);
  const [direct] = callsOf(workspace, 'chat.postMessage');
  assert.equal(direct!['channel'], workspace.slack.userId);
  assert.match(direct!['text']!, /SLACK_FORM_NOT_OPENED/);
});

for (const [method, verb, posted] of [
  ['chat.postMessage', 'status', 2],
  ['users.info', 'status', 2],
  ['files.getUploadURLExternal', 'pack', 3],
  ['files.completeUploadExternal', 'pack', 3],
] as const) {
  test(`a rate limit on ${method} that is too long for a worker hands the job back until it is over`, async (t) => {
    const workspace = method === 'users.info' ? await openWorkspace(t) : await started(t);
    const { slack, jobs, handlers } = workspace;
    slack.interrupt(method, [{ status: 429, retryAfterS: 900 }]);
    const text = method === 'users.info' ? 'start Probing' : verb;
    const startedMs = performance.now();
    await assert.rejects(say(workspace, text), (error) => {
      assert.ok(error instanceof Postponed);
      assert.equal(error.delayMs, 900_000);
      return true;
    });
    assert.ok(performance.now() - startedMs < 5_000, 'the worker was held up');
    assert.equal(told(workspace), '');
    await jobs.run(handlers);
    assert.ok((await workspace.messages()).length >= posted);
    assert.equal(workspace.incidents.incidents.length, 1);
    assert.equal(workspace.incidents.requests.filter(({ outcome }) => outcome === 'failed').length, 0);
  });
}

test('while one call waits for its rate limit, others go on', async (t) => {
  const workspace = await started(t);
  workspace.slack.interrupt('chat.postMessage', [{ status: 429, retryAfterS: 2 }]);
  await workspace.type('status');
  const working = workspace.jobs.run(workspace.handlers);
  await until(() => callsOf(workspace, 'chat.postMessage').length === 3);
  const startedMs = performance.now();
  workspace.slack.interrupt('views.open', []);
  await workspace.type('start');
  await until(() => callsOf(workspace, 'views.open').length === 1);
  assert.ok(performance.now() - startedMs < 1_500);
  await working;
});

for (const error of ['msg_too_long', 'msg_blocks_too_long', 'invalid_blocks']) {
  test(`a message that Slack finds too long (${error}) comes shortened, and says so`, async (t) => {
    const workspace = await started(t);
    workspace.slack.interrupt('chat.postMessage', [answer(error)]);
    await say(workspace, `note ${'<!here> & '.repeat(1_000)}`);
    const last = (await workspace.messages()).at(-1)!;
    assert.match(last.text, /^Note N-0001 .*…\nThis message was shortened/s);
    assert.ok(last.text.length < 3_000);
    assert.doesNotMatch(last.text.replaceAll(/<!date\^[^<>]*>/g, ''), /[<>]|&(?!amp;|lt;|gt;)/);
    assert.equal(workspace.incidents.requests.at(-1)!.outcome, 'done');
  });
}

for (const [error, code, mend] of [
  ['is_archived', 'SLACK_CHANNEL_ARCHIVED', /unarchive the channel/],
  ['not_in_channel', 'SLACK_NOT_IN_CHANNEL', /\/invite @rca/],
  ['channel_not_found', 'SLACK_NOT_IN_CHANNEL', /\/invite @rca/],
] as const) {
  test(`${error} is told in a direct message with its mend, and entered as failed`, async (t) => {
    const workspace = await started(t);
    workspace.slack.interrupt('chat.postMessage', [answer(error)]);
    workspace.slack.interrupt('chat.postEphemeral', [answer(error)]);
    await say(workspace, 'note Kept');
    const direct = callsOf(workspace, 'chat.postMessage').at(-1)!;
    assert.equal(direct['channel'], workspace.slack.userId);
    assert.match(direct['text']!.replaceAll(/[ˍ]/g, '_'), new RegExp(code));
    assert.match(direct['text']!, mend);
    assert.equal(workspace.incidents.notes.length, 1);
    const last = workspace.incidents.requests.at(-1)!;
    assert.deepEqual([last.outcome, 'code' in last && last.code], ['failed', code]);
  });
}

test('a person who cannot be told any more, as a deactivated one, does not keep the job from ending', async (t) => {
  const workspace = await started(t);
  workspace.slack.interrupt('chat.postEphemeral', [answer('user_not_in_channel')]);
  workspace.slack.interrupt('chat.postMessage', [answer('user_disabled')]);
  await say(workspace, 'start Again');
  assert.equal(workspace.incidents.requests.at(-1)!.outcome, 'refused');
});

test('a revoked token loses no answer: the job is tried again and answers with the next token', async (t) => {
  const workspace = await started(t);
  for (const method of ['chat.postMessage', 'chat.postEphemeral']) {
    workspace.slack.interrupt(method, Array(2).fill(answer('token_revoked')));
  }
  await assert.rejects(say(workspace, 'note Kept'), { code: 'SLACK_TOKEN_REFUSED' });
  for (const method of ['chat.postMessage', 'chat.postEphemeral']) workspace.slack.interrupt(method, []);
  await workspace.jobs.run(workspace.handlers);
  assert.equal(workspace.incidents.notes.length, 1);
  assert.match((await workspace.messages()).at(-1)!.text, /^Note N-0001 .*Kept$/);
});

test('two people who start at once get one incident, and the second is told which', async (t) => {
  const workspace = await openWorkspace(t);
  await Promise.all([
    workspace.type('start Probing', { triggerId: 'first' }),
    workspace.type('start Probed', { triggerId: 'second' }),
  ]);
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  const [first, second] = workspace.jobs.stored.map(({ data }) => data);
  assert.ok(first && 'verb' in first && second && 'verb' in second);
  const run = workspace.handlers['slack.command']!;
  await Promise.all([run(first), run(second)]);
  assert.equal(workspace.incidents.incidents.length, 1);
  assert.match(told(workspace), /CHANNEL_HAS_INCIDENT/);
  assert.deepEqual(workspace.incidents.requests.map(({ outcome }) => outcome).sort(), ['done', 'refused']);
});

test('a form that is sent twice by a double click is one request', async (t) => {
  const workspace = await openWorkspace(t);
  const { slack, jobs } = workspace;
  const view = {
    id: 'V1',
    team_id: slack.teamId,
    callback_id: 'start-incident',
    private_metadata: slack.channelId,
    state: {
      values: {
        title: { title: { type: 'plain_text_input', value: 'Probing' } },
        window: { window: { type: 'static_select', selected_option: { value: '1h' } } },
      },
    },
  };
  const payload = { type: 'view_submission', user: { id: slack.userId }, team: { id: slack.teamId }, view };
  await Promise.all([workspace.interact(payload), workspace.interact(payload)]);
  assert.equal(jobs.stored.length, 1);
});

test('in an enterprise, a channel that workspaces share has one incident, with W ids', async (t) => {
  const workspace = await openWorkspace(t);
  workspace.slack.profiles.set('W0PERSON', {
    id: 'W0PERSON',
    team_id: workspace.slack.teamId,
    enterprise_user: { id: 'W0PERSON', enterprise_id: 'E1' },
  });
  for (const [teamId, text] of [
    ['T0ONE', 'start Probing'],
    ['T0TWO', 'note From the other workspace'],
  ] as const) {
    await workspace.type(text, { as: { user_id: 'W0PERSON', team_id: teamId, enterprise_id: 'E1' } });
  }
  workspace.incidents.runs = workspace.incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await workspace.jobs.run(workspace.handlers);
  assert.equal(workspace.incidents.notes.length, 1);
  assert.equal(workspace.incidents.notes[0]!.author, 'slack:E1/W0PERSON');
});

forEachStore(({ name, open }) => {
  test(`on ${name} a postponed job comes back when its time has come, once, and costs no try`, async (t) => {
    const opened = await open();
    const faults: unknown[] = [];
    const jobs = createJobs(opened.database, { onFault: (fault) => faults.push(fault) });
    t.after(async () => {
      await jobs.stop(1_000);
      await opened.close();
    });
    const runsAtMs: number[] = [];
    await jobs.work({
      'slack.progress': async () => {
        runsAtMs.push(performance.now());
        if (runsAtMs.length < 3) throw new Postponed(1_000);
      },
    });
    await jobs.enqueue('slack.progress', { incident: 'I', collection: 'C', leg: 0 }, 'key');
    await jobs.enqueue('slack.progress', { incident: 'I', collection: 'C', leg: 0 }, 'key');
    await jobs.idle();
    assert.equal(runsAtMs.length, 3);
    assert.ok(runsAtMs[1]! - runsAtMs[0]! >= 900 && runsAtMs[2]! - runsAtMs[1]! >= 900, String(runsAtMs));
    assert.deepEqual(faults, []);
  });
});

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 10));
};
