import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { understandingBuilder } from '../../src/analysis/understanding.ts';
import type { Incident } from '../../src/domain/incident.ts';
import type { SamplePoint, SourcedObservation } from '../../src/domain/observation.ts';
import { toIso } from '../../src/domain/time.ts';
import { lensKinds, type Understanding } from '../../src/domain/understanding.ts';
import { kinds } from '../../src/domain/vocabulary/index.ts';
import { policy } from '../analysis/cases.ts';

export const folder = new URL('../../src/lenses/', import.meta.url);

const clock = z.string().regex(/^\d\d:\d\d(?::\d\d)?$/);
const leader = z.strictObject({ kind: z.enum(lensKinds), subject: z.string().optional() });

const caseSchema = z.strictObject({
  /** Services that the incident is declared for. */
  services: z.array(z.string()).default([]),
  given: z
    .array(
      z.union([
        z.strictObject({
          indicator: z.string(),
          labels: z.record(z.string(), z.string()).default({}),
          /** `0.9998; 0.91 from 12:02 to 12:24; 0.3..0.9 from 12:30 to 13:00; none from 13:10 to 13:20` */
          values: z.string(),
        }),
        z.looseObject({
          at: clock,
          kind: z.enum(kinds),
          summary: z.string().optional(),
          /** So many of them, each so many seconds after the one before; lists of values are gone through. */
          times: z.number().int().positive().default(1),
          every: z.number().nonnegative().default(10),
        }),
      ]),
    )
    .min(1),
  expect: z.strictObject({
    leading: z.union([leader, z.literal('none')]),
    phases: z
      .strictObject({
        started: clock.nullable().optional(),
        mitigated: clock.nullable().optional(),
        resolved: clock.nullable().optional(),
      })
      .default({}),
    ruledOut: z.array(z.enum(lensKinds)).default([]),
  }),
});

export interface Case {
  readonly lens: string;
  readonly name: string;
  readonly incident: Incident;
  readonly observations: readonly SourcedObservation[];
  readonly expect: z.output<typeof caseSchema>['expect'];
}

const MINUTE_MS = 60_000;
const dayMs = Date.UTC(2026, 0, 27);
/** Cases play from 10:00 to 14:00; series reach four hours further back. */
export const windowMs = { fromMs: dayMs + 10 * 60 * MINUTE_MS, toMs: dayMs + 14 * 60 * MINUTE_MS };
const BEFORE_MS = 4 * 60 * MINUTE_MS;

export const timeMs = (text: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = text.split(':').map(Number);
  return dayMs + ((hours * 60 + minutes) * 60 + seconds) * 1000;
};

/** Folders of lenses, whether registered or not. */
export const lensFolders: readonly string[] = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const casesIn = (lens: string): readonly string[] => {
  try {
    return readdirSync(new URL(`${lens}/cases/`, folder)).filter((name) => name.endsWith('.yaml'));
  } catch {
    return [];
  }
};

export const casesOf = (lens: string): readonly Case[] => casesIn(lens).map((name) => readCase(lens, name));

function readCase(lens: string, file: string): Case {
  const text = readFileSync(new URL(`${lens}/cases/${file}`, folder), 'utf8');
  const { services, given, expect } = caseSchema.parse(parse(text));
  return {
    lens,
    name: file.replace('.yaml', ''),
    incident: incidentFor(services),
    observations: given.flatMap((one, index) => {
      const evidence = `E-${String(index + 1).padStart(4, '0')}`;
      return isSeries(one) ? [seriesOf(one, evidence)] : eventsOf(one, evidence);
    }),
    expect,
  };
}

export const incidentFor = (services: readonly string[]): Incident => ({
  id: 'INC-2026-0001',
  title: 'something is wrong',
  severity: 'sev2',
  status: 'open',
  closing: null,
  services: [...services],
  window: { from: toIso(windowMs.fromMs), to: toIso(windowMs.toMs) },
  startedAt: toIso(windowMs.toMs),
  startedBy: 'cli:root',
});

