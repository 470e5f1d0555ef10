import { once } from 'node:events';
import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { postSignedText } from '../test/slack/signed-request.ts';

/** As Slack delivers: several at once. */
const DELIVERED_AT_ONCE = 20;
const USER = 'U1';

const given = z
  .object({ messages: z.number(), signingSecret: z.string(), teamId: z.string(), channelId: z.string() })
  .parse(workerData);

/**
 * Slack without its rate limits, which no app can be faster than: every message is there and has a pushpin.
 * https://docs.slack.dev/reference/methods/conversations.history, chat.getPermalink
 */
const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const asked = new URLSearchParams(Buffer.concat(chunks).toString());
  const ts = asked.get('latest');
  const message = {
    type: 'message',
    user: USER,
    ts,
    text: `Message ${ts}: p95 at 310 ms on search, rolling back`,
    reactions: [{ name: 'pushpin', count: 1, users: [USER] }],
  };
  const answer = request.url?.endsWith('conversations.history')
    ? { ok: true, messages: [message], has_more: false }
    : {
        ok: true,
        permalink: `https://bench.slack.com/archives/${given.channelId}/p${asked.get('message_ts')}`,
      };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the server has no port');

/** https://docs.slack.dev/reference/events/reaction_added */
const pin = (url: string, index: number): Promise<Response> =>
  postSignedText(
    url,
    given.signingSecret,
    JSON.stringify({
      type: 'event_callback',
      team_id: given.teamId,
      event_id: `Ev${index}`,
      event: {
        type: 'reaction_added',
        user: USER,
        reaction: 'pushpin',
        item: { type: 'message', channel: given.channelId, ts: `${1_769_508_000 + index}.000100` },
      },
    }),
    { headers: { 'content-type': 'application/json' } },
  );

parentPort?.on('message', async (url: string) => {
  for (let index = 0; index < given.messages; index += DELIVERED_AT_ONCE) {
    const answers = await Promise.all(
      Array.from({ length: DELIVERED_AT_ONCE }, (_, each) => pin(url, index + each)),
    );
    const refused = answers.find(({ status }) => status !== 200);
    if (refused !== undefined) throw new Error(`an event was answered ${refused.status}`);
  }
  parentPort?.postMessage('delivered');
});
parentPort?.postMessage(`http://127.0.0.1:${address.port}/api/`);
