import { createHmac } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';

/**
 * Slack, as the entry sees it: signed commands at a steady rate, from a thread of its own so that the clock
 * does not wait for what is measured. Sends some beforehand, one after the other, and posts how long the
 * first took; then sends until it is told to stop and posts the latencies, in the order of sending. All are
 * in milliseconds.
 */
const WARM_UP_COMMANDS = 20;

const { url, signingSecret, commandsPerSecond } = z
  .object({ url: z.string(), signingSecret: z.string(), commandsPerSecond: z.number() })
  .parse(workerData);

async function send(number: number): Promise<number> {
  const body = new URLSearchParams({
    command: '/rca',
    text: 'status',
    team_id: 'T1',
    channel_id: 'C1',
    user_id: 'U1',
    trigger_id: `${process.pid}.${Date.now()}.${number}`,
  }).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const started = performance.now();
  const answer = await fetch(`${url}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
    body,
  });
  const text = await answer.text();
  if (!answer.ok || !text.includes('Reading the state')) throw new Error(`not acknowledged: ${text}`);
  return performance.now() - started;
}

let number = 0;
const firstMs = await send(number);
while (number < WARM_UP_COMMANDS) await send(++number);
parentPort?.postMessage(firstMs);

const sent: Promise<number>[] = [];
const timer = setInterval(() => sent.push(send(++number)), 1_000 / commandsPerSecond);
parentPort?.once('message', async () => {
  clearInterval(timer);
  parentPort?.postMessage(await Promise.all(sent));
});
