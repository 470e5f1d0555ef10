import assert from 'node:assert/strict';
import { test } from 'node:test';
import { userError } from '../../src/domain/errors.ts';
import type { FixtureJobs } from './fixture-incident.ts';
import { type ChannelMessage, openWorkspace, type Workspace } from './workspace.ts';

/** Runs what is queued, the watching of the collection included, to its end. */
async function settle({
  jobs,
  handlers,
  incidents,
}: Workspace & { readonly jobs: FixtureJobs }): Promise<void> {
  incidents.runs = incidents.runs.map((run) => ({ ...run, state: 'done' }));
  await jobs.run(handlers);
}

const callsOf = ({ slack }: Workspace, method: string) =>
  slack.calls.filter((call) => call.method === method).map((call) => call.arguments);

const told = (workspace: Workspace): string =>
  callsOf(workspace, 'chat.postEphemeral')
    .map((call) => call['text'])
    .join('\n');

test('start opens the incident, posts its card, collects and shows the progress', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing of search since 2h sev2 service search-api');
  await settle(workspace);
  const [incident] = workspace.incidents.incidents;
  assert.equal(incident?.title, 'Probing of search');
  assert.equal(incident?.startedBy, `slack:${workspace.slack.teamId}/${workspace.slack.userId}`);
  assert.equal(Date.parse(incident!.window.to) - Date.parse(incident!.window.from), 2 * 3_600_000);
  assert.deepEqual(incident!.services, ['search-api']);
  const [card, progress, ...rest] = await workspace.messages();
  assert.match(card!.text, /^INC-2026-0001 Probing of search\. SEV2, open\. Sources: 2 done/);
  assert.match(progress!.text, /has ended: 2 of 2 sources were read/);
  assert.deepEqual(rest, []);
  assert.deepEqual(
    workspace.jobs.stored.filter(({ name }) => name === 'slack.history').map(({ data }) => data),
    [
      {
        collection: 'C-history',
        teamId: workspace.slack.teamId,
        channelId: workspace.slack.channelId,
        attempt: 0,
        paceMs: 0,
      },
    ],
  );
});

test('collect asks the named sources for the named window, once a command, and shows its own progress', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  await settle(workspace);
  const read = await workspace.type(
    'collect edge-waf slis from 2026-01-27T10:00:00Z to 2026-01-27T11:00:00Z',
  );
  assert.match(read, /Collecting from edge-waf, slis from .*2026-01-27T10:00:00Z/);
  const command = workspace.jobs.stored.at(-1)!.data;
  assert.ok('verb' in command && command.verb === 'collect');
  await settle(workspace);
  await workspace.handlers['slack.command']!(command);
  const window = { fromMs: Date.parse('2026-01-27T10:00:00Z'), toMs: Date.parse('2026-01-27T11:00:00Z') };
  assert.deepEqual(workspace.incidents.collected, [{}, { sources: ['edge-waf', 'slis'], window }]);
  const progress = (await workspace.messages()).filter(({ text }) => text.startsWith('Collection for'));
  assert.equal(progress.length, 2);
});

test('the same start handed out again after a crash has no further effect', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  const { data } = workspace.jobs.stored[0]!;
  assert.ok('verb' in data);
  await workspace.handlers['slack.command']!(data);
  await workspace.handlers['slack.command']!(data);
  await settle(workspace);
  assert.equal(workspace.incidents.incidents.length, 1);
  assert.equal((await workspace.messages()).length, 2);
  assert.equal(told(workspace), '');
});

test('a second start in a channel is told which incident is open there', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  await workspace.type('start Probing again');
  await settle(workspace);
  assert.equal(workspace.incidents.incidents.length, 1);
  assert.match(told(workspace), /CHANNEL_HAS_INCIDENT: INC-2026-0001 is already open in this channel/);
});

test('progress edits one message, a line a source, until the collection ends', async (t) => {
  const workspace = await openWorkspace(t);
  const { incidents, slack, jobs, handlers } = workspace;
  await workspace.type('start Probing');
  const startedAt = new Date(Date.now() - 75_000).toISOString();
  const [waf, slis] = incidents.runs;
  const running = { ...waf!, state: 'running' as const, pages: 12, records: 12_453, startedAt };
  incidents.runs = [running, slis!];
  slack.interrupt('chat.update', []);
  const settled = jobs.run(handlers);
  await until(() => callsOf(workspace, 'chat.update').length > 0);
  incidents.runs = [
    { ...running, state: 'done', rejected: 2, finishedAt: new Date().toISOString() },
    { ...slis!, state: 'failed', error: 'SOURCE_UNREACHABLE: connection refused' },
  ];
  await settled;
  const edits = callsOf(workspace, 'chat.update');
  assert.match(edits[0]!['blocks']!, /edge-waf: running, 12 pages, 12,453 records, 1 min 15 s/);
  assert.match(edits.at(-1)!['blocks']!, /edge-waf: done, 12 pages, 12,453 records, 2 unreadable/);
  assert.match(edits.at(-1)!['blocks']!, /slis: failed, SOURCE_UNREACHABLE/);
  assert.equal(new Set(edits.map((edit) => edit['ts'])).size, 1);
  assert.match((await workspace.messages())[1]!.text, /1 of 2 sources were read, 1 failed/);
});

