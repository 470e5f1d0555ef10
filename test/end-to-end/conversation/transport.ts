import { postSigned, postSignedText, slashCommand } from '../../slack/signed-request.ts';
import { SIGNING_SECRET } from '../../slack/workspace.ts';
import type { House } from './house.ts';

/** How Slack hands over what people do: signed HTTP, or envelopes of Socket Mode. */
export interface Transport {
  /** Types `/rca TEXT`; returns what only the person reads. */
  command(text: string, userId: string): Promise<string>;
  /** A shortcut, a button or a form. */
  interact(payload: unknown): Promise<Response>;
  event(event: Readonly<Record<string, unknown>>): Promise<void>;
}

export function transportOf({ slack, url }: House, mode: 'http' | 'socket'): Transport {
  let sent = 0;
  const fieldsOf = async (text: string, userId: string) => {
    const { trigger_id: triggerId } = await slack.ask('views.generateTriggerId', { user_id: userId });
    return slashCommand({
      text,
      team_id: slack.teamId,
      channel_id: slack.channelId,
      user_id: userId,
      trigger_id: String(triggerId),
    });
  };
  const callback = (event: Readonly<Record<string, unknown>>) => ({
    token: 'deprecated',
    team_id: slack.teamId,
    api_app_id: 'A1',
    type: 'event_callback',
    event_id: `Ev${++sent}`,
    event_time: Math.floor(Date.now() / 1_000),
    authorizations: [{ team_id: slack.teamId, user_id: 'UBOT', is_bot: true }],
    event,
  });
  const textOf = (answer: unknown): string => (answer as { text: string }).text;
  if (mode === 'socket') {
    const envelope = (type: string, payload: unknown): Promise<unknown> =>
      slack.send(type, payload, `envelope-${++sent}`);
    return {
      command: async (text, userId) => textOf(await envelope('slash_commands', await fieldsOf(text, userId))),
      async interact(payload) {
        const answer = await envelope('interactive', payload);
        // An acknowledgement without a payload is an empty one.
        return new Response(Object.keys(answer ?? {}).length === 0 ? '' : JSON.stringify(answer));
      },
      async event(event) {
        await envelope('events_api', callback(event));
      },
    };
  }
  const to = `${url}/slack/events`;
  return {
    async command(text, userId) {
      return textOf(await (await postSigned(to, SIGNING_SECRET, await fieldsOf(text, userId))).json());
    },
    interact: (payload) => postSigned(to, SIGNING_SECRET, { payload: JSON.stringify(payload) }),
    async event(event) {
      const headers = { 'content-type': 'application/json' };
      await postSignedText(to, SIGNING_SECRET, JSON.stringify(callback(event)), { headers });
    },
  };
}
