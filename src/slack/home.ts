import type { HomeView, KnownBlock } from '@slack/web-api';
import { addBusinessDays } from '../domain/business-days.ts';
import type { HomeIncident } from '../incident/home-state.ts';
import { header, markup } from './blocks.ts';
import { slackDate } from './dates.ts';
import { slackText } from './escape.ts';

const TITLE_CHARS_MAX = 120;
const ACTIONS_MAX = 10;

/** What waits for a person: more kinds of it, such as sign-offs, are further groups. */
export interface WaitingGroup {
  readonly title: string;
  /** mrkdwn, with foreign parts neutralised. */
  readonly lines: readonly string[];
}

/** Drafts that are due, and actions that are overdue. */
export function waitingOf(
  incidents: readonly HomeIncident[],
  draftDueBusinessDays: number,
  nowMs: number,
): readonly WaitingGroup[] {
  const drafts = incidents.flatMap((incident) => {
    const dueMs = addBusinessDays(Date.parse(incident.startedAt), draftDueBusinessDays);
    if (incident.status === 'closed' || incident.unwritten === 0 || dueMs > nowMs) return [];
    return [
      `${place(incident)}: due since ${slackDate(dueMs)}, ${incident.unwritten} of 4 parts are not written`,
    ];
  });
  const actions = incidents.flatMap((incident) =>
    incident.overdue.map(
      ({ id, text, due }) =>
        `${place(incident)}: ${id} ${slackText(text, TITLE_CHARS_MAX)}, was due on ${due}`,
    ),
  );
  const rest = actions.length - ACTIONS_MAX;
  return [
    { title: 'Drafts that are due', lines: drafts },
    {
      title: 'Overdue actions',
      lines: [...actions.slice(0, ACTIONS_MAX), ...(rest > 0 ? [`and ${rest} more`] : [])],
    },
  ];
}

const place = ({ id, channel }: HomeIncident): string => `${id} in <#${channel}>`;

/** The home tab of a person. https://docs.slack.dev/reference/views/home-tab-views */
export function homeView(incidents: readonly HomeIncident[], waiting: readonly WaitingGroup[]): HomeView {
  const groups = waiting.filter(({ lines }) => lines.length > 0);
  return {
    type: 'home',
    blocks: [
      header('What waits for you'),
      ...(groups.length === 0 ? [markup('Nothing waits for you.')] : groups.flatMap(groupBlocks)),
      header('Your incidents'),
      ...(incidents.length === 0
        ? [
            markup(
              'None yet: those that you start or write in appear here. `/rca start` opens one in a channel.',
            ),
          ]
        : incidents.map((incident) => markup(incidentLine(incident)))),
    ],
  };
}

const groupBlocks = ({ title, lines }: WaitingGroup): readonly KnownBlock[] => [
  markup(`*${title}*`),
  ...lines.map((line) => markup(line)),
];

const incidentLine = (incident: HomeIncident): string =>
  `${place(incident)}: ${slackText(incident.title, TITLE_CHARS_MAX)}, ${incident.severity?.toUpperCase() ?? 'severity not set'}, ${incident.status}, since ${slackDate(Date.parse(incident.startedAt))}`;
