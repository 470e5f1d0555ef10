import type { Button } from '@slack/web-api';
import { addBusinessDays } from '../domain/business-days.ts';
import { toIso } from '../domain/time.ts';
import type { CardState } from '../incident/card-state.ts';
import type { JobData } from '../jobs/jobs.ts';
import { markup } from './blocks.ts';
import { words } from './forms/inputs.ts';
import type { Work } from './handlers.ts';
import { cardKey } from './live-card.ts';

/** What can be asked for again. */
export const nudgeSubjects = ['draft-due', 'action-overdue'] as const;
export type NudgeSubject = (typeof nudgeSubjects)[number];

export interface NudgeRules {
  /** What is asked for; empty: nothing. */
  readonly about: readonly NudgeSubject[];
  /** From the start of the incident to a draft that people have filled. */
  readonly draftDueBusinessDays: number;
  readonly everyHours: number;
  /** Of one subject in one incident, ever. */
  readonly max: number;
}

const HOUR_MS = 3_600_000;
/** `action_id` of the button that puts a nudge off. */
export const SNOOZE = 'snooze-nudge';
export const SNOOZE_MS = 24 * HOUR_MS;

const nudgeKey = (incident: string, subject: string, count: number): string =>
  `nudge:${incident}:${subject}:${count}`;
export const snoozeKey = (incident: string, subject: string, count: number): string =>
  `snooze:${incident}:${subject}:${count}`;

/** Looks at an incident again after the interval. */
export async function scheduleNudges(
  incident: string,
  look: number,
  fromMs: number,
  { jobs, nudges }: Pick<Work, 'jobs' | 'nudges'>,
): Promise<void> {
  if (nudges.about.length === 0) return;
  const notBeforeMs = fromMs + nudges.everyHours * HOUR_MS;
  await jobs.enqueue(
    'slack.nudge',
    { incident, look, at: toIso(notBeforeMs) },
    `nudge:${incident}:look:${look}`,
    {
      notBeforeMs,
    },
  );
}

/** Asks for what is due, each time under a key of its own, and looks again unless nothing is left to ask for. */
export async function nudge({ incident, look, at }: JobData['slack.nudge'], work: Work): Promise<void> {
  const posted = await work.links.messageOf(cardKey(incident));
  const nowMs = Math.max(Date.now(), Date.parse(at));
  const state = await work.cards.of(incident, toIso(nowMs).slice(0, 10));
  if (!posted || isOver(state)) return;
  let left = false;
  for (const subject of work.nudges.about) {
    const count = await sent(incident, subject, work);
    if (count >= work.nudges.max) continue;
    left = true;
    const text = asks(subject, state, work.nudges, nowMs);
    if (text === null || (await isSnoozed(incident, subject, count, nowMs, work))) continue;
    await work.messenger.postOnce(nudgeKey(incident, subject, count), posted.channelId, {
      text,
      blocks: [markup(text, snoozeButton(incident, subject, count + 1))],
    });
  }
  if (left) await scheduleNudges(incident, look + 1, nowMs, work);
}

/** Cancelled and merged incidents, and closed ones without an open action. */
const isOver = ({ status, closedAs, actions }: CardState): boolean =>
  status === 'closed' && (closedAs !== 'done' || actions.open === 0);

async function sent(incident: string, subject: string, { links, nudges }: Work): Promise<number> {
  for (let count = 0; count < nudges.max; count++) {
    if ((await links.messageOf(nudgeKey(incident, subject, count))) === undefined) return count;
  }
  return nudges.max;
}

async function isSnoozed(
  incident: string,
  subject: string,
  count: number,
  nowMs: number,
  { links }: Work,
): Promise<boolean> {
  const snoozed = await links.messageOf(snoozeKey(incident, subject, count));
  return snoozed !== undefined && Date.parse(snoozed.ts) > nowMs;
}

/** What is asked for; null when nothing is due. */
function asks(subject: NudgeSubject, state: CardState, rules: NudgeRules, nowMs: number): string | null {
  if (subject === 'action-overdue') {
    const { overdue } = state.actions;
    if (overdue === 0) return null;
    return `${overdue} ${overdue === 1 ? 'action' : 'actions'} of ${state.id} ${overdue === 1 ? 'is' : 'are'} overdue. \`/rca action list\` shows them; \`/rca action done A-0001 E-0007\` closes one with its evidence.`;
  }
  const dueMs = addBusinessDays(Date.parse(state.startedAt), rules.draftDueBusinessDays);
  const written = new Set(state.written.map(({ kind }) => kind));
  const lacking = (['impact', 'cause', 'lesson', 'action'] as const).filter((kind) => !written.has(kind));
  if (state.status === 'closed' || dueMs > nowMs || lacking.length === 0) return null;
  return `The RCA of ${state.id} is due: nobody has written ${lacking.join(', ')} yet. \`/rca ${lacking[0]}\` opens the form.`;
}

const snoozeButton = (incident: string, subject: NudgeSubject, count: number): Button => ({
  type: 'button',
  action_id: SNOOZE,
  text: words('Snooze a day'),
  accessibility_label: `Do not ask again for a day, ${incident}`,
  value: JSON.stringify({ incident, subject, count }),
});
