import type { GateResult, Verdict } from '../domain/gate.ts';
import { phaseNames } from '../domain/incident.ts';
import type { StatusReport } from '../incident/use-cases.ts';
import { fields, header, listing } from './blocks.ts';
import { slackDate } from './dates.ts';
import { slackText } from './escape.ts';
import type { Message } from './messages.ts';

const LINES_MAX = 12;
const LINE_CHARS_MAX = 200;

/** The incident as it stands: state, window, phases, sources, gaps, gates and what is missing. */
export function incidentCard(report: StatusReport): Message {
  const { incident, phases, sources, gaps, gates, missing } = report;
  const reached = phaseNames.flatMap((name): [string, string][] => {
    const phase = phases[name];
    return phase ? [[capital(name), slackDate(Date.parse(phase.at))]] : [];
  });
  return {
    text: cardText(report),
    blocks: [
      header(`${incident.id} ${incident.title}`),
      fields([
        ['Severity', incident.severity?.toUpperCase() ?? 'not set'],
        ['Status', capital(incident.status)],
        ['From', slackDate(Date.parse(incident.window.from))],
        ['To', slackDate(Date.parse(incident.window.to))],
        ['Services', slackText(incident.services.join(', '), LINE_CHARS_MAX) || 'not named'],
      ]),
      ...(reached.length === 0 ? [] : [fields(reached)]),
      ...listing(
        'Sources',
        sources.map((run) => line(`${run.source}: ${run.error ?? `${run.state}, ${run.coverage}`}`)),
        LINES_MAX,
      ),
      ...listing(
        'Gaps',
        gaps.map((gap) => line(`${gap.source}: ${gap.why}`)),
        LINES_MAX,
      ),
      ...listing('Gates', gateLines(gates), LINES_MAX),
      ...listing('Missing for a complete RCA', missing.map(line), LINES_MAX),
    ],
  };
}

/** One line for notifications and screen readers. */
function cardText({ incident, sources, gaps, gates }: StatusReport): string {
  const counts = Map.groupBy(sources, (run) => run.state);
  const states = [...counts].map(([state, runs]) => `${runs.length} ${state}`).join(', ');
  return [
    `${incident.id} ${slackText(incident.title, LINE_CHARS_MAX)}`,
    `${incident.severity?.toUpperCase() ?? 'severity not set'}, ${incident.status}`,
    `Sources: ${states || 'none asked yet'}`,
    `Gaps: ${gaps.length}`,
    `Gates not satisfied: ${gates.filter((gate) => gate.verdict === 'not-satisfied').length} of ${gates.length}`,
  ].join('. ');
}

const VERDICTS: readonly (readonly [Verdict, string])[] = [
  ['not-satisfied', 'Not satisfied'],
  ['insufficient-evidence', 'Insufficient evidence'],
  ['satisfied', 'Satisfied'],
];

const gateLines = (gates: readonly GateResult[]): string[] =>
  VERDICTS.flatMap(([verdict, words]) => {
    const named = gates.filter((gate) => gate.verdict === verdict).map((gate) => gate.gate);
    return named.length === 0 ? [] : [`${words} (${named.length}): ${named.join(', ')}`];
  });

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const line = (text: string): string =>
  text.length > LINE_CHARS_MAX ? `${text.slice(0, LINE_CHARS_MAX - 1)}…` : text;
