import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toIso } from '../../../src/domain/time.ts';
import { addToTimeline, buttonsOf, type FormView, openedForm, press, sendForm } from '../../slack/pressed.ts';
import type { ChannelMessage } from '../../slack/workspace.ts';
import { channelOf, type Happening } from './channel.ts';
import type { House } from './house.ts';

export interface Told {
  readonly happened: readonly Happening[];
  /** As they stand at the end. */
  readonly messages: readonly ChannelMessage[];
  readonly incident: string;
  /** File of the pack as the channel has it. */
  readonly pack: string;
}

/** A whole incident, from the first word to the closed incident, as the people in the channel live it. */
export async function live(house: House, mode: 'http' | 'socket'): Promise<Told> {
  const channel = channelOf(house, mode);
  const { slack } = house;
  const responder = channel.person('responder');
  const reviewer = channel.person('reviewer');
  const at = (minutes: number): string => toIso(house.anchorMs - minutes * 60_000).replace(':00.000Z', 'Z');
  const post = async (text: string): Promise<string> => {
    const { ts } = await slack.ask('chat.postMessage', { channel: slack.channelId, text });
    await channel.until(new RegExp(text.slice(0, 20)));
    return String(ts);
  };
  let forms = 0;
  const fill = async (
    what: string,
    fields: Readonly<Record<string, string>>,
    ...expected: readonly RegExp[]
  ) => {
    const form: FormView = await openedForm(responder.pressing, ++forms);
    responder.did(
      `fills in the form *${form.title.text}*${what}`,
      Object.entries(fields).map(([name, value]) => `${name}: ${value}`),
    );
    assert.equal(await sendForm(responder.pressing, form, fields, `V${forms}`), null);
    await channel.until(...expected);
  };

  const first = await post('Search answers 5xx since a few minutes, and the queries at the edge look odd.');
  await responder.types(
    `start SQL injection probing of search from ${at(60)} to ${at(0)} sev2 service search`,
    /Collection for INC-\d+-0001 has ended: 3 of 3 sources were read/,
  );
  const incident =
    /INC-\d{4}-\d{4}/.exec((await channel.messages()).map(({ text }) => text).join('\n'))?.[0] ?? '';

  responder.did('uses the shortcut *Add to RCA timeline* on the first message');
  await addToTimeline(responder.pressing, first);
  await channel.until(/Added to the timeline of .* as N-0001/);

  const second = await post(
    'Canary of search-v2 taken back to 25 percent. Errors go on, so the release is not the trigger.',
  );
  responder.did('adds :pushpin: to that message');
  await slack.ask('reactions.add', { channel: slack.channelId, timestamp: second, name: 'pushpin' });
  await channel.transport.event({
    type: 'reaction_added',
    user: slack.userId,
    reaction: 'pushpin',
    item: { type: 'message', channel: slack.channelId, ts: second },
    event_ts: '1769508000.000100',
  });
  await channel.untilStands(/^INC-\d+-0001 SQL/, /2 notes/);

  await responder.types(
    `note Page acknowledged, security engineer asked to join at ${at(45)} phase acknowledged`,
    /^Note N-0003/,
  );
  await responder.types('impact');
  await fill(
    '',
    { text: 'Search failed for about three in a hundred requests.', area: 'requests' },
    /I-0001.*: Search failed/,
  );
  await responder.types('cause');
  await fill(
    '',
    { text: 'The SQL injection rules of the edge only counted.', role: 'trigger' },
    /F-0001.*: The SQL/,
  );
  await responder.types('lesson');
  await fill(
    '',
    { text: 'Bound parameters kept every payload from becoming SQL.', side: 'well' },
    /L-0001.*: Bound/,
  );
  await responder.types('action');
  await fill(
    '',
    {
      text: 'Alert when a rule group is overridden to COUNT.',
      owner: 'platform lead',
      due: '2027-01-31',
      type: 'preventive',
    },
    /A-0001.*: Alert/,
  );
  await responder.types('status', new RegExp(`^${incident} SQL injection probing`));
  await responder.types(
    `mitigated SQL injection rules of the edge set to BLOCK at ${at(35)}`,
    /is mitigated as of/,
  );
  await responder.types('probe search', /Probes for .*: 8 expected, 0 unexpected, 0 undecided/);
  await responder.types(
    `resolved Indicators are back at ${at(30)}`,
    /is resolved as of/,
    /Draft of the RCA.*PDF/s,
    /chart-INC.*\.png/,
  );

  const echo = (await channel.messages()).find(({ text }) => /I-0001/.test(text));
  responder.did('presses *Edit* under the echo of I-0001');
  await press(responder.pressing, buttonsOf(echo?.blocks)[0]);
  await fill(
    '',
    { text: 'Search failed for three in a hundred requests over 15 minutes.' },
    /I-0001.*: Search failed for three/,
  );
  await responder.types('pack', /version 1 is uploaded/, /evidence-pack-INC.*\.pdf/);
  const packed = (await channel.messages()).find(({ files }) => files?.[0]?.name.startsWith('evidence-pack'));
  const pack = join(house.dir, 'from-slack.pdf');
  await writeFile(pack, await slack.download(packed?.files?.[0]?.url_private ?? ''));

  await responder.types('signoff request security', /^S-0001: sign-off as security is asked for/);
  const request = await channel.untilStands(/^S-0001/, /signoff-approve/);
  reviewer.did('presses *Approve* on the request S-0001');
  await press(
    reviewer.pressing,
    buttonsOf(request.blocks).find(({ action_id }) => action_id === 'signoff-approve'),
  );
  await channel.until(/^S-0002: .* approved evidence pack, version 1 as security/);
  await channel.untilStands(/^S-0001/, /It is answered/);

  await responder.types('close', /is closed/);
  await channel.untilStands(/^INC-\d+-0001 SQL/, /closed/);
  return { happened: channel.happened, messages: await channel.messages(), incident, pack };
}
