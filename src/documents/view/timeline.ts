import type { CaseFile } from '../../domain/case-file.ts';
import { phaseNames } from '../../domain/incident.ts';
import type { AttributeValue } from '../../domain/observation.ts';
import { type Cycle, cycleAt, type Phase, type TimelineEntry } from '../../domain/timeline.ts';
import { oneLine } from '../../domain/visible.ts';
import { count, stamp, stampAfter, words } from './format.ts';
import type { Refer } from './references.ts';

/** Printed rows of one table; Chromium's time and memory grow out of bounds beyond. */
export const TABLE_ROWS_MAX = 1_000;
const TITLE_CHARACTERS_MAX = 300;

/** Breakdowns of a cluster that a reader asks for first, and how many of their names are printed. */
const breakdowns = [
  { key: 'by.rule', label: 'Rules', shown: 4 },
  { key: 'by.label', label: 'Labels', shown: 2 },
  { key: 'by.client', label: 'Clients', shown: 3 },
  { key: 'by.path', label: 'Paths', shown: 3 },
] as const;

/** Counts of names that the timeline itself did not keep apart. */
const OTHER = 'other';

export function timelineView(caseFile: CaseFile, refer: Refer) {
  const { entries } = caseFile.timeline;
  const printed = entries.slice(0, TABLE_ROWS_MAX);
  const cycles = cyclesOf(caseFile);
  const groups = cycles.flatMap((cycle) => {
    const own = cycles.length === 1 ? printed : printed.filter(({ at }) => cycleAt(cycles, at) === cycle);
    return [null, ...phaseNames].flatMap((name) => {
      const rows = own.filter((entry) => entry.phase === name).map((entry) => entryView(entry, refer));
      const phase = name === null ? undefined : cycle.phases[name];
      if (rows.length === 0 && !phase) return [];
      const title = name === null ? 'Before the start' : words(name);
      return [groupView(cycles.length === 1 ? title : `Cycle ${cycle.number}: ${title}`, phase, rows, refer)];
    });
  });
  return {
    groups,
    omitted:
      entries.length > printed.length
        ? `The first ${count(printed.length)} of ${count(entries.length)} entries are printed. All of them are in timeline.json, attached to the evidence pack.`
        : '',
  };
}

/** One, unless the incident was opened again. */
const cyclesOf = ({ incident: { window }, timeline: { phases, cycles } }: CaseFile): readonly Cycle[] =>
  cycles ?? [{ number: 1, ...window, phases }];

const groupView = (
  title: string,
  phase: Phase | undefined,
  rows: readonly ReturnType<typeof entryView>[],
  refer: Refer,
) => ({
  title,
  at: phase ? stamp(phase.at) : '',
  why: phase ? oneLine(phase.why, TITLE_CHARACTERS_MAX) : '',
  setBy: phase?.setBy ?? '',
  evidence: refer(phase?.evidence ?? []),
  rows,
});
export function entryView(entry: TimelineEntry, refer: Refer) {
  return {
    id: entry.id,
    at: stamp(entry.at),
    until: entry.until === entry.at ? '' : stampAfter(entry.at, entry.until),
    kind: entry.kind,
    title: oneLine(entry.title, TITLE_CHARACTERS_MAX),
    human: entry.origin === 'human',
    version: entry.version > 1 ? `version ${entry.version}` : '',
    count: entry.origin === 'human' ? '' : count(entry.count),
    details: breakdowns.flatMap((breakdown) => breakdownView(breakdown, entry.attributes[breakdown.key])),
    evidence: refer(entry.origin === 'human' ? [entry.id, ...entry.evidence] : entry.evidence),
  };
}

function breakdownView(
  { label, shown }: (typeof breakdowns)[number],
  value: AttributeValue | undefined,
): { label: string; text: string }[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [];
  const counts = Object.entries(value as Readonly<Record<string, number>>);
  const ranked = counts
    .filter(([name]) => name !== OTHER)
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1));
  if (counts.length === 0) return [];
  const top = ranked.slice(0, shown);
  const rest =
    counts.reduce((sum, [, total]) => sum + total, 0) - top.reduce((sum, [, total]) => sum + total, 0);
  const parts = top.map(([name, total]) => `${oneLine(shortLabel(name), 80)} ${count(total)}`);
  return [{ label, text: [...parts, ...(rest > 0 ? [`others ${count(rest)}`] : [])].join(', ') }];
}

/** AWS WAF labels begin with an account and a context that are the same in all of them. */
const shortLabel = (name: string): string => name.replace(/^awswaf:(?:managed:aws|\d+:webacl:[^:]+):/, '');

/** When each phase began, cycle by cycle; a phase that nothing shows is said to be missing. */
export function phasesView(caseFile: CaseFile, refer: Refer) {
  const cycles = cyclesOf(caseFile);
  return cycles.flatMap(({ number, phases }) =>
    phaseNames.map((name) => {
      const phase = phases[name];
      return {
        name: cycles.length === 1 ? words(name) : `${words(name)} (cycle ${number})`,
        at: phase ? stamp(phase.at) : '',
        why: phase ? oneLine(phase.why, TITLE_CHARACTERS_MAX) : 'No evidence and no note marks this phase.',
        setBy: phase ? (phase.setBy === 'human' ? 'set by a person' : 'found in evidence') : '',
        evidence: refer(phase?.evidence ?? []),
      };
    }),
  );
}
