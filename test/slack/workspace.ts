import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { pino } from 'pino';
import type { Handlers } from '../../src/jobs/jobs.ts';
import { type AccessRules, createAccess } from '../../src/slack/access/access.ts';
import { createUserGroups } from '../../src/slack/access/groups.ts';
import { createSlackApp, type SlackAppOptions } from '../../src/slack/app.ts';
import { createDownload } from '../../src/slack/capture/download.ts';
import { type ChannelRules, createChannels } from '../../src/slack/channel/open-channel.ts';
import { createSlackClient, createSlackReader } from '../../src/slack/client.ts';
import { type SlackHandlerOptions, slackHandlers } from '../../src/slack/handlers.ts';
import { createSlackMetrics } from '../../src/slack/metrics.ts';
import { createPeople } from '../../src/slack/people.ts';
import { BOT_SCOPES } from '../../src/slack/scopes.ts';
import { answerFaults } from './block-kit.ts';
import {
  type FixtureIncidents,
  type FixtureJobs,
  fixtureCapture,
  fixtureIncidents,
  fixtureJobs,
  fixtureLinks,
} from './fixture-incident.ts';
import { type FixtureSlack, startFixtureSlack } from './fixture-slack.ts';
import { addToTimeline } from './pressed.ts';
import { postSigned, postSignedText, slashCommand } from './signed-request.ts';

export const SIGNING_SECRET = 'fixture-signing-secret';

export const NO_NUDGES = { about: [], draftDueBusinessDays: 3, everyHours: 24, max: 3 };

export interface Workspace {
  readonly slack: FixtureSlack;
  readonly incidents: FixtureIncidents;
  readonly handlers: Handlers;
  /** Base of the app's own HTTP server. */
  readonly url: string;
  /** Types `/rca TEXT` into the channel; returns what the person reads at once. */
  type(
    text: string,
    options?: {
      readonly triggerId?: string;
      readonly channelId?: string;
      /** Fields of whoever types, in place of the workspace's person. */
      readonly as?: Readonly<Record<string, string>>;
    },
  ): Promise<string>;
  /** Sends what Slack sends when a person uses a form or a button. */
  interact(payload: unknown): Promise<Response>;
  /**
   * Delivers an event as the Events API does, signed, with its id and the number of the retry.
   * https://docs.slack.dev/apis/events-api#event-type-structure
   */
  event(event: Record<string, unknown>, delivery?: Delivery): Promise<Response>;
  /** Uses the message shortcut on a message. */
  addToTimeline(ts: string, triggerId?: string): Promise<Response>;
  /** Messages that stand in the channel, oldest first. */
  messages(channelId?: string): Promise<readonly ChannelMessage[]>;
}

export interface Delivery {
  readonly eventId?: string;
  readonly retry?: number;
}

export interface ChannelMessage {
  readonly ts: string;
  readonly text: string;
  readonly blocks?: readonly unknown[];
  readonly files?: readonly { readonly name: string; readonly url_private: string }[];
}

/** The defaults of the configuration. */
const DEFAULTS: AccessRules & ChannelRules = {
  responders: [],
  approvers: {},
  externals: 'read-only',
  channelName: 'inc-{number}-{slug}',
  invite: [],
};

export type Options = Partial<Pick<SlackAppOptions, 'mode' | 'redactText' | 'ready'>> & {
  /** In place of incidents in memory. */
  readonly useCases?: SlackHandlerOptions['useCases'];
  readonly capture?: SlackHandlerOptions['capture'];
  readonly cards?: SlackHandlerOptions['cards'];
  readonly homes?: SlackHandlerOptions['homes'];
  readonly nudges?: SlackHandlerOptions['nudges'];
  /** Incidents of alerts are told in the channel. */
  readonly areAlertsHere?: true;
  readonly scopes?: readonly string[];
  readonly rules?: Partial<AccessRules & ChannelRules>;
};

/** A workspace whose jobs wait until the test runs them. */
export async function openWorkspace(
  test: TestContext,
  options: Options = {},
): Promise<Workspace & { readonly jobs: FixtureJobs }> {
  const jobs = fixtureJobs();
  return { ...(await connectWorkspace(test, { jobs, links: fixtureLinks() }, options)), jobs };
}

