import { toIso } from '../../../src/domain/time.ts';
import { openedForm, sendForm } from '../../slack/pressed.ts';
import { channelOf } from '../conversation/channel.ts';
import type { House } from '../conversation/house.ts';
import { ONE_LINE, type Places } from './live-seeds.ts';

/**
 * As Slack hands over what somebody typed: three characters escaped, addresses made into links.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export const asSlackWrites = (text: string): string =>
  text
    .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
    .replace(/https?:\/\/[^\s|]+/g, '<$&>')
    .replace(/[\w.]+@example\.com/g, '<mailto:$&|$&>');

/** What people do in the channel, with secrets in all that they write. */
export function doingIn(house: House, places: Places) {
  const { slack } = house;
  const channel = channelOf(house, 'http');
  const responder = channel.person('responder');
  const said: string[] = [];
  let forms = 0;
  const sends = async (fields: Readonly<Record<string, string>>, expected: RegExp): Promise<void> => {
    const form = await openedForm(responder.pressing, ++forms);
    said.push(JSON.stringify(await sendForm(responder.pressing, form, fields, `V${forms}`)));
    await channel.until(expected);
  };
  return {
    slack,
    channel,
    responder,
    /** What only the person read who typed. */
    said,
    reviewer: channel.person('reviewer'),
    event: (fields: Readonly<Record<string, unknown>>) => channel.transport.event(fields),
    /** Minutes before the end of the window, as people type it. */
    at: (minutes: number): string => toIso(house.anchorMs - minutes * 60_000).replace(':00.000Z', 'Z'),
    typed: (place: string, fits = ONE_LINE): string => asSlackWrites(places.text(place, fits)),
    async posts(place: string, threadTs?: string): Promise<string> {
      const { ts } = await slack.ask('chat.postMessage', {
        channel: slack.channelId,
        text: asSlackWrites(places.text(place)),
        ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      });
      return String(ts);
    },
    async says(text: string, ...expected: readonly RegExp[]): Promise<void> {
      said.push(await channel.transport.command(text, slack.userId));
      await channel.until(...expected);
    },
    /** Fills in the form that was opened last. */
    sends,
    /** Fills in the form that a verb opens. */
    async fills(verb: string, fields: Readonly<Record<string, string>>, expected: RegExp): Promise<void> {
      said.push(await channel.transport.command(verb, slack.userId));
      await sends(fields, expected);
    },
  };
}

export type Doing = ReturnType<typeof doingIn>;
