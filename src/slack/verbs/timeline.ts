import { messagePermalink } from '../../deliver/slack-permalink.ts';
import { userError } from '../../domain/errors.ts';
import { phaseNames, severities } from '../../domain/incident.ts';
import type { TimelineChoice, TimelineEntry } from '../../domain/timeline.ts';
import { oneLine } from '../../domain/visible.ts';
import { kinds } from '../../domain/vocabulary/index.ts';
import { header, markup } from '../blocks.ts';
import { keepBookmark } from '../channel/bookmark.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import { incidentHere } from './incident-here.ts';
import type { SlackVerb } from './verb.ts';

export interface TimelineArguments {
  readonly choice: TimelineChoice;
  readonly page: number;
}

/** Rows that fit a message: a section a row, and Slack takes 50 blocks. */
const PAGE_ROWS = 15;
const TITLE_CHARS_MAX = 200;
const WORD_CHARS_MAX = 60;

export const timeline: SlackVerb<TimelineArguments> = {
  usage: {
    line: 'timeline [PHASE | SOURCE | KIND] [page N]',
    does: `posts the timeline, ${PAGE_ROWS} entries at a time, each with its time in your zone and its evidence. Phases are ${phaseNames.join(', ')}; kinds are such as waf.blocked or note; sources are those of /rca status.`,
    example: '/rca timeline detected page 2',
  },
  parse(argument) {
    const match = /^(?<chosen>(?!page\s)\S+)?\s*(?:page\s+(?<page>\d{1,4}))?$/i.exec(argument)?.groups;
    if (match === undefined) {
      throw userError({
        code: 'TIMELINE_OPTIONS_INVALID',
        message: `"${argument}" is no phase, source or kind, and no page`,
        mend: `write /rca timeline, /rca timeline page 2, or one of ${phaseNames.join(', ')} after it`,
      });
    }
    return { choice: choiceOf(match['chosen']), page: Math.max(1, Number(match['page'] ?? 1)) };
  },
  ack: ({ choice }) => `Reading the timeline${of(choice)}. It appears here.`,
  needs: () => 'read',
  async carryOut({ choice, page }, job, work) {
    const incident = await incidentHere(job, work);
    const { entries: chosen } = await work.useCases.timeline(incident, choice);
    const pages = Math.max(1, Math.ceil(chosen.length / PAGE_ROWS));
    const shown = Math.min(page, pages);
    const rows = chosen.slice((shown - 1) * PAGE_ROWS, shown * PAGE_ROWS);
    const summary = `Timeline of ${incident}${of(choice)}: ${chosen.length} entries, page ${shown} of ${pages}.`;
    const next = ['/rca timeline', ...Object.values(choice).map(plain), `page ${shown + 1}`].join(' ');
    const posted = await work.messenger.postOnce(`${job.key}:timeline`, job.channelId, {
      text: summary,
      blocks: [
        header(`Timeline of ${incident}`),
        markup(shown < pages ? `${summary} Next: \`${next}\`` : summary),
        ...rows.map((entry) => markup(row(entry))),
      ],
    });
    if (Object.keys(choice).length > 0 || shown > 1) return;
    const { channelId, ts } = posted;
    await keepBookmark('Timeline', channelId, () => messagePermalink(work.client, channelId, ts), work);
  },
};

/** A word that is neither a phase nor a kind is taken for a source: only the incident knows its own. */
function choiceOf(word: string | undefined): TimelineChoice {
  if (word === undefined) return {};
  const phase = phaseNames.find((name) => name === word.toLowerCase());
  if (phase !== undefined) return { phase };
  if (severities.some((name) => name === word.toLowerCase())) {
    throw userError({
      code: 'TIMELINE_SEVERITY',
      message: 'an incident has a severity, its entries have none',
      mend: 'ask for a phase, a source or a kind: /rca timeline detected, /rca timeline edge-waf, /rca timeline waf.blocked',
    });
  }
  const kind = [...kinds, 'note' as const].find((name) => name === word.toLowerCase());
  return kind === undefined ? { source: word } : { kind };
}

const plain = (word: string): string => slackText(word, WORD_CHARS_MAX);

/** In words, what was chosen. */
const of = (choice: TimelineChoice): string =>
  Object.values(choice)
    .map((word) => `, ${plain(word)}`)
    .join('');

function row({ at, title, count, evidence, attributes }: TimelineEntry): string {
  const records = count > 1 ? `, ${count.toLocaleString('en-GB')} records` : '';
  const stands = evidence.length === 0 ? '' : ` (${evidence.slice(0, 4).join(' ')})`;
  return `${slackDate(Date.parse(at))} ${slackText(oneLine(title, TITLE_CHARS_MAX), TITLE_CHARS_MAX)}${records}${stands}${linkOf(attributes['message.permalink'])}`;
}

/** As Slack itself writes the address of a message. */
const PERMALINK = /^https:\/\/[\w.-]+\/archives\/\w+\/p\d+(?:\?[\w.=&%-]*)?$/;

const linkOf = (permalink: unknown): string =>
  typeof permalink === 'string' && PERMALINK.test(permalink)
    ? ` <${permalink.replaceAll('&', '&amp;')}|message>`
    : '';