test('a slow handler does not hold up an acknowledgement', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  await settle(workspace);
  const slow = Promise.withResolvers<void>();
  const { pack } = workspace.incidents.useCases;
  Object.assign(workspace.incidents.useCases, {
    pack: (...input: Parameters<typeof pack>) => slow.promise.then(() => pack(...input)),
  });
  await workspace.type('pack');
  const working = workspace.jobs.run(workspace.handlers);
  const startedMs = performance.now();
  assert.match(await workspace.type('status'), /Reading the state/);
  assert.ok(performance.now() - startedMs < 3_000);
  slow.resolve();
  await working;
});

test('status posts the card', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  await workspace.type('status');
  await settle(workspace);
  const cards = (await workspace.messages()).filter(({ text }) => text.startsWith('INC-2026-0001 Probing'));
  assert.equal(cards.length, 2);
  assert.match(JSON.stringify(cards[1]!.blocks), /<!date\^1769508000\^.*\|2026-01-27T10:00:00Z>/);
  assert.match(JSON.stringify(cards[1]!.blocks), /Missing for a complete RCA.*root cause/);
});

test('a clock time is read in the zone of the writer’s profile, and echoed as an absolute one', async (t) => {
  const workspace = await openWorkspace(t);
  const { slack } = workspace;
  const person = { id: slack.userId, team_id: slack.teamId, name: 'responder', tz: 'Asia/Kolkata' };
  slack.profiles.set(slack.userId, { ...person, deleted: false, is_bot: false });
  await workspace.type('start Probing');
  await settle(workspace);
  const read = await workspace.type('note WAF to block at yesterday 14:05');
  await settle(workspace);
  // Kolkata is five and a half hours ahead, all year.
  assert.match(workspace.incidents.notes[0]?.at ?? '', /T08:35:00\.000Z$/);
  assert.match(
    read,
    /\|\d{4}-\d\d-\d\dT08:35:00Z>/,
    'known by then, the zone is used in the acknowledgement too',
  );
});

test('note is written once, with its time and phase, and echoed', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  await workspace.type('note WAF to block at 2026-01-27T10:00:00Z phase mitigated');
  await settle(workspace);
  const { data } = workspace.jobs.stored[1]!;
  assert.ok('verb' in data);
  await workspace.handlers['slack.command']!(data);
  assert.equal(workspace.incidents.notes.length, 1);
  assert.equal(workspace.incidents.notes[0]!.at, '2026-01-27T10:00:00.000Z');
  assert.equal(workspace.incidents.notes[0]!.phase, 'mitigated');
  const echoes = (await workspace.messages()).filter(({ text }) => text.startsWith('Note N-0001'));
  assert.equal(echoes.length, 1);
});

test('pack uploads the PDF, with version and digest, and the channel can download the same bytes', async (t) => {
  const workspace = await openWorkspace(t);
  workspace.incidents.packBytes = new Uint8Array(300_000).map((_, index) => (index * 7919) % 256);
  await workspace.type('start Probing');
  await workspace.type('pack');
  const command = workspace.jobs.stored.at(-1)!.data;
  await settle(workspace);
  // Handed out again after its effect.
  assert.ok('verb' in command && command.verb === 'pack');
  await workspace.handlers['slack.command']!(command);
  const messages = await workspace.messages();
  assert.equal(messages.filter(({ files }) => files !== undefined).length, 1);
  assert.equal(workspace.incidents.packs.length, 1);
  const upload = messages.find((message): message is ChannelMessage & { files: object } => !!message.files);
  assert.equal(upload?.files?.[0]?.name, 'INC-2026-0001-pack-v1.pdf');
  assert.match(upload!.text, /version 1, 3 evidence items\nSHA-256 [0-9a-f]{64}$/);
  const bytes = await workspace.slack.download(upload!.files![0]!.url_private);
  assert.deepEqual(Buffer.from(bytes), Buffer.from(workspace.incidents.packBytes));
  assert.ok(messages.some(({ text }) => text === 'Evidence pack of INC-2026-0001, version 1 is uploaded.'));
});