type Given = z.output<typeof caseSchema>['given'][number];
type GivenSeries = Exclude<Given, { at: string }>;
type GivenEvents = Extract<Given, { at: string }>;
const isSeries = (one: Given): one is GivenSeries => 'values' in one;

const SPELL = /^(none|\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?(?: from (\S+) to (\S+))?$/;

interface Spell {
  readonly fromMs: number;
  readonly toMs: number;
  readonly value: number | null;
  readonly until: number | null;
}

function spellsOf(values: string): readonly Spell[] {
  return values.split(';').map((part) => {
    const match = SPELL.exec(part.trim());
    if (match === null) throw new Error(`not a spell of values: ${part}`);
    const [, value = '', until, from, to] = match;
    return {
      fromMs: from === undefined ? Number.NEGATIVE_INFINITY : timeMs(from),
      toMs: to === undefined ? Number.POSITIVE_INFINITY : timeMs(to),
      value: value === 'none' ? null : Number(value),
      until: until === undefined ? null : Number(until),
    };
  });
}

const JITTER = [0, 0.6, -0.4, 0.9, -0.8, 0.2, -0.2, 0.4, -0.6, 0.7, -0.9];

/** What is measured is never flat: a ratio near 1 moves in what is left to 1. */
function jittered(value: number, index: number): number {
  const by = JITTER[(index * 7) % JITTER.length] ?? 0;
  return value > 0.9 && value < 1 ? 1 - (1 - value) * (1 + 0.2 * by) : value * (1 + 0.02 * by);
}

function seriesOf(one: GivenSeries, evidence: string): SourcedObservation {
  const spells = spellsOf(one.values);
  const points: SamplePoint[] = [];
  for (let atMs = windowMs.fromMs - BEFORE_MS; atMs < windowMs.toMs; atMs += MINUTE_MS) {
    const spell = spells.findLast(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
    if (spell === undefined || spell.value === null) continue;
    const share = (atMs - spell.fromMs) / (spell.toMs - spell.fromMs);
    const value = spell.until === null ? spell.value : spell.value + share * (spell.until - spell.value);
    points.push([toIso(atMs), jittered(value, Math.round(atMs / MINUTE_MS))]);
  }
  return {
    evidence,
    observation: {
      at: points[0]?.[0] ?? toIso(windowMs.fromMs),
      until: points.at(-1)?.[0] ?? toIso(windowMs.toMs),
      clock: 'evaluation',
      kind: 'sli.sample',
      source: 'slis',
      sourceType: 'prometheus',
      format: 'prometheus.query',
      summary: one.indicator,
      attributes: { 'sli.name': one.indicator },
      record: { page: 0, index: 0, byteOffset: 0 },
      series: one.labels,
      points,
    },
  };
}

const attributeSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).min(1)]);

function eventsOf(
  { at, kind, summary, times, every, ...rest }: GivenEvents,
  evidence: string,
): readonly SourcedObservation[] {
  return Array.from({ length: times }, (_, index) => ({
    evidence,
    observation: {
      at: toIso(timeMs(at) + index * every * 1000),
      clock: 'log',
      kind,
      source: 'import',
      sourceType: 'import',
      format: kind.startsWith('waf.') ? 'aws.waf-log' : 'aws.cloudtrail',
      summary: summary ?? kind,
      attributes: {
        'event.id': `${evidence}-${index}`,
        'http.request.id': `${evidence}-${index}`,
        ...Object.fromEntries(
          Object.entries(rest).map(([name, given]) => {
            const value = attributeSchema.parse(given);
            return [name, Array.isArray(value) ? (value[index % value.length] ?? '') : value];
          }),
        ),
      },
      record: { page: 0, index, byteOffset: index },
    },
  }));
}

export function understood(incident: Incident, observations: readonly SourcedObservation[]): Understanding {
  const builder = understandingBuilder(incident, policy);
  for (const observation of observations) builder.add(observation);
  return builder.finish([]);
}

export const leadersOf = ({
  hypotheses,
}: Understanding): readonly { kind: string; subject: string | null }[] =>
  hypotheses.filter(({ verdict }) => verdict === 'leading').map(({ kind, subject }) => ({ kind, subject }));
