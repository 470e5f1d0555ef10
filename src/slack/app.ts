import type { RequestListener } from 'node:http';
import { App, type Authorize, HTTPReceiver, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { userError } from '../domain/errors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { EntryReader } from './forms/take-forms.ts';
import { startHttpServer } from './http-server.ts';
import type { Installations } from './install/installations.ts';
import type { SlackMetrics } from './metrics.ts';
import { sdkLog } from './sdk-log.ts';
import { keepConnected } from './socket-connection.ts';
import { isEventCallback, takeEvent } from './take-events.ts';
import { received, takeRequests } from './take-requests.ts';
import { tenantOf } from './tenant.ts';
import type { Zones } from './zones.ts';

export interface SlackAppOptions {
  readonly mode: 'http' | 'socket';
  /** Of the one workspace; null when there are many, which `tokens` knows. */
  readonly botToken: string | null;
  /** Of the workspaces that have installed the app by OAuth. */
  readonly tokens?: Pick<Installations, 'tokenOf' | 'removed'>;
  /** `xapp-…`, for Socket Mode. */
  readonly appToken: string | null;
  /** For HTTP. */
  readonly signingSecret: string | null;
  /** Base of the Web API; null is Slack's own. */
  readonly apiUrl: string | null;
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly jobs: Pick<Jobs, 'enqueue'>;
  readonly entries: EntryReader;
  /** Applied to a command's text before it is stored. */
  readonly redactText: (text: string) => string;
  readonly zones: Pick<Zones, 'known'>;
  /** Resolves when the stores answer. */
  readonly ready: () => Promise<void>;
  readonly metrics: SlackMetrics;
  /** POST of alerting systems, by path. */
  readonly webhooks?: ReadonlyMap<string, RequestListener>;
  /** GET of people who install the app, by path. */
  readonly pages?: ReadonlyMap<string, RequestListener>;
  readonly log: Logger;
}

export interface SlackApp {
  /** Listens, and connects when the mode is Socket Mode; returns the port of the HTTP server. */
  start(): Promise<{ readonly port: number }>;
  stop(): Promise<void>;
}

/**
 * Takes commands from Slack and stores them as jobs. It does no work itself and calls no method of the Web
 * API before a request is acknowledged: Slack waits three seconds at most.
 */
export function createSlackApp(options: SlackAppOptions): SlackApp {
  const entry = options.mode === 'http' ? httpEntry(options) : socketEntry(options);
  const app = new App({
    receiver: entry.receiver,
    authorize: authorizeBy(options),
    logger: sdkLog(options.log),
  });
  takeRequests(app, options);
  storeEventsFirst(app, options);
  app.error(async (error) => options.log.error({ err: error }, 'a Slack request failed'));

  let server: Awaited<ReturnType<typeof startHttpServer>> | undefined;
  return {
    async start() {
      server = await startHttpServer(
        {
          ready: async () => {
            entry.checkConnected();
            await options.ready();
          },
          metrics: () => options.metrics.prometheusText(),
          ...(options.pages ? { pages: options.pages } : {}),
          ...(options.webhooks ? { webhooks: options.webhooks } : {}),
          ...(entry.slackEvents ? { slackEvents: entry.slackEvents } : {}),
        },
        options.host,
        options.port,
      );
      await entry.connect();
      return { port: server.port };
    },
    async stop() {
      await entry.disconnect();
      await server?.stop();
    },
  };
}

/**
 * Bolt acknowledges an event before anything listens to it. Here its job is stored first: an event that could not
 * be stored is not acknowledged, and Slack delivers it again.
 */
function storeEventsFirst(app: App, options: SlackAppOptions): void {
  const processEvent = app.processEvent.bind(app);
  app.processEvent = async (event) => {
    if (!isEventCallback(event.body)) return processEvent(event);
    const isStored = await takeEvent(event.body, { ...options, removed: options.tokens?.removed });
    await event.ack();
    const receivedAtMs = Number(event.customProperties?.['receivedAtMs']);
    options.metrics.acked(isStored ? 'stored' : 'answered', performance.now() - receivedAtMs);
  };
}

/** For how long a request is answered with a token that was looked up before. */
const TOKEN_KEPT_MS = 30_000;
const TOKENS_MAX = 1_000;

/** Looks the token up in the database, never at Slack: an acknowledgement does not wait for the Web API. */
function authorizeBy({ botToken, tokens }: SlackAppOptions): Authorize<boolean> {
  if (tokens === undefined) return async () => (botToken === null ? {} : { botToken });
  const kept = new Map<string, { readonly token: Promise<string>; readonly untilMs: number }>();
  return async ({ teamId = '', enterpriseId }) => {
    const tenant = tenantOf(enterpriseId, teamId);
    const found = kept.get(tenant);
    if (found && found.untilMs > Date.now()) return { botToken: await found.token };
    const token = tokens.tokenOf(tenant);
    if (kept.size >= TOKENS_MAX) kept.clear();
    kept.set(tenant, { token, untilMs: Date.now() + TOKEN_KEPT_MS });
    token.catch(() => kept.delete(tenant));
    return { botToken: await token };
  };
}

interface Entry {
  readonly receiver: Receiver;
  readonly slackEvents?: HTTPReceiver['requestListener'];
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  checkConnected(): void;
}

function httpEntry(options: SlackAppOptions): Entry {
  const receiver = new HTTPReceiver({
    signingSecret: required(options.signingSecret, 'HTTP', 'SLACK_SIGNING_SECRET'),
    logger: sdkLog(options.log),
    customPropertiesExtractor: received,
  });
  return {
    receiver,
    slackEvents: receiver.requestListener,
    connect: async () => undefined,
    disconnect: async () => undefined,
    checkConnected: () => undefined,
  };
}

function socketEntry(options: SlackAppOptions): Entry {
  const receiver = new SocketModeReceiver({
    appToken: required(options.appToken, 'Socket Mode', 'SLACK_APP_TOKEN'),
    logger: sdkLog(options.log),
    customPropertiesExtractor: received,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        retryConfig: { retries: 0 },
        ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
      },
    },
  });
  const connection = keepConnected(receiver.client, options.log);
  return {
    receiver,
    connect: () => connection.connect(),
    disconnect: () => connection.disconnect(),
    checkConnected: () => {
      if (!connection.isConnected()) throw new Error('no Socket Mode connection to Slack');
    },
  };
}

function required(value: string | null, mode: string, variable: string): string {
  if (value !== null) return value;
  throw userError({
    code: 'SLACK_SECRET_MISSING',
    message: `${mode} needs ${variable}`,
    where: `environment variable ${variable}`,
    mend: `set ${variable} from the app's settings in Slack, or choose the other slack.mode`,
  });
}
