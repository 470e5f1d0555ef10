import { isDeepStrictEqual } from 'node:util';
import { RcaError, userError } from '../../domain/errors.ts';
import type { StatedSignoff } from '../../domain/signoff.ts';
import type { PostedMessage } from '../../incident/slack-links.ts';
import { markup } from '../blocks.ts';
import type { Work } from '../handlers.ts';
import type { Message } from '../messages.ts';
import type { Asked } from '../run-request.ts';
import { actorOf } from '../verbs/verb.ts';
import { requestKey, requestMessage, tellDecision } from './request-message.ts';
import type { SignoffSentence } from './sentence.ts';

const LISTED_MAX = 20;
const REDRAWINGS_MAX = 5;

type Sentence<Do> = Extract<SignoffSentence, { readonly do: Do }>;

/**
 * Asks for, gives or takes back a sign-off. The role's user groups decide who may: they are asked before anything is
 * written. What is answered is what the ledger says afterwards.
 */
export async function carryOutSignoff(
  given: SignoffSentence,
  incident: string,
  asked: Asked,
  work: Work,
): Promise<void> {
  switch (given.do) {
    case 'list':
      return list(incident, asked, work);
    case 'request':
      return request(given, incident, asked, work);
    case 'approve':
    case 'reject':
      return decide(given, incident, asked, work);
    case 'revoke':
      return revoke(given, incident, asked, work);
  }
}

async function request(
  { role, document }: Sentence<'request'>,
  incident: string,
  asked: Asked,
  work: Work,
): Promise<void> {
  const { signoff, added } = await mended(role, () =>
    work.useCases.requestSignoff(incident, { role, document, reason: null }, actorOf(asked), asked.key),
  );
  const before = await work.links.messageOf(requestKey(incident, signoff.id));
  const all = await work.useCases.signoffs(incident);
  await work.messenger.postOnce(
    requestKey(incident, signoff.id),
    asked.channelId,
    requestMessage(incident, signoff, all),
  );
  if (!added && before)
    await tell(`${signoff.id} asks for that already. Its message is in this channel.`, asked, work);
}

async function decide(
  given: Sentence<'approve' | 'reject'>,
  incident: string,
  asked: Asked,
  work: Work,
): Promise<void> {
  const request = await find(given.id, incident, work);
  if (request.decision !== 'requested' || request.state === 'revoked') {
    throw unknown(`${given.id} of ${incident} is not a request that stands`);
  }
  const { role, document } = request;
  await work.access.check(asked.userId, { approve: role });
  try {
    const { signoff, added } = await mended(role, () =>
      work.useCases.decideSignoff(
        incident,
        {
          decision: given.do === 'approve' ? 'approved' : 'rejected',
          ...{ role, sha256: document.sha256, reason: given.reason, entitled: true },
        },
        actorOf(asked),
        asked.key,
      ),
    );
    await echo(signoff, added, incident, asked, work);
  } finally {
    await redraw(request.id, incident, work);
  }
}

async function revoke(
  { id, reason }: Sentence<'revoke'>,
  incident: string,
  asked: Asked,
  work: Work,
): Promise<void> {
  const { role } = await find(id, incident, work);
  await work.access.check(asked.userId, { approve: role });
  const { signoff, added } = await work.useCases.revokeSignoff(
    incident,
    id,
    { reason, entitled: true },
    actorOf(asked),
    asked.key,
  );
  await echo(signoff, added, incident, asked, work);
  const all = await work.useCases.signoffs(incident);
  const about = ({ role: of, document }: StatedSignoff): boolean =>
    of === role && document.sha256 === signoff.document.sha256;
  for (const each of all) {
    if (each.decision === 'requested' && about(each)) await redraw(each.id, incident, work);
  }
}

