import type { Recording } from '../../src/demo/recording.ts';
import type { CaseItem } from '../../src/domain/case-file.ts';
import type { FormatId } from '../../src/domain/formats.ts';
import type { Incident, Note } from '../../src/domain/incident.ts';
import type { SourcedObservation } from '../../src/domain/observation.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import { toIso, type Window, windowJson } from '../../src/domain/time.ts';
import { formatOf } from '../../src/formats/registry.ts';
import { item } from './cases.ts';

/** One item of a recording: its bytes as the source would have given them. */
interface RecordedItem {
  readonly item: CaseItem;
  readonly text: string;
  readonly retrievedAt: string;
}

const STEP_SECONDS = 60;

/** The items that collecting a recording would make, unredacted. */
export function itemsOf(recording: Recording): readonly RecordedItem[] {
  const { window, waf, trail, prometheus, files, anchorMs } = recording;
  const baseline: Window = { fromMs: window.fromMs - 3 * (window.toMs - window.fromMs), toMs: window.fromMs };
  let count = 0;
  const made = (
    format: FormatId,
    text: string,
    options: Parameters<typeof item>[2] = {},
    retrievedMs = anchorMs,
  ): RecordedItem => {
    count += 1;
    const id = `E-${String(count).padStart(4, '0')}`;
    const { item: description, sha256 } = item(id, format, options);
    const retrievedAt = toIso(retrievedMs);
    return {
      item: { sha256, item: { ...description, asked: windowJson(window), retrievedAt } },
      text,
      retrievedAt,
    };
  };
  return [
    made('aws.waf-log', waf.records.map(({ record }) => `${JSON.stringify(record)}\n`).join('')),
    made('config.snapshot', JSON.stringify(waf.webAcl)),
    made('aws.cloudtrail', JSON.stringify({ Records: trail.records })),
    ...Object.entries(prometheus.queries).flatMap(([name, expr]) =>
      [window, baseline].map((span) =>
        made('prometheus.query', rangeAnswer(recording, expr, span), {
          query: {
            name,
            expr,
            stepSeconds: STEP_SECONDS,
            start: toIso(span.fromMs),
            end: toIso(span.toMs - STEP_SECONDS * 1000),
          },
        }),
      ),
    ),
    ...files.map(({ name, text, capturedAtMs }) =>
      made(
        name.startsWith('jwks') ? 'jwks' : 'postgres.json',
        text,
        { coverage: { state: 'unknown' } },
        capturedAtMs,
      ),
    ),
  ];
}

function rangeAnswer({ prometheus }: Recording, expr: string, { fromMs, toMs }: Window): string {
  const answer = prometheus.answers.find((recorded) => recorded.expr === expr);
  const result = (answer?.series ?? []).flatMap(({ labels, valueAt }) => {
    const values: [number, string][] = [];
    for (let atMs = fromMs; atMs < toMs; atMs += STEP_SECONDS * 1000) {
      const value = valueAt(atMs);
      if (value !== null) values.push([atMs / 1000, String(value)]);
    }
    return values.length === 0 ? [] : [{ metric: labels, values }];
  });
  return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
}

export function* observationsOf(items: readonly RecordedItem[]): Generator<SourcedObservation> {
  for (const {
    item: { item: description },
    text,
    retrievedAt,
  } of items) {
    const observer = formatOf(description.format).observer({
      source: description.source,
      sourceType: description.sourceType,
      retrievedAt,
      query: description.query,
    });
    // The product redacts first; what is tested here reads either.
    const page = new TextEncoder().encode(text) as Redacted<Uint8Array>;
    for (const outcomes of [observer.page(page), observer.end()]) {
      for (const outcome of outcomes) {
        if (outcome.outcome !== 'observed') continue;
        for (const observation of outcome.observations) yield { evidence: description.id, observation };
      }
    }
  }
}

export const incidentOf = ({ window, title, anchorMs }: Recording): Incident => ({
  id: 'INC-2026-0001',
  title,
  severity: 'sev2',
  status: 'open',
  closing: null,
  services: ['search'],
  window: windowJson(window),
  startedAt: toIso(anchorMs),
  startedBy: 'cli:root',
});

export const notesOf = (recording: Recording): readonly Note[] =>
  recording.notes.map(({ text, atMs, phase }, index) => ({
    id: `N-${String(index + 1).padStart(4, '0')}`,
    version: 1,
    at: toIso(atMs),
    text,
    author: 'cli:root',
    writtenAt: toIso(recording.anchorMs + index),
    phase,
  }));
