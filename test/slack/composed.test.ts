import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pino } from 'pino';
import { openApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { createUserGroups } from '../../src/slack/access/groups.ts';
import { createDownload } from '../../src/slack/capture/download.ts';
import { createChannels } from '../../src/slack/channel/open-channel.ts';
import { createSlackClient, createSlackReader } from '../../src/slack/client.ts';
import { slackHandlers } from '../../src/slack/handlers.ts';
import { createSlackMetrics } from '../../src/slack/metrics.ts';
import { createPeople } from '../../src/slack/people.ts';
import { connectWorkspace, NO_NUDGES } from './workspace.ts';

test('the whole of rca behind Slack: start, note, status and pack, to a PDF that the channel can download', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'rca-slack-home-'));
  const config = readConfig({
    home: folder,
    file: null,
    cwd: folder,
    env: { RCA_BROWSER: process.env['RCA_BROWSER'] },
    sourceTypes: new Map(),
  });
  const log = pino({ enabled: false });
  const app = await openApp(config, { log, nowMs: Date.now });
  t.after(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });
  await app.jobs.idle();
  const workspace = await connectWorkspace(
    t,
    { jobs: app.jobs, links: app.slackLinks },
    { redactText: (text) => app.context.redactor('slack').redactText(text) },
  );
  const client = createSlackClient(workspace.slack, log);
  const people = createPeople(client, log);
  await app.jobs.work(
    slackHandlers({
      client,
      zones: people,
      access: { check: async () => undefined },
      channels: createChannels(client, app.slackLinks, createUserGroups(client), {
        channelName: 'inc-{number}-{slug}',
        invite: [],
      }),
      reader: createSlackReader(workspace.slack, log),
      download: createDownload(workspace.slack),
      capture: app.capture,
      useCases: app.useCases,
      draftsDir: join(folder, 'drafts'),
      jobs: app.jobs,
      links: app.slackLinks,
      cards: app.cards,
      homes: app.homes,
      nudges: NO_NUDGES,
      metrics: createSlackMetrics(),
      log,
    }),
  );
  const carriedOut = async (text: string) => {
    await workspace.type(text);
    await app.jobs.idle();
    return (await workspace.messages()).at(-1)!;
  };

  await carriedOut('start Probing of search, password=hunter2hunter2 in a log, since 2h sev2');
  const [card, progress] = await workspace.messages();
  assert.match(card!.text, /^INC-\d{4}-0001 Probing of search.*SEV2, open/);
  assert.match(progress!.text, /No sources are configured/);
  const echo = await carriedOut('note WAF to block at 2026-01-27T10:00:00Z phase mitigated');
  assert.match((await workspace.messages())[0]!.text, /Sources: 1 done\. 1 evidence item, 1 note, 0 gaps/);
  assert.match(echo.text, /^Note N-0001 .* marks mitigated: WAF to block/);
  assert.match(JSON.stringify((await carriedOut('status')).blocks), /Mitigated/);

  await carriedOut('pack');
  const messages = await workspace.messages();
  const upload = messages.find(({ files }) => files !== undefined);
  const bytes = await workspace.slack.download(upload!.files![0]!.url_private);
  assert.match(upload!.text, new RegExp(`version 1, .*SHA-256 ${sha256Hex(bytes)}$`, 's'));
  assert.equal(Buffer.from(bytes.subarray(0, 5)).toString(), '%PDF-');
  assert.doesNotMatch(JSON.stringify([messages, workspace.slack.calls]), /hunter2/);
});
