import type { SourceRun } from '../domain/incident.ts';
import { markup, paragraph } from './blocks.ts';
import type { Message } from './messages.ts';

/** Sources that fit one section at their longest line. */
const SOURCES_MAX = 15;

export const isFinished = (runs: readonly SourceRun[]): boolean =>
  runs.every((run) => run.state === 'done' || run.state === 'failed');

/** A line a source: state, counts, elapsed time. The same runs at the same second give the same message. */
export function progressMessage(incident: string, runs: readonly SourceRun[], nowMs: number): Message {
  const summary = tellRuns(incident, runs);
  const rest = runs.length - SOURCES_MAX;
  const lines = runs.slice(0, SOURCES_MAX).map((run) => sourceLine(run, nowMs));
  return {
    text: summary,
    blocks: [
      markup(summary),
      ...(lines.length === 0
        ? []
        : [paragraph([...lines, ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n'))]),
    ],
  };
}

function tellRuns(incident: string, runs: readonly SourceRun[]): string {
  if (runs.length === 0) {
    return `No sources are configured, so that nothing was collected for ${incident}. Add sources to rca.yaml, or import files with \`rca import\`.`;
  }
  const failed = runs.filter((run) => run.state === 'failed').length;
  const done = runs.filter((run) => run.state === 'done').length;
  if (!isFinished(runs)) {
    return `Collecting for ${incident}: ${done + failed} of ${runs.length} sources have ended.`;
  }
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  return `Collection for ${incident} has ended: ${done} of ${runs.length} sources were read${failures}.`;
}

function sourceLine(run: SourceRun, nowMs: number): string {
  const parts = [`${run.source}: ${run.state}`];
  if (run.pages > 0) parts.push(count(run.pages, 'page'), count(run.records, 'record'));
  if (run.rejected > 0) parts.push(`${run.rejected.toLocaleString('en-GB')} unreadable`);
  if (run.startedAt !== null) parts.push(elapsed(Date.parse(run.startedAt), endOf(run, nowMs)));
  if (run.error !== null) parts.push(run.error.slice(0, 120));
  return parts.join(', ');
}

const endOf = (run: SourceRun, nowMs: number): number =>
  run.finishedAt === null ? nowMs : Date.parse(run.finishedAt);

const count = (of: number, what: string): string =>
  `${of.toLocaleString('en-GB')} ${what}${of === 1 ? '' : 's'}`;

function elapsed(fromMs: number, toMs: number): string {
  const seconds = Math.max(0, Math.round((toMs - fromMs) / 1000));
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
