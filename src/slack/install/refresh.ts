import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Refresh } from './installations.ts';

const answerSchema = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  /** Seconds from now. */
  expires_in: z.number(),
});

/** https://docs.slack.dev/authentication/using-token-rotation */
export const refreshBy =
  (
    client: Pick<WebClient, 'oauth'>,
    { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string },
    nowMs: () => number,
  ): Refresh =>
  async (refreshToken) => {
    const answer = await client.oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    const { access_token: token, refresh_token: next, expires_in: expiresInS } = answerSchema.parse(answer);
    return { token, refreshToken: next, expiresAt: Math.floor(nowMs() / 1_000) + expiresInS };
  };
