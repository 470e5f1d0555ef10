import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** https://docs.slack.dev/reference/methods/oauth.v2.access: what a code is good for. */
export interface Grant {
  readonly token: string;
  readonly team: { readonly id: string; readonly name: string } | null;
  readonly enterprise?: { readonly id: string; readonly name: string };
  /** Seconds; with it the token is rotated. */
  readonly expiresInS?: number;
}

export interface OAuthSlack {
  readonly apiUrl: string;
  /** Codes that are good for one installation. */
  readonly codes: Map<string, Grant>;
  /** Every call, with the token that it bore. */
  readonly calls: readonly {
    readonly method: string;
    readonly token: string | null;
    readonly arguments: Readonly<Record<string, string>>;
  }[];
  /** Codes and refresh tokens that were used. */
  readonly used: readonly string[];
  close(): Promise<void>;
}

const CLIENT_ID = '1.2';
export const CLIENT_SECRET = 'fixture-client-secret';
export const client = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };

/**
 * The part of Slack that an installation needs, as its reference documents it: codes and refresh tokens are good for
 * one time, under the right secret, and a token is known by the workspace that it was given for. Other methods answer
 * `ok` to a token that stands.
 */
export async function startOAuthSlack(): Promise<OAuthSlack> {
  const codes = new Map<string, Grant>();
  const grants = new Map<string, Grant>();
  const refreshes = new Map<string, Grant>();
  const calls: { method: string; token: string | null; arguments: Record<string, string> }[] = [];
  const used: string[] = [];
  let serial = 0;

  function access(given: Readonly<Record<string, string>>): object {
    if (given['client_id'] !== CLIENT_ID) return { ok: false, error: 'invalid_client_id' };
    if (given['client_secret'] !== CLIENT_SECRET) return { ok: false, error: 'bad_client_secret' };
    const isRefresh = given['grant_type'] === 'refresh_token';
    const [good, name] = isRefresh ? [refreshes, given['refresh_token']] : [codes, given['code']];
    const grant = good.get(name ?? '');
    if (grant === undefined || name === undefined) {
      return { ok: false, error: isRefresh ? 'invalid_refresh_token' : 'invalid_code' };
    }
    good.delete(name);
    used.push(name);
    const token = isRefresh ? `${grant.token}-${++serial}` : grant.token;
    grants.set(token, grant);
    const refreshToken = `xoxe-1-${++serial}`;
    if (grant.expiresInS !== undefined) refreshes.set(refreshToken, grant);
    return {
      ok: true,
      app_id: 'A1',
      authed_user: { id: 'UINSTALLER' },
      scope: 'commands,chat:write',
      token_type: 'bot',
      access_token: token,
      bot_user_id: `UBOT${grant.team?.id ?? grant.enterprise?.id}`,
      team: grant.team,
      enterprise: grant.enterprise ?? null,
      is_enterprise_install: grant.team === null,
      ...(grant.expiresInS === undefined
        ? {}
        : { refresh_token: refreshToken, expires_in: grant.expiresInS }),
    };
  }

  function answer(method: string, token: string | null, given: Readonly<Record<string, string>>): object {
    if (method === 'oauth.v2.access') return access(given);
    const grant = grants.get(token ?? '');
    if (grant === undefined) return { ok: false, error: 'invalid_auth' };
    const { team, enterprise } = grant;
    switch (method) {
      case 'auth.test':
        return {
          ok: true,
          url: 'https://fixture.slack.test/',
          team_id: team?.id ?? enterprise?.id,
          ...(enterprise ? { enterprise_id: enterprise.id } : {}),
          bot_id: `B${team?.id ?? enterprise?.id}`,
          is_enterprise_install: team === null,
        };
      case 'users.info':
        return {
          ok: true,
          user: {
            id: given['user'],
            team_id: team?.id,
            tz: 'Etc/UTC',
            ...(enterprise ? { enterprise_user: { enterprise_id: enterprise.id } } : {}),
          },
        };
      case 'conversations.history':
        return { ok: true, messages: [], has_more: false };
      default:
        return { ok: true, channel: given['channel'], ts: `1769508000.${String(++serial).padStart(6, '0')}` };
    }
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const given = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const method = (request.url ?? '').replace('/api/', '');
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? given['token'] ?? null;
    calls.push({ method, token, arguments: given });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer(method, token, given)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    codes,
    calls,
    used,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
