import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelMessage } from '../../slack/workspace.ts';
import type { House } from './house.ts';
import { transportOf } from './transport.ts';

/** A thing that happened in the channel, in order. */
export type Happening =
  /** A person did something in Slack: typed, pressed, filled in. */
  | { readonly kind: 'did'; readonly who: string; readonly what: string; readonly fields?: readonly string[] }
  /** Words that a person alone reads. */
  | { readonly kind: 'told'; readonly text: string }
  /** A message in the channel, by its `ts`: it is shown as it stands at the end. */
  | { readonly kind: 'message'; readonly ts: string };

const WAIT_MS = 150_000;

/** The channel of the incident, and what people do in it; keeps what happened in order. */
export function channelOf(house: House, mode: 'http' | 'socket') {
  const { slack } = house;
  const transport = transportOf(house, mode);
  const happened: Happening[] = [];
  const known = new Set<string>();
  let told = 0;

  async function messages(): Promise<readonly ChannelMessage[]> {
    const { messages: found } = await slack.ask('conversations.history', {
      channel: slack.channelId,
      limit: 200,
    });
    return (found as ChannelMessage[]).toReversed();
  }
  const ephemeral = () => slack.calls.filter(({ method }) => method === 'chat.postEphemeral');

  /** Waits until what is new in the channel, or was told to somebody, matches each of these. */
  async function until(...expected: readonly RegExp[]): Promise<void> {
    const deadlineMs = Date.now() + WAIT_MS;
    for (;;) {
      const all = await messages();
      const fresh = all.filter(({ ts }) => !known.has(ts));
      const words = [
        ...fresh.map(wordsOf),
        ...ephemeral()
          .slice(told)
          .map((call) => call.arguments['text'] ?? ''),
      ];
      const open = expected.filter((pattern) => !words.some((text) => pattern.test(text)));
      if (open.length === 0) return take(fresh);
      assert.ok(
        Date.now() < deadlineMs,
        `${open.join(' and ')} did not come; what came: ${words.join('\n')}`,
      );
      await sleep(100);
    }
  }

  function take(fresh: readonly ChannelMessage[]): void {
    for (const call of ephemeral().slice(told))
      happened.push({ kind: 'told', text: call.arguments['text'] ?? '' });
    told = ephemeral().length;
    for (const { ts } of fresh) {
      known.add(ts);
      happened.push({ kind: 'message', ts });
    }
  }

  /** Waits until a message that stands in the channel reads so. */
  async function untilStands(find: RegExp, pattern: RegExp): Promise<ChannelMessage> {
    const deadlineMs = Date.now() + WAIT_MS;
    for (;;) {
      const message = (await messages()).find(({ text }) => find.test(text));
      if (message && pattern.test(wordsOf(message))) return message;
      assert.ok(Date.now() < deadlineMs, `${find} never read ${pattern}: ${message && wordsOf(message)}`);
      await sleep(100);
    }
  }

  const person = (who: 'responder' | 'reviewer') => {
    const userId = who === 'responder' ? slack.userId : slack.bystanderId;
    const pressing = { slack: { ...slack, userId }, interact: transport.interact };
    return {
      pressing,
      userId,
      async types(text: string, ...expected: readonly RegExp[]): Promise<void> {
        happened.push({ kind: 'did', who, what: `\`/rca ${text}\`` });
        happened.push({ kind: 'told', text: await transport.command(text, userId) });
        await until(...expected);
      },
      did: (what: string, fields: readonly string[] = []) =>
        happened.push({ kind: 'did', who, what, ...(fields.length === 0 ? {} : { fields }) }),
    };
  };
  return { happened, messages, until, untilStands, person, transport };
}

/** Everything that a message says. */
export const wordsOf = ({ text, blocks, files }: ChannelMessage): string =>
  `${text}\n${JSON.stringify([blocks ?? [], (files ?? []).map(({ name }) => name)])}`;