/** The app over the given jobs and links, connected to a fixture Slack. */
export async function connectWorkspace(
  test: TestContext,
  { jobs, links }: Pick<SlackHandlerOptions, 'jobs' | 'links'>,
  options: Options = {},
): Promise<Workspace> {
  const slack = await startFixtureSlack(options.scopes ?? BOT_SCOPES);
  const packDir = await mkdtemp(join(tmpdir(), 'rca-slack-'));
  const log = pino({ enabled: false });
  const incidents = fixtureIncidents(packDir);
  const metrics = createSlackMetrics();
  const client = createSlackClient(slack, log);
  const zones = createPeople(client, log);
  const groups = createUserGroups(client);
  const rules = { ...DEFAULTS, ...options.rules };
  const access = createAccess(client, zones, groups, rules);
  const channels = createChannels(client, links, groups, rules);
  const app = createSlackApp({
    mode: options.mode ?? 'http',
    botToken: slack.botToken,
    appToken: slack.appToken,
    signingSecret: SIGNING_SECRET,
    apiUrl: slack.apiUrl,
    host: '127.0.0.1',
    port: 0,
    jobs,
    redactText: options.redactText ?? ((text) => text),
    zones,
    entries: options.useCases ?? incidents.useCases,
    ready: options.ready ?? (async () => undefined),
    metrics,
    log,
  });
  const { port } = await app.start();
  test.after(async () => {
    await app.stop();
    await slack.close();
    await rm(packDir, { recursive: true });
    assert.deepEqual(slack.faults, []);
  });
  const url = `http://127.0.0.1:${port}`;
  let triggers = 0;
  let events = 0;
  const interact: Workspace['interact'] = (payload) =>
    postSigned(`${url}/slack/events`, SIGNING_SECRET, { payload: JSON.stringify(payload) });
  return {
    slack,
    incidents,
    url,
    handlers: slackHandlers({
      client,
      reader: createSlackReader(slack, log),
      download: createDownload(slack),
      capture: options.capture ?? fixtureCapture(),
      zones,
      access,
      channels,
      alertChannels: options.areAlertsHere ? { pagerduty: slack.channelId } : {},
      useCases: options.useCases ?? incidents.useCases,
      draftsDir: join(packDir, 'drafts'),
      jobs,
      links,
      cards: options.cards ?? incidents.cards,
      homes: options.homes ?? { of: async () => [] },
      nudges: options.nudges ?? NO_NUDGES,
      metrics,
      log,
    }),
    async type(text, { triggerId = `trigger.${++triggers}`, channelId = slack.channelId, as = {} } = {}) {
      const command = slashCommand({
        text,
        team_id: slack.teamId,
        channel_id: channelId,
        user_id: slack.userId,
        trigger_id: triggerId,
      });
      const answer = await postSigned(`${url}/slack/events`, SIGNING_SECRET, { ...command, ...as });
      const read = (await answer.json()) as { text: string; blocks?: unknown };
      assert.deepEqual(answerFaults(read), []);
      return read.text;
    },
    interact,
    event(event, { eventId = `Ev${++events}`, retry = 0 } = {}) {
      const body = {
        token: 'deprecated',
        team_id: slack.teamId,
        api_app_id: 'A1',
        type: 'event_callback',
        event_id: eventId,
        event_time: Math.floor(Date.now() / 1_000),
        authorizations: [{ team_id: slack.teamId, user_id: 'UBOT', is_bot: true }],
        event,
      };
      return postSignedText(`${url}/slack/events`, SIGNING_SECRET, JSON.stringify(body), {
        headers: {
          'content-type': 'application/json',
          ...(retry === 0
            ? {}
            : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': 'http_timeout' }),
        },
      });
    },
    addToTimeline: (ts, triggerId = `trigger.${++triggers}`) =>
      addToTimeline({ slack, interact }, ts, { triggerId }),
    async messages(channelId = slack.channelId) {
      const { messages } = await slack.ask('conversations.history', { channel: channelId, limit: 200 });
      return (messages as ChannelMessage[]).toReversed();
    },
  };
}
