import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { canvasMarkdown } from '../../src/slack/draft/canvas-markdown.ts';
import { openRealApp, realChannel } from './real-channel.ts';

type Channel = Awaited<ReturnType<typeof realChannel>>;

const filesIn = async ({ workspace }: Channel): Promise<string[]> =>
  (await workspace.messages()).flatMap(({ files = [] }) => files.map(({ name }) => name));
const textsIn = async ({ workspace }: Channel, pattern: RegExp): Promise<string[]> =>
  (await workspace.messages()).map(({ text }) => text).filter((text) => pattern.test(text));
const callsOf = ({ workspace }: Channel, method: string) =>
  workspace.slack.calls.filter((call) => call.method === method).map((call) => call.arguments);

describe('the draft in the channel', () => {
  let app: Awaited<ReturnType<typeof openRealApp>>;
  before(async () => {
    app = await openRealApp();
  });
  after(() => app.remove());

  test('is on the canvas of the channel, made once and replaced from then on, and the PDF is a file', async (t) => {
    const channel = await realChannel(t, app);
    const { workspace, incident, say } = channel;
    await say('draft');
    const [canvas] = workspace.slack.canvases;
    assert.equal(canvas!.title, `RCA of ${incident}`);
    assert.match(canvas!.markdown, /^# Probing/);
    assert.deepEqual(
      (await filesIn(channel)).filter((name) => /^rca-/.test(name)),
      [`rca-${incident}.pdf`],
    );
    assert.equal(
      (await textsIn(channel, /on the canvas of this channel: <https:.*FCANVAS1\|open it>/)).length,
      1,
    );
    await say('lesson The canary helped ![](@U0VICTIM) <!channel>');
    await say('draft');
    assert.equal(workspace.slack.canvases.length, 1);
    assert.match(canvas!.markdown, /The canary helped/);
    assert.doesNotMatch(canvas!.markdown, /(?<!\\)!\[|(?<!\\)<!/, 'foreign markup does nothing on a canvas');
  });

  test('what people wrote on the canvas is never written over: the draft comes as a file then, which is said once', async (t) => {
    const channel = await realChannel(t, app);
    const { workspace, incident, say } = channel;
    await say('draft');
    const [canvas] = workspace.slack.canvases;
    Object.assign(canvas!, { markdown: 'my own words', lastEditor: workspace.slack.userId });
    await say('draft');
    await say('draft');
    assert.equal(canvas!.markdown, 'my own words');
    assert.equal((await filesIn(channel)).filter((name) => name === `rca-${incident}.md`).length, 2);
    assert.equal((await textsIn(channel, /come as files here: people have written in its canvas/)).length, 1);
  });

  for (const [answer, why] of [
    ['team_tier_cannot_create_channel_canvases', /plan has no canvases of channels/],
    ['canvas_disabled_user_team', /switched off in this workspace/],
    ['channel_canvas_already_exists', /a canvas of its own, which is left as it is/],
    ['missing_scope', /lacks the scope canvases:write/],
    ['canvas_creation_failed', /Slack refused its canvas: canvas_creation_failed/],
  ] as const) {
    test(`without a canvas (${answer}) the draft is a Markdown file, and why is said once`, async (t) => {
      const channel = await realChannel(t, app);
      const { workspace, incident, say } = channel;
      const refusal = { status: 200, error: answer } as const;
      workspace.slack.interrupt('conversations.canvases.create', [refusal, refusal]);
      await say('draft');
      await say('draft');
      assert.equal((await filesIn(channel)).filter((name) => name === `rca-${incident}.md`).length, 2);
      const said = await textsIn(channel, /come as files here/);
      assert.equal(said.length, 1);
      assert.match(said[0]!, why);
    });
  }

  test('bookmarks lead to the latest timeline, RCA and pack, each one bookmark', async (t) => {
    const channel = await realChannel(t, app);
    const { workspace, say } = channel;
    for (const text of ['timeline', 'timeline detected', 'draft', 'pack', 'timeline', 'pack'])
      await say(text);
    const added = callsOf(channel, 'bookmarks.add');
    assert.deepEqual(
      added.map(({ title }) => title),
      ['Timeline', 'RCA', 'Evidence pack'],
    );
    const edited = callsOf(channel, 'bookmarks.edit');
    assert.equal(edited.length, 2);
    const timelines = (await workspace.messages()).filter(({ text }) => /^Timeline of .* entries/.test(text));
    const latest = timelines.at(-1)!.ts.replace('.', '');
    assert.match(edited[0]!['link']!, new RegExp(`p${latest}$`));
    assert.equal(added[1]!['link'], 'https://fixture.slack.com/docs/T000000001/FCANVAS1');
    assert.notEqual(edited[1]!['link'], added[2]!['link']);
  });

  test('a bookmark that people removed stays away, and what was asked for is done all the same', async (t) => {
    const channel = await realChannel(t, app);
    const { workspace, say } = channel;
    await say('timeline');
    workspace.slack.interrupt('bookmarks.edit', [{ status: 200, error: 'not_found' }]);
    await say('timeline');
    assert.equal(callsOf(channel, 'bookmarks.add').length, 1);
    assert.equal((await textsIn(channel, /^Timeline of /)).length, 2);
  });
});

test('a canvas gets headings of three levels, and tables of 300 cells at most under their head', () => {
  assert.equal(canvasMarkdown('# A\n#### B\ntext #### C'), '# A\n### B\ntext #### C');
  const rows = Array.from({ length: 200 }, (_, row) => `| ${row} | b | c | d |`);
  const lines = canvasMarkdown(
    ['before', '| h | i | j | k |', '|---|---|---:|---|', ...rows, 'after'].join('\n'),
  ).split('\n');
  const tables = lines.join('\n').split('\n\n');
  for (const table of tables) {
    const cells = table.split('\n').filter((line) => /^\| [h\d]/.test(line)).length * 4;
    assert.ok(cells > 0 && cells <= 300, String(cells));
  }
  assert.deepEqual(
    lines.filter((line) => /^\| \d/.test(line)),
    rows,
  );
  assert.deepEqual([lines[0], lines.at(-1)], ['before', 'after']);
});
