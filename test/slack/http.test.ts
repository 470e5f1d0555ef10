import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postSigned, slashCommand } from './signed-request.ts';
import { openWorkspace, SIGNING_SECRET } from './workspace.ts';

const FIELDS = { text: 'status', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: 'trigger.1' };

test('a request with a wrong signature is refused with 401 and stores nothing', async (t) => {
  const { url, jobs } = await openWorkspace(t);
  const answer = await postSigned(`${url}/slack/events`, 'another secret', slashCommand(FIELDS));
  assert.equal(answer.status, 401);
  assert.equal(jobs.stored.length, 0);
});

test('a request that was signed six minutes ago is refused as a replay', async (t) => {
  const { url, jobs } = await openWorkspace(t);
  const answer = await postSigned(`${url}/slack/events`, SIGNING_SECRET, slashCommand(FIELDS), { ageS: 360 });
  assert.equal(answer.status, 401);
  assert.equal(jobs.stored.length, 0);
});

test("Slack's retry of a request is acknowledged again and stored once", async (t) => {
  const { url, jobs } = await openWorkspace(t);
  const post = (headers: Record<string, string>) =>
    postSigned(`${url}/slack/events`, SIGNING_SECRET, slashCommand(FIELDS), { headers });
  const answers = [
    await post({}),
    await post({ 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }),
  ];
  for (const answer of answers) {
    assert.equal(answer.status, 200);
    assert.match(await answer.text(), /Reading the state/);
  }
  assert.equal(jobs.stored.length, 1);
});

test('a stored text is redacted, and so is its acknowledgement', async (t) => {
  const redactText = (text: string) => text.replaceAll('hunter2', '[password:AAAAAAAAAA]');
  const { type, jobs } = await openWorkspace(t, { redactText });
  assert.doesNotMatch(await type('start Leaked hunter2 in a log'), /hunter2/);
  const data = jobs.stored[0]!.data;
  assert.equal('text' in data && data.text, 'start Leaked [password:AAAAAAAAAA] in a log');
});

test('a command that cannot be stored is acknowledged with a plain word that nothing was done', async (t) => {
  const { type, jobs, url } = await openWorkspace(t);
  jobs.beforeStoring = () => Promise.reject(new Error('the database is gone'));
  assert.match(await type('pack'), /^Nothing was done/);
  jobs.beforeStoring = async () => undefined;
  assert.match(await type('pack'), /^Rendering/);
  assert.match(await (await fetch(`${url}/metrics`)).text(), /rca_slack_acks_total\{outcome="failed"\} 1/);
});

test('a command is acknowledged within three seconds though storing it hangs', async (t) => {
  const { type, jobs } = await openWorkspace(t);
  const storing = Promise.withResolvers<void>();
  jobs.beforeStoring = () => storing.promise;
  const startedMs = performance.now();
  assert.match(await type('pack'), /may or may not be carried out/);
  assert.ok(performance.now() - startedMs < 3_000);
  storing.resolve();
});

test('a redaction that breaks keeps the text out of the store and the command acknowledged', async (t) => {
  const { type, jobs } = await openWorkspace(t, {
    redactText: () => {
      throw new Error('rules are broken');
    },
  });
  assert.match(await type('note secret'), /^Nothing was done/);
  assert.equal(jobs.stored.length, 0);
});

test('what people type is unescaped before it is read, and inert when it is shown', async (t) => {
  const { type, jobs } = await openWorkspace(t);
  const shown = await type('start &lt;!channel&gt; &amp; https://evil.example');
  assert.match(shown, /“&lt;!channel&gt; &amp; https\[:\]\/\/evil\.example”/);
  const data = jobs.stored[0]!.data;
  assert.equal('text' in data && data.text, 'start <!channel> & https://evil.example');
});

test('a mistyped command and help are answered at once and store nothing', async (t) => {
  const { type, jobs } = await openWorkspace(t);
  assert.match(await type('statsu'), /Did you mean \/rca status\?/);
  assert.match(await type('help pack'), /Example: `\/rca pack`/);
  assert.equal(jobs.stored.length, 0);
});

test('health, readiness and metrics are on the same server', async (t) => {
  let broken = false;
  const { url, type } = await openWorkspace(t, {
    ready: async () => {
      if (broken) throw new Error('the store does not answer');
    },
  });
  await type('status');
  const get = async (path: string) => {
    const answer = await fetch(url + path);
    return { status: answer.status, text: await answer.text() };
  };
  assert.deepEqual(await get('/healthz'), { status: 200, text: 'ok\n' });
  assert.deepEqual(await get('/readyz'), { status: 200, text: 'ready\n' });
  broken = true;
  assert.deepEqual(await get('/readyz'), { status: 503, text: 'not ready: the store does not answer\n' });
  const { text } = await get('/metrics');
  assert.match(text, /^rca_slack_acks_total\{outcome="stored"\} 1$/m);
  assert.match(text, /^rca_slack_ack_seconds_bucket\{le="\+Inf"\} 1$/m);
  assert.match(text, /^rca_slack_ack_seconds_bucket\{le="3"\} 1$/m);
  assert.equal((await get('/slack/events')).status, 404);
});
