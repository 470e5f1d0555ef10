import assert from 'node:assert/strict';
import { postSigned, slashCommand } from '../../slack/signed-request.ts';
import { SIGNING_SECRET } from '../../slack/workspace.ts';
import { notification, event as pagerDutyEvent, signed } from '../../webhooks/receiving.ts';
import type { House } from '../conversation/house.ts';
import { asSlackWrites, doingIn } from './doing.ts';
import { judge, writeIntoReview } from './live-forms.ts';
import { BEFORE_OPTIONS, ONE_LINE, type Places } from './live-seeds.ts';

export interface LivedThrough {
  readonly incident: string;
  /** What only the person read who typed. */
  readonly told: readonly string[];
}

/** An incident in which every text that a person can write, and every file and alert, holds secrets. */
export async function liveThrough(house: House, places: Places): Promise<LivedThrough> {
  const doing = doingIn(house, places);
  const { slack, channel, said, at, typed, posts: post, says, fills, event } = doing;

  const person = places.text('profile', ONE_LINE);
  slack.profiles.set(slack.userId, {
    id: slack.userId,
    name: person,
    real_name: person,
    team_id: slack.teamId,
    tz: 'Europe/Berlin',
    tz_offset: 3_600,
    deleted: false,
    is_bot: false,
    profile: { display_name: person, real_name: person, title: person, status_text: person },
  });
  const first = await post('history');
  const reply = await post('thread', first);
  const later = await post('deleted message');
  const file = await slack.upload(
    `${places.text('file name', /^[^\n/]*$/).slice(0, 2_000)}.log`,
    Buffer.from(`${places.each('file content').join('\n')}\n`),
    asSlackWrites(places.text('file comment')),
  );

  await says(
    `start ${typed('title', BEFORE_OPTIONS)} from ${at(60)} to ${at(0)} sev2 service search`,
    /Collection for INC-\d+-0001 has ended/,
  );
  const incident =
    /INC-\d{4}-\d{4}/.exec((await channel.messages()).map(({ text }) => text).join('\n'))?.[0] ?? '';

  let captured = 0;
  for (const ts of [first, reply, later, file]) {
    await slack.ask('reactions.add', { channel: slack.channelId, timestamp: ts, name: 'pushpin' });
    await event({
      type: 'reaction_added',
      user: slack.userId,
      reaction: 'pushpin',
      item: { type: 'message', channel: slack.channelId, ts },
      event_ts: ts,
    });
    await channel.untilStands(/^INC-\d+-0001 /, new RegExp(`\\b${++captured} notes?\\b`));
  }
  // https://docs.slack.dev/reference/events/message/message_changed
  await event({
    type: 'message',
    subtype: 'message_changed',
    hidden: true,
    channel: slack.channelId,
    ts: first,
    message: {
      type: 'message',
      user: slack.userId,
      text: asSlackWrites(places.text('changed message')),
      ts: first,
      edited: { user: slack.userId, ts: '1893456100.000000' },
    },
    previous_message: {
      type: 'message',
      user: slack.userId,
      text: asSlackWrites(places.text('previous words')),
      ts: first,
    },
  });
  await event({
    type: 'message',
    subtype: 'message_deleted',
    hidden: true,
    channel: slack.channelId,
    ts: later,
    event_ts: '1893456000.000000',
    deleted_ts: later,
    previous_message: {
      type: 'message',
      user: slack.userId,
      text: asSlackWrites(places.text('deleted words')),
      ts: later,
    },
  });

  await says(`note ${typed('note', BEFORE_OPTIONS)} at ${at(45)}`, /^Note N-0005/);
  await fills('impact', { text: places.text('impact form'), area: 'requests' }, /I-0001/);
  await fills('cause', { text: places.text('cause form'), role: 'trigger' }, /F-0001/);
  await fills('lesson', { text: places.text('lesson form'), side: 'well' }, /L-0001/);
  await fills(
    'action',
    {
      text: places.text('action form'),
      owner: places.text('owner', /^passphrase=|^user=x/),
      due: '2027-01-31',
      type: 'preventive',
    },
    /A-0001/,
  );
  await says(`lesson ${typed('lesson')}`, /L-0002/);
  await says(`lesson edit L-0002 ${typed('lesson edit')}`, /L-0002.*mark-lesson-edit/s);
  await says(`lesson withdraw L-0002 ${typed('lesson withdrawal')}`, /L-0002/);
  await writeIntoReview(doing, places);
  await says(`rename ${typed('new title')}`, /mark-new-title/);
  await says(`mitigated ${typed('mitigation', BEFORE_OPTIONS)} at ${at(35)}`, /is mitigated as of/);
  await says('probe echo', /Probes for/);
  await says(`withdraw E-0001 ${typed('withdrawal')}`, /E-0001/);
  await says(
    `resolved ${typed('resolution', BEFORE_OPTIONS)} at ${at(30)}`,
    /is resolved as of/,
    /Draft of the RCA.*PDF/s,
  );
  await says('pack', /version 1 is uploaded/);
  await judge(doing);
  for (const wrong of ['status', 'timeline', 'collect', 'statsu', 'note', 'help', 'merge', 'draft', 'action'])
    said.push(await channel.transport.command(`${wrong} ${typed(`wrong ${wrong}`)}`, slack.userId));
  // A channel and a person that are named after secrets.
  const { trigger_id: trigger } = await slack.ask('views.generateTriggerId', { user_id: slack.userId });
  const named = {
    ...slashCommand({
      text: 'gaps',
      team_id: slack.teamId,
      channel_id: slack.channelId,
      user_id: slack.userId,
      trigger_id: String(trigger),
    }),
    channel_name: places.text('channel name', ONE_LINE),
    user_name: places.text('user name', ONE_LINE),
  };
  said.push(await (await postSigned(`${house.url}/slack/events`, SIGNING_SECRET, named)).text());
  await channel.until(/gap/i);

  await alerts(house, places);
  said.push(...(await refusals(house, places)));
  await says(`reopen ${typed('reopening')}`, /reopen|is open/i);
  await says(`cancel ${typed('cancellation')}`, /cancel/i);
  return { incident, told: said };
}

