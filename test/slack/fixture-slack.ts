import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createEmulator } from 'emulate';
import { type WebSocket, WebSocketServer } from 'ws';
import { blockKitFaults } from './block-kit.ts';
import { type FixtureCanvas, fixtureCanvases } from './fixture-canvases.ts';
import { HISTORY_METHODS, type HistoryMessage, historyReply } from './fixture-history.ts';

/**
 * A Slack workspace for tests. Web API methods go to emulate, a third party's Slack; what it lacks is here:
 * Socket Mode as https://docs.slack.dev/apis/events-api/using-socket-mode describes it, rate limits and
 * outages, and of conversations.history and conversations.replies what their reference says of `oldest`, `latest`,
 * `inclusive`, `limit` and `cursor` (https://docs.slack.dev/reference/methods/conversations.history).
 */
export interface FixtureSlack {
  /** Base of the Web API, for `slackApiUrl`. */
  readonly apiUrl: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly teamId: string;
  readonly channelId: string;
  readonly userId: string;
  /** A person who is in no private channel. */
  readonly bystanderId: string;
  /** A private channel that the app has not been invited to. */
  readonly foreignChannelId: string;
  /** Every Web API call of the app, with its decoded arguments. */
  readonly calls: readonly { readonly method: string; readonly arguments: Record<string, string> }[];
  /** What of the app's calls breaks Slack's documented limits, or leaves an image or a message without words. */
  readonly faults: readonly string[];
  /** Envelopes that the app has acknowledged over Socket Mode, with the payload of the acknowledgement. */
  readonly acks: ReadonlyMap<string, unknown>;
  /** Resolves with the acknowledgement of a Socket Mode envelope. */
  send(type: string, payload: unknown, envelopeId: string): Promise<unknown>;
  /** Tells the app to reconnect, as Slack does every few hours. */
  refreshConnection(): void;
  /** Resolves when a Socket Mode client is connected. */
  connected(): Promise<void>;
  /** Canvases of channels. */
  readonly canvases: readonly FixtureCanvas[];
  /** Members of user groups, by the group's id; its handle is the id in lower case. */
  readonly userGroups: Map<string, readonly string[]>;
  /** Answers of users.info in place of the workspace's, by the person's id. */
  readonly profiles: Map<string, Record<string, unknown>>;
  /** The organisation that the app's workspace belongs to, if any. */
  enterpriseId: string | null;
  /** The next calls of a method are answered with this. */
  interrupt(method: string, answers: readonly Interruption[]): void;
  /**
   * Rate-limits a method as https://docs.slack.dev/apis/web-api/rate-limits says: more calls within `perMs` than
   * `requests` are answered with 429 and Retry-After, and a page has at most `messagesMax` messages.
   */
  limitRate(method: string, tier: Tier): void;
  /** Uploads a file into the channel as a person; returns the message's `ts`. */
  upload(name: string, bytes: Uint8Array, comment?: string): Promise<string>;
  /** Calls the workspace as a person would, with every scope. */
  ask(method: string, body: Record<string, unknown>): Promise<Record<string, unknown>>;
  download(url: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface Tier {
  readonly requests: number;
  readonly perMs: number;
  readonly retryAfterS: number;
  readonly messagesMax: number;
}

export type Interruption =
  | { readonly status: 429; readonly retryAfterS: number }
  | { readonly status: 503 }
  | { readonly status: 200; readonly error: string; readonly needed?: string };

const BOT_TOKEN = 'xoxb-fixture';
const PERSON_TOKEN = 'xoxp-fixture';
const APP_TOKEN = 'xapp-fixture';

export async function startFixtureSlack(scopes: readonly string[]): Promise<FixtureSlack> {
  const calls: { method: string; arguments: Record<string, string> }[] = [];
  const faults: string[] = [];
  const acks = new Map<string, unknown>();
  const userGroups = new Map<string, readonly string[]>();
  const profiles = new Map<string, Record<string, unknown>>();
  const interruptions = new Map<string, Interruption[]>();
  const tiers = new Map<string, Tier>();
  const calledAtMs = new Map<string, number[]>();
  const waiting = new Map<string, (payload: unknown) => void>();
  const connections = new Set<WebSocket>();
  let onConnect = Promise.withResolvers<void>();

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        users: [{ name: 'responder' }, { name: 'bystander' }],
        channels: [{ name: 'incident-1' }],
        tokens: [
          { token: BOT_TOKEN, type: 'bot', scopes: [...scopes] },
          {
            token: PERSON_TOKEN,
            user: 'responder',
            scopes: [
              'channels:read',
              'channels:history',
              'groups:write',
              'groups:history',
              'groups:read',
              'files:read',
              'users:read',
              'chat:write',
              'files:write',
              'reactions:write',
              'im:history',
              'im:read',
              'im:write',
            ],
          },
        ],
      },
    },
  });
  const sockets = new WebSocketServer({ server, path: '/link' });
  sockets.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('message', (data) => {
      const { envelope_id: id, payload } = JSON.parse(String(data));
      acks.set(id, payload);
      waiting.get(id)?.(payload);
    });
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A1' } }));
    onConnect.resolve();
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const method = /^\/api\/([\w.]+)/.exec(request.url ?? '')?.[1];
    if (method !== undefined) {
      const args = Object.fromEntries(new URLSearchParams(String(body)));
      calls.push({ method, arguments: args });
      faults.push(...blockKitFaults(method, args));
      const interruption = interruptions.get(method)?.shift();
      if (interruption) return interrupt(interruption, response);
      if (method === 'auth.test' && fixture.enterpriseId !== null) {
        return json(response, {
          ok: true,
          team_id: fixture.teamId,
          user_id: app,
          enterprise_id: fixture.enterpriseId,
        });
      }
      const known = fromFixture(method, new URLSearchParams(String(body)), { scopes, userGroups, profiles });
      if (known) return json(response, known);
      const canvas = canvases.answer(method, new URLSearchParams(String(body)));
      if (canvas) return json(response, canvas);
      const tier = tiers.get(method);
      if (tier && isTooMuch(method, tier)) {
        return interrupt({ status: 429, retryAfterS: tier.retryAfterS }, response);
      }
      if (HISTORY_METHODS.has(method)) {
        const asked = Object.fromEntries(new URLSearchParams(String(body)));
        const whole = await readAll(method, asked, request.headers.authorization ?? '');
        return json(response, historyReply(whole, asked, tier?.messagesMax ?? 999));
      }
      if (method === 'apps.connections.open') {
        const allowed = request.headers.authorization === `Bearer ${APP_TOKEN}`;
        return json(
          response,
          allowed
            ? { ok: true, url: `ws://127.0.0.1:${port}/link?ticket=1` }
            : { ok: false, error: 'invalid_auth' },
        );
      }
    }
    const { authorization, 'content-type': type } = request.headers;
    const answer = await fetch(new URL(request.url ?? '/', emulator.url), {
      method: request.method ?? 'GET',
      headers: {
        ...(authorization ? { authorization } : {}),
        ...(type ? { 'content-type': type } : {}),
      },
      ...(body.length > 0 ? { body } : {}),
    });
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = method === undefined ? null : ourAddresses(String(bytes));
    // Addresses of messages are for people, whom Slack takes to its own host.
    response.end(
      text?.replaceAll(`http://127.0.0.1:${port}/archives/`, 'https://fixture.slack.com/archives/') ?? bytes,
    );
  }

  /** The emulator's addresses of files lead to where the app knows Slack to be. */
  const ourAddresses = (text: string): string =>
    text.replaceAll(new URL(emulator.url).origin, `http://127.0.0.1:${port}`);

  function isTooMuch(method: string, { requests, perMs }: Tier): boolean {
    const nowMs = performance.now();
    const recent = (calledAtMs.get(method) ?? []).filter((atMs) => nowMs - atMs < perMs);
    if (recent.length >= requests) return true;
    calledAtMs.set(method, [...recent, nowMs]);
    return false;
  }

  /** All messages of a channel or a thread: the emulator's own pages know no window. */
  async function readAll(method: string, asked: Record<string, string>, authorization: string) {
    const messages: HistoryMessage[] = [];
    for (let cursor = ''; ; ) {
      const answer = await fetch(new URL(`/api/${method}`, emulator.url), {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ channel: asked['channel'], ts: asked['ts'], limit: 1_000, cursor }),
      });
      const reply = JSON.parse(ourAddresses(await answer.text()));
      if (reply.ok !== true) return reply as { readonly ok: false; readonly error: string };
      messages.push(...reply.messages);
      cursor = reply.response_metadata?.next_cursor ?? '';
      if (cursor === '') return { ok: true as const, messages };
    }
  }

  const ask = async (method: string, body: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const answer = await fetch(new URL(`/api/${method}`, emulator.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${PERSON_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  const { user_id: app } = (await (
    await fetch(new URL('/api/auth.test', emulator.url), {
      method: 'POST',
      headers: { authorization: `Bearer ${BOT_TOKEN}` },
    })
  ).json()) as { user_id: string };
  const canvases = fixtureCanvases(scopes, app);
  const channels = (await ask('conversations.list', {}))['channels'] as { id: string; name: string }[];
  const users = (await ask('users.list', {}))['members'] as { id: string; name: string }[];
  const foreign = (await ask('conversations.create', { name: 'private-1', is_private: true }))['channel'] as {
    id: string;
  };

  const fixture: FixtureSlack = {
    enterpriseId: null,
    apiUrl: `http://127.0.0.1:${port}/api/`,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    teamId: 'T000000001',
    channelId: channels.find(({ name }) => name === 'incident-1')!.id,
    userId: users.find(({ name }) => name === 'responder')!.id,
    bystanderId: users.find(({ name }) => name === 'bystander')!.id,
    foreignChannelId: foreign.id,
    calls,
    faults,
    acks,
    canvases: canvases.canvases,
    userGroups,
    profiles,
    send: (type, payload, envelopeId) =>
      new Promise((resolve) => {
        waiting.set(envelopeId, resolve);
        const envelope = { type, payload, envelope_id: envelopeId, accepts_response_payload: true };
        for (const socket of connections) socket.send(JSON.stringify(envelope));
      }),
    refreshConnection() {
      onConnect = Promise.withResolvers<void>();
      for (const socket of connections) {
        socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
      }
    },
    connected: () => onConnect.promise,
    limitRate: (method, tier) => tiers.set(method, tier),
    async upload(name, bytes, comment) {
      const ticket = await ask('files.getUploadURLExternal', { filename: name, length: bytes.length });
      await fetch(String(ticket['upload_url']), { method: 'POST', body: Buffer.from(bytes) });
      const channel = channels.find((each) => each.name === 'incident-1')!.id;
      await ask('files.completeUploadExternal', {
        files: [{ id: ticket['file_id'], title: name }],
        channel_id: channel,
        ...(comment === undefined ? {} : { initial_comment: comment }),
      });
      const { messages } = await ask('conversations.history', { channel, limit: 1 });
      return (messages as { ts: string }[])[0]!.ts;
    },
    interrupt: (method, answers) => interruptions.set(method, [...answers]),
    ask,
    download: async (url) => {
      const answer = await fetch(url, { headers: { authorization: `Bearer ${PERSON_TOKEN}` } });
      if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    async close() {
      for (const socket of connections) socket.terminate();
      sockets.close();
      await emulator.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
  return fixture;
}

/**
 * User groups, which emulate lacks (https://docs.slack.dev/reference/methods/usergroups.users.list,
 * https://docs.slack.dev/reference/methods/usergroups.list), and people that a test describes.
 */
function fromFixture(
  method: string,
  given: URLSearchParams,
  workspace: Pick<FixtureSlack, 'userGroups' | 'profiles'> & { readonly scopes: readonly string[] },
): Record<string, unknown> | undefined {
  const { userGroups, profiles, scopes } = workspace;
  if (method === 'users.info') {
    const user = profiles.get(given.get('user') ?? '');
    return user && { ok: true, user };
  }
  if (!method.startsWith('usergroups.')) return undefined;
  if (!scopes.includes('usergroups:read')) {
    return { ok: false, error: 'missing_scope', needed: 'usergroups:read', provided: scopes.join(',') };
  }
  if (method === 'usergroups.list') {
    return { ok: true, usergroups: [...userGroups.keys()].map((id) => ({ id, handle: id.toLowerCase() })) };
  }
  const users = userGroups.get(given.get('usergroup') ?? '');
  return users ? { ok: true, users } : { ok: false, error: 'no_such_subteam' };
}

function interrupt(interruption: Interruption, response: ServerResponse): void {
  switch (interruption.status) {
    case 429:
      response.writeHead(429, { 'retry-after': String(interruption.retryAfterS) }).end();
      return;
    case 503:
      response.writeHead(503).end('down');
      return;
    case 200: {
      const { error, needed } = interruption;
      json(response, { ok: false, error, ...(needed === undefined ? {} : { needed }) });
    }
  }
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
