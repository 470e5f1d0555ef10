import { isDeepStrictEqual } from 'node:util';
import { slackRefusal } from '../deliver/slack-errors.ts';
import { RcaError } from '../domain/errors.ts';
import { toIso } from '../domain/time.ts';
import type { CardState } from '../incident/card-state.ts';
import type { PostedMessage } from '../incident/slack-links.ts';
import type { JobData } from '../jobs/jobs.ts';
import type { Work } from './handlers.ts';
import { pinnedCard } from './pinned-card.ts';

/** Key of the one card of an incident. */
export const cardKey = (incident: string): string => `card:${incident}`;

/** Changes within this time are drawn together: Slack allows about one edit a second and channel. */
const SETTLE_MS = 2_000;
/** How much the clocks of two replicas may differ without a change being missed. */
const SKEW_MS = 1_000;

/**
 * Has the card drawn anew, soon. Every change asks for the drawing at the end of its two seconds: many ask for the same
 * one, and a drawing begins after the last change that asked for it.
 */
export async function touchCard(
  incident: string,
  { jobs }: Pick<Work, 'jobs'>,
  { judge = false }: { readonly judge?: boolean } = {},
): Promise<void> {
  const slot = Math.floor(Date.now() / SETTLE_MS) + 1;
  const drawing = `${slot}${judge ? '-judged' : ''}`;
  await jobs.enqueue('slack.card', { incident, drawing, judge }, `${cardKey(incident)}:${drawing}`, {
    notBeforeMs: slot * SETTLE_MS + SKEW_MS,
  });
}

/** The same for the incident of a channel; a channel without one has no card. */
export async function touchCardHere(
  { teamId, channelId }: { readonly teamId: string; readonly channelId: string },
  work: Pick<Work, 'jobs' | 'links'>,
): Promise<void> {
  const link = await work.links.incidentOf(teamId, channelId);
  if (link) await touchCard(link.incident, work);
}

/** Posts the card of an incident and pins it; returns its message. */
export async function openCard(incident: string, channelId: string, work: Work): Promise<PostedMessage> {
  const state = await work.cards.of(incident, today());
  const posted = await work.messenger.postOnce(cardKey(incident), channelId, pinnedCard(state, 'first'));
  await pin(posted, work);
  return posted;
}

/** How often a card is drawn again at once because the incident changed while it was drawn. */
const REDRAWINGS_MAX = 5;

/**
 * Three round trips to the database: where the card is, what it shows, and whether that still holds when Slack has
 * taken it. So the drawing that ends last shows the latest state, in whatever order drawings of replicas end.
 */
export async function drawCard(
  { incident, drawing, judge }: JobData['slack.card'],
  work: Pick<Work, 'links' | 'useCases' | 'cards' | 'messenger' | 'metrics' | 'log'>,
): Promise<void> {
  const posted = await work.links.messageOf(cardKey(incident));
  if (!posted) return;
  if (judge) await work.useCases.gates(incident);
  try {
    let shown: CardState | null = null;
    let state = await work.cards.of(incident, today());
    for (let times = 0; times < REDRAWINGS_MAX && !isDeepStrictEqual(state, shown); times++) {
      await work.messenger.update(posted, pinnedCard(state, drawing));
      shown = state;
      state = await work.cards.of(incident, today());
    }
    work.metrics.jobEnded('card', 'done');
  } catch (error) {
    if (!isRefusal(error)) throw error;
    work.log.warn({ err: error, incident }, 'the card cannot be edited');
    work.metrics.jobEnded('card', 'failed');
  }
}

const isRefusal = (error: unknown): boolean => error instanceof RcaError && error.code.startsWith('SLACK_');

/** Pinned once, however often it is asked; a channel that takes no more pins keeps the card as a message. */
async function pin({ channelId, ts }: PostedMessage, { client, log }: Work): Promise<void> {
  try {
    await client.pins.add({ channel: channelId, timestamp: ts });
  } catch (error) {
    const refusal = slackRefusal(error);
    if (refusal === undefined) throw error;
    if (!/already_pinned/.test(refusal.message)) log.warn({ err: refusal }, 'the card is not pinned');
  }
}

const today = (): string => toIso(Date.now()).slice(0, 10);
