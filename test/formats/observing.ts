import { readdirSync, readFileSync } from 'node:fs';
import { type FormatId, formatIds } from '../../src/domain/formats.ts';
import type { Observation } from '../../src/domain/observation.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import type { Origin, RecordOutcome } from '../../src/formats/format.ts';
import { Observing, type Tally } from '../../src/formats/observe.ts';
import { formatOf } from '../../src/formats/registry.ts';

const FOLDER = new URL('../fixtures/', import.meta.url);

export const origin: Origin = {
  source: 'import',
  sourceType: 'import',
  retrievedAt: '2026-01-27T12:00:00.000Z',
  query: {},
};

export const fixture = (id: FormatId, name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`${id}/${name}`, FOLDER)));

export const fixtures: readonly { readonly id: FormatId; readonly name: string }[] = formatIds.flatMap((id) =>
  readdirSync(new URL(`${id}/`, FOLDER)).map((name) => ({ id, name })),
);

/** Fixtures are written as redaction leaves them. */
const asRedacted = (bytes: Uint8Array): Redacted<Uint8Array> => bytes as Redacted<Uint8Array>;

/** Every outcome, in order of record. */
export function outcomesOf(
  id: FormatId,
  pages: readonly Uint8Array[],
  query: Origin['query'] = {},
): readonly RecordOutcome[] {
  const observer = formatOf(id).observer({ ...origin, query });
  const outcomes = pages.flatMap((page) => [...observer.page(asRedacted(page))]);
  return [...outcomes, ...observer.end()].sort((a, b) => a.record.index - b.record.index);
}

export function observed(
  id: FormatId,
  pages: readonly Uint8Array[],
  query: Origin['query'] = {},
): { readonly observations: readonly Observation[]; readonly tally: Tally } {
  const observing = new Observing(formatOf(id).observer({ ...origin, query }));
  const observations = pages.flatMap((page) => [...observing.page(asRedacted(page))]);
  return { observations: [...observations, ...observing.end()], tally: observing.tally };
}

/** The observations of one record alone, given as a value. */
export const observedRecord = (id: FormatId, record: unknown): readonly Observation[] =>
  observed(id, [Buffer.from(JSON.stringify(record))]).observations;

/** The observations of each record of a fixture, by the record's index. */
export function byRecord(id: FormatId, name: string): readonly (readonly Observation[])[] {
  return outcomesOf(id, [fixture(id, name)]).map((outcome) =>
    outcome.outcome === 'observed' ? outcome.observations : [],
  );
}
