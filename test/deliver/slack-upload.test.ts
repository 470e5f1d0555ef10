import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pino } from 'pino';
import { uploadToSlack } from '../../src/deliver/slack-upload.ts';
import { RcaError } from '../../src/domain/errors.ts';
import { createSlackClient } from '../../src/slack/client.ts';
import { type Interruption, startFixtureSlack } from '../slack/fixture-slack.ts';

async function prepare(t: TestContext, bytes: Uint8Array) {
  const slack = await startFixtureSlack(['files:write']);
  const folder = await mkdtemp(join(tmpdir(), 'rca-upload-'));
  t.after(async () => {
    await slack.close();
    await rm(folder, { recursive: true });
  });
  const path = join(folder, 'pack.pdf');
  await writeFile(path, bytes);
  const client = createSlackClient(slack, pino({ enabled: false }));
  const upload = (channelId = slack.channelId) =>
    uploadToSlack(client, { channelId, path, filename: 'pack.pdf', title: 'Pack', comment: 'version 1' });
  return { slack, upload };
}

test('an uploaded file is in the channel with its comment, and downloads as the same bytes', async (t) => {
  const bytes = new Uint8Array(2_000_000).map((_, index) => (index * 31) % 251);
  const { slack, upload } = await prepare(t, bytes);
  const id = await upload();
  const { file } = await slack.ask('files.info', { file: id });
  const { title, channels, url_private: url } = file as Record<string, unknown>;
  assert.equal(title, 'Pack');
  assert.deepEqual(channels, [slack.channelId]);
  assert.deepEqual(Buffer.from(await slack.download(String(url))), Buffer.from(bytes));
});

test('a rate limit during the upload is waited for', async (t) => {
  const { slack, upload } = await prepare(t, new Uint8Array([1, 2, 3]));
  slack.interrupt('files.completeUploadExternal', [{ status: 429, retryAfterS: 1 }]);
  const startedMs = performance.now();
  assert.match(await upload(), /^F/);
  assert.ok(performance.now() - startedMs >= 1_000);
});

const refusals: readonly (readonly [string, Interruption, string, RegExp])[] = [
  ['an app outside the channel', { status: 200, error: 'not_in_channel' }, 'SLACK_NOT_IN_CHANNEL', /invite/],
  ['an archived channel', { status: 200, error: 'is_archived' }, 'SLACK_CHANNEL_ARCHIVED', /unarchive/],
  [
    'a missing scope',
    { status: 200, error: 'missing_scope', needed: 'files:write' },
    'SLACK_SCOPE_MISSING',
    /manifest\.yml/,
  ],
  ['a revoked token', { status: 200, error: 'token_revoked' }, 'SLACK_TOKEN_REFUSED', /SLACK_BOT_TOKEN/],
  ['any other refusal', { status: 200, error: 'storage_limit_reached' }, 'SLACK_REFUSED', /storage|look/],
];
for (const [what, answer, code, mend] of refusals) {
  test(`${what} is named with its mend`, async (t) => {
    const { slack, upload } = await prepare(t, new Uint8Array([1]));
    slack.interrupt('files.completeUploadExternal', [answer]);
    await assert.rejects(upload(), (error) => {
      assert.ok(error instanceof RcaError);
      assert.equal(error.code, code);
      assert.match(error.mend, mend);
      return true;
    });
  });
}

test('trouble inside Slack is not a refusal: the caller may try again', async (t) => {
  const { slack, upload } = await prepare(t, new Uint8Array([1]));
  slack.interrupt('files.completeUploadExternal', [{ status: 200, error: 'internal_error' }]);
  await assert.rejects(upload(), (error) => !(error instanceof RcaError));
  assert.match(await upload(), /^F/);
});
