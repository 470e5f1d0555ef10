import { addToTimeline, buttonsOf, press } from '../../slack/pressed.ts';
import type { Doing } from './doing.ts';
import { BEFORE_OPTIONS, type Places } from './live-seeds.ts';

/** What a role is called stays short. */
const A_FEW = /^passphrase=|^user=x/;

/** Every other way to write into the review: the shortcut, controls, edits, sentences in one's own words. */
export async function writeIntoReview(doing: Doing, places: Places): Promise<void> {
  const { slack, channel, responder, says, fills, sends, typed, posts } = doing;
  const pressed = async (message: RegExp, button: (value: string, label: string) => boolean) => {
    const { blocks } = await channel.untilStands(message, /./);
    await press(
      responder.pressing,
      buttonsOf(blocks).find(({ value, action_id: id }) => button(value, id)),
    );
  };

  const ts = await posts('shortcut message');
  await addToTimeline(responder.pressing, ts, { text: typed('shortcut payload') });
  await channel.until(/Added to the timeline of .* as N-0006/);

  await pressed(/^Note N-0005/, (_, id) => id === 'edit-entry');
  await sends({ text: places.text('edited note') }, /^Note N-0005.*version 2/);
  await fills(
    'control',
    {
      text: places.text('control form'),
      state: 'risk-accepted',
      mitigation: places.text('mitigation form'),
      acceptedBy: places.text('accepted by', A_FEW),
      acceptedUntil: '2027-01-31',
    },
    /^C-0001/,
  );
  await says(
    `control ${typed('control', BEFORE_OPTIONS)} owner: ${typed('control owner', A_FEW)} eta: 2027-01-31 mitigation: ${typed('control mitigation')}`,
    /^C-0002/,
  );
  await says(`control edit C-0002 mitigation: ${typed('control edit')}`, /^C-0002.*version 2/);
  await says(`impact ${typed('impact', BEFORE_OPTIONS)} area: users`, /^I-0002/);
  await says(`cause ${typed('cause', BEFORE_OPTIONS)} role: ruled-out`, /^F-0002/);
  await says(`action ${typed('action', BEFORE_OPTIONS)} owner: lead due: 2027-01-31`, /^A-0002/);
  await says('action done A-0002 N-0005', /^A-0002.*version 2/);

  await says('wording', /^\d+ sentences in the draft/);
  await pressed(/^\d+ sentences in the draft/, (value) => value.includes('sentence:'));
  await sends({ text: places.text('wording form') }, /^W-0001/);
  await says(`wording edit W-0001 ${typed('wording edit')}`, /^W-0001.*version 2/);
  await doing.event({
    type: 'app_home_opened',
    user: slack.userId,
    channel: 'D1',
    tab: 'home',
    event_ts: '1893456000.000000',
  });
}

/** Remarks, refusals and their reasons; a pack and a review have been written. */
export async function judge({ slack, channel, says, said, typed }: Doing): Promise<void> {
  const reviews = async (text: string, expected: RegExp): Promise<void> => {
    said.push(await channel.transport.command(text, slack.bystanderId));
    await channel.until(expected);
  };
  await says('signoff request security', /^S-0001/);
  await reviews(`signoff approve S-0001 ${typed('remark')}`, /^S-0002: /);
  await reviews(`signoff revoke S-0002 ${typed('revocation')}`, /in S-0003/);
  await says('signoff request security rca', /^S-0004/);
  await reviews(`signoff reject S-0004 ${typed('refusal')}`, /^S-0005: /);
  await says('signoff list', /S-0005/);
  await says('record', /record/i);
}
