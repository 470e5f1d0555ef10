import { canonicalJson, sha256Hex } from '../../domain/canonical.ts';
import type { SamplePoint } from '../../domain/observation.ts';
import { toIso } from '../../domain/time.ts';
import { clip, type Fact, present } from '../record.ts';

export type Labels = Readonly<Record<string, string>>;

/** Prometheus writes a series of this name for each alert, apart for the states pending and firing. */
export const isAlert = (labels: Labels): boolean => labels['__name__'] === 'ALERTS';

const FINGERPRINT_CHARS = 16;
const SUMMARY_CHARS_MAX = 200;

/** Labels of the alert itself, without what only says that the series is about an alert. */
function alertLabels(labels: Labels): Labels {
  const own = Object.entries(labels).filter(([name]) => name !== '__name__' && name !== 'alertstate');
  return Object.fromEntries(own);
}

export const fingerprintOf = (labels: Labels): string =>
  sha256Hex(canonicalJson(alertLabels(labels))).slice(0, FINGERPRINT_CHARS);

/** How an `ALERTS` series was evaluated; null where the query does not say. */
export interface Evaluation {
  readonly stepMs: number | null;
  /** First evaluated time. */
  readonly startMs: number | null;
  /** Last evaluated time. */
  readonly endMs: number | null;
}

/**
 * An alert fires at the first sample after an absence of more than two steps; at the first sample of all it is seen
 * firing, when nothing was evaluated ahead of it. It is resolved one step after
 * the last sample before such an absence: `ALERTS` has samples only while the alert stands.
 */
export class AlertSeries {
  readonly #labels: Labels;
  readonly #evaluation: Evaluation;
  #stepMs: number | null;
  #lastMs: number | null = null;

  constructor(labels: Labels, evaluation: Evaluation) {
    this.#labels = labels;
    this.#evaluation = evaluation;
    this.#stepMs = evaluation.stepMs;
  }

  /** Facts of the next points, in order of time. */
  extend(points: readonly SamplePoint[]): readonly Fact[] {
    const facts: Fact[] = [];
    this.#stepMs ??= smallestStepMs(points);
    for (const [at, value] of points) {
      if (value === 0) continue;
      const atMs = Date.parse(at);
      const stepMs = this.#stepMs;
      if (this.#lastMs === null) {
        facts.push(this.#fact('alert.fired', atMs, this.#isAtEdge(atMs)));
      } else if (stepMs !== null && atMs - this.#lastMs > 2 * stepMs) {
        facts.push(this.#fact('alert.resolved', this.#lastMs + stepMs), this.#fact('alert.fired', atMs));
      }
      this.#lastMs = atMs;
    }
    return facts;
  }

  /** The resolution, when the samples end before the evaluation does. Without its end nothing is known. */
  end(): readonly Fact[] {
    const { endMs } = this.#evaluation;
    const stepMs = this.#stepMs;
    if (this.#lastMs === null || endMs === null || stepMs === null) return [];
    const resolvedMs = this.#lastMs + stepMs;
    return resolvedMs <= endMs ? [this.#fact('alert.resolved', resolvedMs)] : [];
  }

  /** Nothing shows that an alert did not stand before a first sample with no evaluation ahead of it. */
  #isAtEdge(atMs: number): boolean {
    const { startMs } = this.#evaluation;
    return startMs === null || atMs - startMs < (this.#stepMs ?? 1);
  }

  #fact(kind: 'alert.fired' | 'alert.resolved', atMs: number, isAtEdge = false): Fact {
    const labels = alertLabels(this.#labels);
    const name = labels['alertname'];
    const named = Object.entries(labels).filter(([label]) => label !== 'alertname');
    return {
      at: toIso(atMs),
      clock: 'alert-firing',
      kind,
      summary: clip(
        `${name ?? 'alert'} ${kind === 'alert.resolved' ? 'resolved' : isAtEdge ? 'seen firing' : 'fired'}`,
        SUMMARY_CHARS_MAX,
      ),
      attributes: present({
        'alert.name': name,
        'alert.fingerprint': fingerprintOf(this.#labels),
        'alert.since': isAtEdge ? 'before' : undefined,
        ...Object.fromEntries(named.map(([label, value]) => [`alert.label.${label}`, value])),
      }),
    };
  }
}

function smallestStepMs(points: readonly SamplePoint[]): number | null {
  let smallest: number | null = null;
  for (let index = 1; index < points.length; index += 1) {
    const [before, after] = [points[index - 1], points[index]];
    if (before === undefined || after === undefined) continue;
    const stepMs = Date.parse(after[0]) - Date.parse(before[0]);
    if (stepMs > 0 && (smallest === null || stepMs < smallest)) smallest = stepMs;
  }
  return smallest;
}
