import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stringify } from 'yaml';
import { createSlackLinks } from '../../src/incident/slack-links.ts';
import { scratch, startCli } from '../helpers/cli.ts';
import { onServer } from '../helpers/raw-sql.ts';
import { served } from '../helpers/serving.ts';
import { type OpenStore, openAt, postgres, type StorePlace } from '../helpers/stores.ts';
import { times } from '../helpers/times.ts';
import { type FixtureSlack, startFixtureSlack } from '../slack/fixture-slack.ts';
import { postSigned, slashCommand } from '../slack/signed-request.ts';

const KILLS = times(3);
const SENDERS = 3;
const PAUSE_MS = 100;
const SIGNING_SECRET = 'replicas-signing-secret';
const SCOPES = ['commands', 'chat:write', 'files:write', 'users:read', 'usergroups:read'];

/** One `/rca` that was sent, and whether its acknowledgement came back. */
interface Sent {
  readonly text: string;
  readonly acknowledged: boolean;
}

interface Replica {
  /** Null while it is down. */
  url: string | null;
  kill(): Promise<void>;
  start(): Promise<void>;
}

test(`kill -9 of one of two replicas at ${KILLS} random moments under a stream of commands`, async (t) => {
  const place = await postgres.place();
  const slack = await startFixtureSlack(SCOPES);
  const replicas = await Promise.all([startReplica(t, place, slack), startReplica(t, place, slack)]);
  const opened = await openAt(place);
  t.after(async () => {
    for (const replica of replicas) await replica.kill();
    await slack.close();
    await opened.close();
    await place.remove();
  });

  assert.ok(await deliver('start Killed replicas', 'start', replicas[0]!, slack));
  const incident = await incidentOf(slack, opened);

  const sent: Sent[] = [];
  let over = false;
  let number = 0;
  const stream = async (): Promise<void> => {
    while (!over) {
      sent.push(await sendOne(number++, replicas, slack));
      await sleep(PAUSE_MS);
    }
  };
  const streaming = Promise.all(Array.from({ length: SENDERS }, stream));
  for (let kill = 0; kill < KILLS; kill++) {
    await sleep(Math.random() * 1_500);
    const victim = replicas[Math.floor(Math.random() * 2)]!;
    await victim.kill();
    await victim.start();
  }
  over = true;
  await streaming;
  await untilQuiet(place);

  const acknowledged = sent.filter((each) => each.acknowledged);
  const written = [
    ...(await opened.store.notes(incident)).map(({ text }) => `note ${text}`),
    ...(await opened.store.sections(incident)).map(({ body }) => `lesson ${body.text}`),
  ];
  const counts = new Map<string, number>();
  for (const text of written) counts.set(text, (counts.get(text) ?? 0) + 1);
  for (const { text, acknowledged: acked } of sent) {
    const times = counts.get(text) ?? 0;
    assert.ok(
      acked ? times === 1 : times <= 1,
      `${text} (acknowledged: ${acked}) took effect ${times} times`,
    );
  }
  const known = new Set(sent.map(({ text }) => text));
  assert.deepEqual(
    written.filter((text) => !known.has(text)),
    [],
  );

  const answers = slack.calls.filter(({ method }) => method === 'chat.postMessage');
  let repeated = 0;
  for (const text of counts.keys()) {
    const word = text.slice(text.indexOf(' ') + 1);
    const times = answers.filter((call) => call.arguments['text']?.endsWith(`: ${word}`)).length;
    assert.ok(times >= 1, `${text} took effect and was never answered`);
    repeated += times - 1;
  }
  assert.ok(repeated <= KILLS * 4, 'an answer came again without a kill between Slack and its keeping');

  const entries = (await opened.store.ledger(incident)).map((line) => JSON.parse(line));
  const done = entries.filter(({ type, body }) => type === 'slack.command' && body.outcome === 'done');
  assert.equal(done.length, 1 + counts.size, 'each command is in the ledger once');
  const dead = await onServer(place.url, `SELECT 1 FROM pgboss.job WHERE name = 'dead-letter'`);
  assert.equal(dead.length, 0);
  t.diagnostic(
    `${KILLS} kills, ${sent.length} commands, ${acknowledged.length} acknowledged, ${sent.length - acknowledged.length} not, of which ${written.length - acknowledged.length} took effect, ${repeated} answers came twice`,
  );
});

/** To either replica; what was not acknowledged is sent again to the other, as Slack would, one time out of two. */
async function sendOne(number: number, replicas: readonly Replica[], slack: FixtureSlack): Promise<Sent> {
  const text = `${number % 3 === 0 ? 'lesson' : 'note'} command-${number}`;
  const [first, second] = number % 2 === 0 ? replicas : replicas.toReversed();
  const id = `trigger-${number}`;
  let acknowledged = await deliver(text, id, first!, slack);
  const again = acknowledged ? number % 5 === 0 : number % 4 < 2;
  if (again)
    acknowledged = (await deliver(text, id, second!, slack, { 'x-slack-retry-num': '1' })) || acknowledged;
  return { text, acknowledged };
}

async function deliver(
  text: string,
  id: string,
  replica: Replica,
  slack: FixtureSlack,
  headers: Record<string, string> = {},
): Promise<boolean> {
  if (replica.url === null) return false;
  const command = slashCommand({
    text,
    team_id: slack.teamId,
    channel_id: slack.channelId,
    user_id: slack.userId,
    trigger_id: id,
  });
  try {
    const answer = await postSigned(`${replica.url}/slack/events`, SIGNING_SECRET, command, { headers });
    return answer.ok && /^(Opening|Writing)/.test(((await answer.json()) as { text: string }).text);
  } catch {
    return false;
  }
}

async function incidentOf(slack: FixtureSlack, { database }: OpenStore): Promise<string> {
  const links = createSlackLinks(database);
  const deadlineMs = Date.now() + 30_000;
  for (;;) {
    const link = await links.incidentOf(slack.teamId, slack.channelId);
    if (link) return link.incident;
    assert.ok(Date.now() < deadlineMs, 'the incident was never opened');
    await sleep(50);
  }
}

async function untilQuiet(place: StorePlace): Promise<void> {
  const deadlineMs = Date.now() + 120_000;
  for (;;) {
    const left = await onServer(
      place.url,
      `SELECT name, state FROM pgboss.job WHERE state < 'completed' AND name NOT IN ('dead-letter', 'slack.nudge')`,
    );
    if (left.length === 0) return;
    assert.ok(Date.now() < deadlineMs, JSON.stringify(left));
    await sleep(250);
  }
}

/** `rca serve` over HTTP with a home of its own, on the store and the blobs that replicas share. */
async function startReplica(t: TestContext, place: StorePlace, slack: FixtureSlack): Promise<Replica> {
  const home = await scratch();
  t.after(() => home.clear());
  const config = join(home.dir, 'rca.yaml');
  await writeFile(
    config,
    stringify({
      store: { url: place.url, migrationUrl: place.migrationUrl },
      blobs: { url: `file:${place.blobsDirectory}` },
      slack: { mode: 'http' },
      serve: { port: 0 },
    }),
  );
  const env = {
    RCA_REDACTION_KEY: 'one key that both replicas share, long enough',
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
  };
  let child: ChildProcess | undefined;
  const replica: Replica = {
    url: null,
    async kill() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      replica.url = null;
      await exited;
    },
    async start() {
      child = startCli(['serve', '--home', home.dir, '--config', config], { env });
      replica.url = await served(child);
    },
  };
  await replica.start();
  return replica;
}
