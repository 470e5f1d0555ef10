import assert from 'node:assert/strict';
import { test } from 'node:test';
import { postSigned, slashCommand } from './signed-request.ts';
import { openWorkspace, SIGNING_SECRET } from './workspace.ts';

const FIELDS = { text: 'status', team_id: 'T1', channel_id: 'C1', user_id: 'U1', trigger_id: 'trigger.1' };

test('a signed /rca status is acknowledged, stored as a job, and its handler answers in the channel', async (t) => {
  const { type, jobs, handlers, messages } = await openWorkspace(t);
  assert.match(await type('start Probing of search since 2h sev2'), /Opening an incident/);
  await jobs.run({ 'slack.command': handlers['slack.command']! });
  assert.match(await type('status'), /Reading the state/);
  assert.equal(jobs.stored.at(-1)?.name, 'slack.command');
  await jobs.run({ 'slack.command': handlers['slack.command']! });
  const card = (await messages()).at(-1)!;
  assert.match(card.text, /^INC-2026-0001 Probing of search\. SEV2, open/);
  assert.ok(card.blocks!.length > 3);
});

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