/** In the channel, once, what was said; to the person alone that it was said before. */
async function echo(
  signoff: StatedSignoff,
  added: boolean,
  incident: string,
  asked: Asked,
  work: Work,
): Promise<void> {
  const text = `${tellDecision(signoff)}. ${incident}, SHA-256 ${signoff.document.sha256}`;
  const said = `signoff-said:${incident}:${signoff.revocation?.id ?? signoff.id}`;
  const before = await work.links.messageOf(said);
  await work.messenger.postOnce(said, asked.channelId, { text });
  if (!added && before) await tell(`Nothing was added, the ledger says so already. ${text}`, asked, work);
}

async function list(incident: string, asked: Asked, work: Work): Promise<void> {
  const all = await work.useCases.signoffs(incident);
  const lines = all.slice(-LISTED_MAX).map((each) => `${tellDecision(each)}. ${each.state}`);
  const text =
    lines.length === 0
      ? `Nobody was asked to sign off ${incident}. \`/rca signoff request ROLE\` asks.`
      : `${all.length} sign-offs and requests in ${incident}${all.length > LISTED_MAX ? `, the last ${LISTED_MAX} of them` : ''}`;
  await work.messenger.postOnce(`${asked.key}:list`, asked.channelId, {
    text,
    blocks: [markup(text), ...lines.map((line) => markup(line))],
  });
}

/** Draws the message of a request as the ledger has it when Slack has taken it; one that was asked for elsewhere has none. */
async function redraw(id: string, incident: string, work: Work): Promise<void> {
  const posted = await work.links.messageOf(requestKey(incident, id));
  if (!posted) return;
  let shown: readonly StatedSignoff[] | null = null;
  let all = await work.useCases.signoffs(incident);
  for (let times = 0; times < REDRAWINGS_MAX && !isDeepStrictEqual(all, shown); times++) {
    const request = all.find((each) => each.id === id);
    if (request === undefined || !(await isUpdated(posted, requestMessage(incident, request, all), work)))
      return;
    shown = all;
    all = await work.useCases.signoffs(incident);
  }
}

/** What was said stands, also when its message was deleted or the channel is archived. */
async function isUpdated(
  posted: PostedMessage,
  message: Message,
  { messenger, log }: Work,
): Promise<boolean> {
  try {
    await messenger.update(posted, message);
    return true;
  } catch (error) {
    if (!(error instanceof RcaError) || !error.code.startsWith('SLACK_')) throw error;
    log.warn({ err: error }, 'the message of a request for a sign-off cannot be edited');
    return false;
  }
}

async function find(id: string, incident: string, work: Work): Promise<StatedSignoff> {
  const found = (await work.useCases.signoffs(incident)).find((each) => each.id === id);
  if (found) return found;
  throw unknown(`${incident} has no sign-off ${id}`);
}

const tell = (text: string, asked: Asked, work: Work): Promise<void> =>
  work.messenger.tellOnce(`${asked.key}:done`, asked.channelId, asked.userId, { text });

const unknown = (message: string) =>
  userError({ code: 'SIGNOFF_UNKNOWN', message, mend: 'list them with /rca signoff list' });

/** What mends an error of the use case, in the words of this entry. */
async function mended<T>(role: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const mend = error instanceof RcaError ? mends(role).get(error.code) : undefined;
    if (!(error instanceof RcaError) || mend === undefined) throw error;
    throw userError({ code: error.code, message: error.message, mend });
  }
}

const mends = (role: string): ReadonlyMap<string, string> =>
  new Map([
    ['SIGNOFF_SUPERSEDED', `read the current one, then ask anew with /rca signoff request ${role}`],
    ['SIGNOFF_NO_DOCUMENT', 'make one first with /rca pack, or with /rca draft for the RCA'],
    ['SIGNOFF_STANDS', 'revoke that first with /rca signoff revoke, its id and the reason'],
    [
      'SIGNOFF_ROLE_UNKNOWN',
      'use a role of slack.approvers or signoff.roles in the configuration, or ask the operator to add it',
    ],
  ]);