test('a hostile title and note fire nothing in Slack', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start &lt;!channel&gt; &lt;@U1&gt; *x* https://evil.example `y` \u202E since 1h');
  await workspace.type('note &lt;!here&gt; &lt;https://evil.example|Approve&gt;');
  await settle(workspace);
  await workspace.type('status');
  await settle(workspace);
  for (const call of workspace.slack.calls.filter(({ method }) => /^chat\./.test(method))) {
    assert.equal(call.arguments['parse'], 'none');
    assert.equal(call.arguments['link_names'], 'false');
    if (call.method === 'chat.postMessage') {
      const { unfurl_links: links, unfurl_media: media } = call.arguments;
      assert.deepEqual([links, media], ['false', 'false'], 'no page that a text names is fetched and shown');
    }
    const texts = [call.arguments['text']!, ...markupOf(JSON.parse(call.arguments['blocks'] ?? '[]'))];
    for (const text of texts) {
      assert.doesNotMatch(text.replaceAll(/<!date\^[^<>]*>/g, ''), /[<>]|:\/\/|\u202E/);
    }
  }
});

test('a command in a channel without an incident is told how to open one', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('status');
  await workspace.jobs.run(workspace.handlers);
  assert.match(told(workspace), /no incident in this channel.*mend: open one with \/rca start/s);
  assert.deepEqual(await workspace.messages(), []);
});

test("a use case's error reaches the person with its code and its mend, once, and nobody else", async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  await settle(workspace);
  workspace.incidents.failWith = userError({
    code: 'BROWSER',
    message: 'no browser was found',
    mend: 'set RCA_BROWSER',
  });
  await workspace.type('pack');
  await workspace.jobs.run(workspace.handlers);
  assert.match(told(workspace), /BROWSER: no browser was found.*mend: set RCA_BROWSER/s);
  assert.equal(callsOf(workspace, 'chat.postEphemeral')[0]!['user'], workspace.slack.userId);
});

test('when Slack is down the job fails, is tried again, and posts once', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  workspace.slack.interrupt(
    'chat.postMessage',
    Array.from({ length: 4 }, () => ({ status: 503 as const })),
  );
  await assert.rejects(workspace.jobs.run(workspace.handlers));
  assert.equal(workspace.incidents.incidents.length, 1);
  await settle(workspace);
  assert.equal(workspace.incidents.incidents.length, 1);
  assert.equal((await workspace.messages()).length, 2);
});

test('a failure of our own is tried again, and the person is told once that it is', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  for (const _ of ['first', 'second']) {
    workspace.incidents.failWith = new Error('a bug');
    await assert.rejects(workspace.jobs.run(workspace.handlers), /a bug/);
  }
  await settle(workspace);
  assert.equal(callsOf(workspace, 'chat.postEphemeral').length, 1);
  assert.match(told(workspace), /Something failed while \/rca start was carried out/);
  assert.equal((await workspace.messages()).length, 2);

  await workspace.type('note WAF to block');
  workspace.incidents.failWith = new Error('a bug');
  await assert.rejects(workspace.jobs.run(workspace.handlers), /a bug/);
  await settle(workspace);
  const entered = workspace.incidents.requests.filter(({ name }) => name === 'note');
  assert.deepEqual(
    entered.map((request) => [request.outcome, 'code' in request ? request.code : null]),
    [
      ['failed', 'UNEXPECTED'],
      ['done', null],
    ],
  );
});

test('a rate limit is waited for as long as Slack says', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing');
  workspace.slack.interrupt('chat.postMessage', [{ status: 429, retryAfterS: 1 }]);
  const startedMs = performance.now();
  await settle(workspace);
  assert.ok(performance.now() - startedMs >= 1_000);
  assert.equal((await workspace.messages()).length, 2);
});

test('an app that is not in the channel keeps the incident and says in a direct message how to invite it', async (t) => {
  const workspace = await openWorkspace(t);
  await workspace.type('start Probing', { channelId: workspace.slack.foreignChannelId });
  await workspace.jobs.run(workspace.handlers);
  assert.equal(workspace.incidents.incidents.length, 1);
  const direct = callsOf(workspace, 'chat.postMessage').filter(
    ({ channel }) => channel === workspace.slack.userId,
  );
  assert.equal(direct.length, 1);
  assert.match(direct[0]!['text']!, /not a member of the channel.*\/invite @rca/s);
});

test('a missing scope is named, with what mends it', async (t) => {
  const workspace = await openWorkspace(t, { scopes: ['commands', 'chat:write', 'users:read'] });
  await workspace.type('start Probing');
  await workspace.type('pack');
  await settle(workspace);
  assert.match(told(workspace), /lacks the scope files∶?:?write.*manifest\.yml/s);
});

const until = async (met: () => boolean): Promise<void> => {
  while (!met()) await new Promise((resolve) => setTimeout(resolve, 10));
};

/** Texts of mrkdwn elements, at any depth. */
function markupOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(markupOf);
  if (value === null || typeof value !== 'object') return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value) return [String(value.text)];
  return Object.values(value).flatMap(markupOf);
}
