import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { postgres } from '../helpers/stores.ts';
import type { FixtureSlack } from '../slack/fixture-slack.ts';
import { BEARER, event, notification, SECRET, signed } from '../webhooks/receiving.ts';
import { channelOf, wordsOf } from './conversation/channel.ts';
import { openHouse } from './conversation/house.ts';

const MINUTE_MS = 60_000;

/** Longer than a change of the card waits for its drawing. */
const QUIET_MS = 6_000;

/** Waits until no drawing is under way, so that the next one is of what comes next. */
async function drawn({ calls }: FixtureSlack): Promise<void> {
  for (let seen = -1; seen !== calls.length; ) {
    seen = calls.length;
    await wait(QUIET_MS);
  }
}

for (const mode of ['socket', 'http'] as const) {
  test(`alerts that are posted to rca serve open incidents in the channel, and their card follows them (${mode})`, async (t) => {
    const house = await openHouse(t, await postgres.place(), mode, {
      inChannel: (channel) => ({
        webhooks: {
          alertmanager: { bearerToken: '${AM_TOKEN}', channel, severities: { critical: 'sev1' } },
          pagerduty: { secrets: ['${PD_SECRET}'], channel, severities: { P1: 'sev2' } },
        },
      }),
      env: { AM_TOKEN: BEARER, PD_SECRET: SECRET },
    });
    const { slack, url } = house;
    const channel = channelOf(house, mode);
    const post = async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
      const answer = await fetch(`${url}/webhooks/${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      });
      return [answer.status, (await answer.text()).trim()];
    };
    const alertmanager = (name: 'firing' | 'resolved', atMs: number) =>
      post('alertmanager', notification(name, atMs), { authorization: `Bearer ${BEARER}` });
    const pagerduty = (body: string) => post('pagerduty', body, { 'x-pagerduty-signature': signed(body) });

    const atMs = Date.now() - 5 * MINUTE_MS;
    assert.deepEqual(await alertmanager('firing', atMs), [202, 'stored']);
    const title = /^INC-\d+-0001 5xx of search-api above 0\.5 %/;
    const card = await channel.untilStands(title, /SEV1, open.*Sources: 4 done.*Still missing/);
    await channel.until(/Collection for INC-\d+-0001 has ended: 3 of 3 sources were read/);
    assert.doesNotMatch(wordsOf(card), /Resolved\*/);
    const pins = slack.calls.filter(({ method }) => method === 'pins.add');
    assert.deepEqual(
      pins.map((call) => call.arguments['timestamp']),
      [card.ts],
    );

    await drawn(slack);
    assert.deepEqual(await alertmanager('resolved', atMs), [202, 'stored']);
    const resolved = await channel.untilStands(title, /Resolved\*/);
    assert.equal(resolved.ts, card.ts, 'the same message, edited in place');
    assert.match(resolved.text, /SEV1, open/, 'a resolved alert closes nothing');
    await channel.person('responder').types('note The alert is real', /Note N-0001 in INC-\d+-0001/);

    const key = event('triggered', atMs, 0);
    assert.deepEqual(await pagerduty(key), [202, 'stored']);
    await channel.until(/An alert has opened INC-\d+-0002\. It is worked on in <#C\w+>/);
    assert.deepEqual(await pagerduty(key), [202, 'repeated']);
    assert.deepEqual(slack.faults, []);
  });
}
