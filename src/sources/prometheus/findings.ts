import { toIso, type Window, windowJson } from '../../domain/time.ts';
import type { SourceGap } from '../read-items.ts';
import type { Success } from './answer.ts';

/** A span inside a series that has no points: the time of its first missing step, and of the next point. */
interface Hole extends Window {
  readonly missingSteps: number;
}

/** What the answers of one item lack. */
export interface Finding {
  readonly item: string;
  readonly name: string;
  readonly window: Window;
  /** No series at all, of an expression that should have one. */
  readonly empty: boolean;
  /** Of all series, in order, each span once. */
  readonly holes: readonly Hole[];
  readonly warnings: readonly string[];
}

interface Asked {
  readonly item: string;
  readonly name: string;
  readonly expr: string;
  readonly window: Window;
  readonly stepSeconds: number;
}

/** Series of alerts stand only while an alert is pending or firing: that there is none is what they say. */
const ALERT_SERIES = new Set(['ALERTS', 'ALERTS_FOR_STATE']);
const selectsAlerts = (expr: string): boolean => /^\s*ALERTS\b/.test(expr);

export function findingOf(
  { item, name, expr, window, stepSeconds }: Asked,
  answers: readonly Success[],
): Finding {
  const series = answers.flatMap(({ data }) => data.result);
  const holes = new Map<string, Hole>();
  for (const { metric, values } of series) {
    if (ALERT_SERIES.has(metric['__name__'] ?? '')) continue;
    for (const hole of holesIn(values, stepSeconds)) holes.set(`${hole.fromMs}/${hole.toMs}`, hole);
  }
  return {
    item,
    name,
    window,
    empty: series.length === 0 && !selectsAlerts(expr),
    holes: [...holes.values()].sort((a, b) => a.fromMs - b.fromMs),
    warnings: [
      ...new Set(
        answers.flatMap(({ warnings, isPartial }) => [...warnings, ...(isPartial ? [PARTIAL] : [])]),
      ),
    ],
  };
}

const PARTIAL = 'the answer is partial';

/** One missing step is a late scrape; more is a hole. */
function* holesIn(values: readonly (readonly [number, string])[], stepSeconds: number): Generator<Hole> {
  let before: number | null = null;
  for (const [at] of values) {
    const steps = before === null ? 1 : Math.round((at - before) / stepSeconds);
    if (before !== null && steps > 2) {
      yield { fromMs: (before + stepSeconds) * 1_000, toMs: at * 1_000, missingSteps: steps - 1 };
    }
    before = at;
  }
}

/** One gap for each absence, however many queries it shows in: a target that is down is down for all of them. */
export function findingGaps(findings: readonly Finding[]): readonly SourceGap[] {
  return [
    ...[...grouped(findings, ({ empty, name }) => (empty ? [name] : [])).values()].map(noData),
    ...[...grouped(findings, ({ holes }) => (holes.length > 0 ? [JSON.stringify(holes)] : [])).values()].map(
      missing,
    ),
    ...[...grouped(findings, ({ warnings }) => warnings)].map(([warning, found]) => warned(warning, found)),
  ];
}

type Group = readonly Finding[];

function grouped(
  findings: readonly Finding[],
  keysOf: (finding: Finding) => readonly string[],
): ReadonlyMap<string, Group> {
  const groups = new Map<string, Group>();
  for (const finding of findings) {
    for (const key of keysOf(finding)) groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return groups;
}

const itemsOf = (group: Group): string => group.map(({ item }) => item).join(', ');

const spanOf = (windows: readonly Window[]) =>
  windowJson({
    fromMs: Math.min(...windows.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...windows.map(({ toMs }) => toMs)),
  });

const noData = (group: Group): SourceGap => ({
  window: spanOf(group.map(({ window }) => window)),
  why: `${itemsOf(group)}: no data, which is not zero`,
  mend: 'check that the metric exists under this name and was scraped then, and how long Prometheus keeps it',
});

function missing(group: Group): SourceGap {
  const holes = group[0]?.holes ?? [];
  const steps = holes.reduce((sum, { missingSteps }) => sum + missingSteps, 0);
  const spans = holes.slice(0, 3).map(({ fromMs, toMs }) => `${toIso(fromMs)} – ${toIso(toMs)}`);
  const more = holes.length > spans.length ? ` and ${holes.length - spans.length} more` : '';
  return {
    window: spanOf(holes),
    why: `${itemsOf(group)}: ${steps} steps without a point, ${spans.join(', ')}${more}`,
    mend: 'check whether the target was down or not scraped; missing points are not zero',
  };
}

const warned = (warning: string, group: Group): SourceGap => ({
  window: spanOf(group.map(({ window }) => window)),
  why: `${itemsOf(group)}: Prometheus warns: ${warning}`,
  mend: 'look after what the warning names, then collect again',
});
