import assert from 'node:assert/strict';
import { toIso } from '../../../src/domain/time.ts';
import { buttonsOf, openedForm, press, sendForm } from '../../slack/pressed.ts';
import { postSigned, slashCommand } from '../../slack/signed-request.ts';
import { SIGNING_SECRET } from '../../slack/workspace.ts';
import { notification, event as pagerDutyEvent, signed } from '../../webhooks/receiving.ts';
import { channelOf } from '../conversation/channel.ts';
import type { House } from '../conversation/house.ts';
import { BEFORE_OPTIONS, ONE_LINE, type Places } from './live-seeds.ts';

/**
 * As Slack hands over what somebody typed: three characters escaped, addresses made into links.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export const asSlackWrites = (text: string): string =>
  text
    .replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
    .replace(/https?:\/\/[^\s|]+/g, '<$&>')
    .replace(/[\w.]+@example\.com/g, '<mailto:$&|$&>');

export interface LivedThrough {
  readonly incident: string;
  /** What only the person read who typed. */
  readonly told: readonly string[];
}

/** An incident in which every text that a person can write, and every file and alert, holds secrets. */
export async function liveThrough(house: House, places: Places): Promise<LivedThrough> {
  const { slack } = house;
  const channel = channelOf(house, 'http');
  const responder = channel.person('responder');
  const reviewer = channel.person('reviewer');
  const said: string[] = [];
  const at = (minutes: number): string => toIso(house.anchorMs - minutes * 60_000).replace(':00.000Z', 'Z');
  const typed = (place: string, fits = ONE_LINE): string => asSlackWrites(places.text(place, fits));
  const post = async (place: string, threadTs?: string): Promise<string> => {
    const { ts } = await slack.ask('chat.postMessage', {
      channel: slack.channelId,
      text: asSlackWrites(places.text(place)),
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    });
    return String(ts);
  };
  const says = async (text: string, ...expected: readonly RegExp[]): Promise<void> => {
    said.push(await channel.transport.command(text, slack.userId));
    await channel.until(...expected);
  };
  const event = (fields: Readonly<Record<string, unknown>>) => channel.transport.event(fields);
  let forms = 0;
  const fills = async (verb: string, fields: Readonly<Record<string, string>>, expected: RegExp) => {
    said.push(await channel.transport.command(verb, slack.userId));
    const form = await openedForm(responder.pressing, ++forms);
    said.push(JSON.stringify(await sendForm(responder.pressing, form, fields, `V${forms}`)));
    await channel.until(expected);
  };

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
  await says('signoff request security', /^S-0001/);
  const request = await channel.untilStands(/^S-0001/, /signoff-approve/);
  await press(
    reviewer.pressing,
    buttonsOf(request.blocks).find(({ action_id }) => action_id === 'signoff-approve'),
  );
  await channel.until(/^S-0002: /);
  said.push(
    await channel.transport.command(`signoff revoke S-0002 ${typed('revocation')}`, slack.bystanderId),
  );
  await channel.until(/in S-0003/);
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
  await says(`reopen ${typed('reopening')}`, /reopen|is open/i);
  await says(`cancel ${typed('cancellation')}`, /cancel/i);
  return { incident, told: said };
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
