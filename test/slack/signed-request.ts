import { createHmac } from 'node:crypto';

export interface SlashCommandFields {
  readonly text: string;
  readonly team_id: string;
  readonly channel_id: string;
  readonly user_id: string;
  readonly trigger_id: string;
}

/** A slash command's fields as Slack sends them, https://docs.slack.dev/interactivity/implementing-slash-commands */
export const slashCommand = (fields: SlashCommandFields): Record<string, string> => ({
  token: 'deprecated',
  team_domain: 'fixture',
  channel_name: 'incident-1',
  user_name: 'responder',
  command: '/rca',
  api_app_id: 'A1',
  is_enterprise_install: 'false',
  response_url: 'https://hooks.slack.test/commands/1',
  ...fields,
});

/**
 * Posts a form as Slack signs it: HMAC-SHA-256 over `v0:timestamp:body`.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function postSigned(
  url: string,
  secret: string,
  body: Record<string, string>,
  options: { readonly ageS?: number; readonly headers?: Record<string, string> } = {},
): Promise<Response> {
  return postSignedText(url, secret, new URLSearchParams(body).toString(), {
    ...options,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
  });
}

/** The same for a body that is encoded already: the Events API sends JSON. */
export function postSignedText(
  url: string,
  secret: string,
  encoded: string,
  options: { readonly ageS?: number; readonly headers: Record<string, string> },
): Promise<Response> {
  const timestamp = Math.floor(Date.now() / 1000) - (options.ageS ?? 0);
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${encoded}`).digest('hex');
  return fetch(url, {
    method: 'POST',
    headers: {
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
      ...options.headers,
    },
    body: encoded,
  });
}