/** What is refused before anything of it is taken: it is not told back, and not logged. */
async function refusals({ url }: House, places: Places): Promise<string[]> {
  const told: string[] = [];
  const post = async (
    path: string,
    body: string,
    headers: Readonly<Record<string, string>>,
    status: number,
  ) => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    const text = await answer.text();
    assert.equal(answer.status, status, text);
    told.push(text, JSON.stringify([...answer.headers]));
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const alert = (place: string) => JSON.stringify({ alerts: [places.text(place)] });
  await post('/webhooks/alertmanager', alert('unknown alert'), bearer('of somebody else'), 401);
  await post('/webhooks/alertmanager', alert('malformed alert'), bearer('fixture-bearer-token'), 400);
  await post('/slack/events', alert('unsigned event'), {}, 401);
  return told;
}

/** Alerts whose labels, annotations and titles hold secrets; each opens an incident and a channel. */
async function alerts({ url }: House, places: Places): Promise<void> {
  const post = async (path: string, body: string, headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${url}/webhooks/${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
    });
    assert.equal(answer.status, 202, await answer.text());
  };
  const nowMs = Date.now();
  const firing = JSON.parse(notification('firing', nowMs - 60_000));
  const label = places.text('alert label');
  for (const labels of [
    firing.commonLabels,
    firing.groupLabels,
    ...firing.alerts.map((one: { labels: object }) => one.labels),
  ])
    labels.alertname = label;
  for (const annotated of [
    firing.commonAnnotations,
    ...firing.alerts.map((one: { annotations: object }) => one.annotations),
  ])
    annotated.summary = places.text('alert annotation');
  firing.groupKey = `{}:{alertname="${label}"}`;
  await post('alertmanager', JSON.stringify(firing), { authorization: 'Bearer fixture-bearer-token' });
  const paged = JSON.parse(pagerDutyEvent('triggered', nowMs - 60_000, 0));
  paged.event.data.title = places.text('page title');
  paged.event.data.incident_key = places.text('page key');
  paged.event.data.service.summary = places.text('page service');
  const body = JSON.stringify(paged);
  await post('pagerduty', body, { 'x-pagerduty-signature': signed(body) });
}
