import type { Button, KnownBlock } from '@slack/web-api';
import { tellIndependence } from '../../domain/independence.ts';
import { tellDocument } from '../../domain/signed-documents.ts';
import type { Signoff, StatedSignoff } from '../../domain/signoff.ts';
import { markup } from '../blocks.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import { words } from '../forms/inputs.ts';
import type { Message } from '../messages.ts';

/** `action_id` of the buttons of a request. */
export const APPROVE = 'signoff-approve';
export const REJECT = 'signoff-reject';

const REASON_CHARS_MAX = 300;
const ANSWERS_MAX = 10;

/** Key of the message of a request. */
export const requestKey = (incident: string, id: string): string => `signoff:${incident}:${id}`;

/** Decisions about what a request asks for, in order. */
export const answersTo = (request: Signoff, all: readonly StatedSignoff[]): readonly StatedSignoff[] =>
  all.filter(
    ({ decision, role, document }) =>
      decision !== 'requested' && role === request.role && document.sha256 === request.document.sha256,
  );

/** A request as it stands: what is to be signed, by which digest, who has answered; buttons while it waits. */
export function requestMessage(
  incident: string,
  request: StatedSignoff,
  all: readonly StatedSignoff[],
): Message {
  const { id, role, document, state } = request;
  const answers = answersTo(request, all).slice(-ANSWERS_MAX).map(tellDecision);
  const head = `${id}: sign-off as ${role} is asked for, ${tellDocument(document)} of ${incident}`;
  const digest = `SHA-256 ${document.sha256}`;
  const ended = ENDED[state];
  return {
    text: [head, digest, ...answers, ...(ended === null ? [] : [ended])].join('. '),
    blocks: [
      markup(`*${head}*`),
      markup(`${digest}\nThe buttons are about the file with this digest, and no other.`),
      ...answers.map((answer) => markup(answer)),
      ...(ended === null ? [buttons(incident, request)] : [markup(ended)]),
    ],
  };
}

const ENDED: Readonly<Record<Signoff['state'], string | null>> = {
  waiting: null,
  answered: 'It is answered.',
  superseded: 'The document has changed since: there is a later version, which nobody was asked about here.',
  revoked: 'The request was taken back.',
  stands: null,
};

/** One line about a decision, as it stands. */
export function tellDecision(signoff: StatedSignoff): string {
  const { id, actor, decision, role, document, at, independence, reason, revocation, revocationReason } =
    signoff;
  const because = (text: string | undefined): string =>
    text === undefined ? '' : `: ${slackText(text, REASON_CHARS_MAX)}`;
  return [
    `${id}: ${account(actor)} ${decision} ${tellDocument(document)} as ${role} at ${slackDate(Date.parse(at))}${because(reason?.text)}`,
    ...(independence === null ? [] : [tellIndependence(independence).replace(/\.$/, '')]),
    ...(revocation === null
      ? []
      : [`Revoked by ${account(revocation.actor)} in ${revocation.id}${because(revocationReason?.text)}`]),
  ].join('. ');
}

/** An account of this Slack as Slack shows it, by its present name; others as they are. */
function account(actor: string): string {
  const [, userId] = /^slack:[A-Z0-9]+\/([UW][A-Z0-9]+)$/.exec(actor) ?? [];
  return userId === undefined ? slackText(actor, REASON_CHARS_MAX) : `<@${userId}>`;
}

const buttons = (incident: string, { id, role, document }: StatedSignoff): KnownBlock => ({
  type: 'actions',
  block_id: 'signoff-buttons',
  elements: [
    {
      ...button(APPROVE, 'Approve', incident, id),
      style: 'primary',
      confirm: {
        title: words(`Approve as ${role}`),
        text: words(`${tellDocument(document)}, SHA-256 ${document.sha256.slice(0, 16)}…`),
        confirm: words('Approve'),
        deny: words('Not now'),
      },
    },
    button(REJECT, 'Reject', incident, id),
  ],
});

const button = (action: string, text: string, incident: string, id: string): Button => ({
  type: 'button',
  action_id: action,
  text: words(text),
  accessibility_label: `${text} what ${id} of ${incident} asks for`,
  value: JSON.stringify({ incident, id }),
});
