import { userError } from '../../domain/errors.ts';
import { type PhaseName, phaseNames } from '../../domain/incident.ts';
import type { TimelineEntry } from '../../domain/timeline.ts';
import { oneLine } from '../../domain/visible.ts';
import { header, markup } from '../blocks.ts';
import { slackDate } from '../dates.ts';
import { slackText } from '../escape.ts';
import { incidentHere } from './incident-here.ts';
import type { SlackVerb } from './verb.ts';

export interface TimelineArguments {
  readonly phase: PhaseName | null;
  readonly page: number;
}

/** Rows that fit a message: a section a row, and Slack takes 50 blocks. */
const PAGE_ROWS = 15;
const TITLE_CHARS_MAX = 200;

export const timeline: SlackVerb<TimelineArguments> = {
  usage: {
    line: 'timeline [started | detected | acknowledged | mitigated | resolved] [page N]',
    does: `posts the timeline, ${PAGE_ROWS} entries at a time, each with its time in your zone and its evidence.`,
    example: '/rca timeline detected page 2',
  },
  parse(argument) {
    const match = /^(?:(?<phase>[a-z]+))?\s*(?:page\s+(?<page>\d{1,4}))?$/i.exec(argument)?.groups;
    const phase = phaseNames.find((name) => name === match?.['phase']?.toLowerCase()) ?? null;
    if (match === undefined || (match['phase'] !== undefined && phase === null)) {
      throw userError({
        code: 'TIMELINE_OPTIONS_INVALID',
        message: `"${argument}" is no phase and no page`,
        mend: `write /rca timeline, /rca timeline page 2, or one of ${phaseNames.join(', ')} after it`,
      });
    }
    return { phase, page: Math.max(1, Number(match['page'] ?? 1)) };
  },
  ack: ({ phase }) => `Reading the timeline${phase === null ? '' : ` of "${phase}"`}. It appears here.`,
  needs: () => 'read',
  async carryOut({ phase, page }, job, work) {
    const incident = await incidentHere(job, work);
    const { entries } = await work.useCases.timeline(incident);
    const chosen = phase === null ? entries : entries.filter((entry) => entry.phase === phase);
    const pages = Math.max(1, Math.ceil(chosen.length / PAGE_ROWS));
    const shown = Math.min(page, pages);
    const rows = chosen.slice((shown - 1) * PAGE_ROWS, shown * PAGE_ROWS);
    const of = phase === null ? '' : `, ${phase}`;
    const summary = `Timeline of ${incident}${of}: ${chosen.length} entries, page ${shown} of ${pages}.`;
    const next = `/rca timeline${phase === null ? '' : ` ${phase}`} page ${shown + 1}`;
    await work.messenger.postOnce(`${job.key}:timeline`, job.channelId, {
      text: summary,
      blocks: [
        header(`Timeline of ${incident}`),
        markup(shown < pages ? `${summary} Next: \`${next}\`` : summary),
        ...rows.map((entry) => markup(row(entry))),
      ],
    });
  },
};

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
