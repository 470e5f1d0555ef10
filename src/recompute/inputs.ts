import { z } from 'zod';
import type { SourceAccount } from '../domain/completeness.ts';
import { type Gap, gapSchema } from '../domain/gap.ts';
import {
  capturedMessageSchema,
  type Incident,
  type Note,
  phaseNames,
  severities,
  statuses,
} from '../domain/incident.ts';
import type { RetentionPolicy } from '../domain/record.ts';
import { type SectionEntry, sectionBodySchema, sectionLetters } from '../domain/section.ts';
import type { Reason } from '../domain/signoff.ts';
import { windowJsonSchema } from '../domain/time.ts';

const salt = z.string();
const count = z.int().nonnegative();

const incidentSchema = z.strictObject({
  title: z.string(),
  severity: z.enum(severities).nullable(),
  status: z.enum(statuses),
  closing: z
    .union([
      z.strictObject({ as: z.enum(['done', 'cancelled']) }),
      z.strictObject({ as: z.literal('merged'), into: z.string() }),
    ])
    .nullable(),
  services: z.array(z.string()),
  window: windowJsonSchema,
  windowFollows: z.literal(true).exactOptional(),
  cycles: z.array(z.string()).exactOptional(),
  startedAt: z.string(),
  startedBy: z.string(),
  salts: z.strictObject({
    /** Of title and services as it was started; null when the title was another one then. */
    start: salt.nullable(),
    /** Of the title in the last version; null when nothing was changed since the start. */
    version: salt.nullable(),
  }),
});

const noteSchema = z.strictObject({
  id: z.string(),
  version: z.int().positive(),
  at: z.string(),
  text: z.string(),
  author: z.string(),
  writtenAt: z.string(),
  phase: z.enum(phaseNames).nullable(),
  message: capturedMessageSchema.optional(),
  salt,
});

const sectionSchema = z.strictObject({
  id: z.string(),
  version: z.int().positive(),
  author: z.string(),
  writtenAt: z.string(),
  body: sectionBodySchema,
  salt,
});

const sourceSchema = z.strictObject({
  source: z.string(),
  type: z.string().nullable(),
  configured: z.boolean(),
  askings: z.array(
    z.strictObject({
      collection: z.string(),
      at: z.string(),
      by: z.string(),
      window: windowJsonSchema,
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      error: z.string().nullable(),
    }),
  ),
});

/** `inputs.json`: what a pack's documents say besides evidence, ledger, policy and templates. */
export const inputsSchema = z.strictObject({
  inputsFormat: z.literal(1),
  incident: incidentSchema,
  /** The latest version of each note that stands. */
  notes: z.array(noteSchema),
  /** The latest version of each entry that stands. */
  sections: z.array(sectionSchema),
  /** All that were recorded; the ledger tells which stand. */
  gaps: z.array(gapSchema),
  withdrawn: z.array(z.strictObject({ id: z.string(), why: z.string(), salt })),
  sources: z.array(sourceSchema),
  /** Of sign-offs and revocations, by their id. */
  reasons: z.array(z.strictObject({ id: z.string(), text: z.string(), salt })),
  /** What the compliance record held when the pack was made. */
  record: z.strictObject({
    packs: count,
    sealed: count,
    delivered: count,
    holds: count,
    retention: z.strictObject({
      default: z.string(),
      sev1: z.string().exactOptional(),
      sev2: z.string().exactOptional(),
      sev3: z.string().exactOptional(),
      sev4: z.string().exactOptional(),
    }),
  }),
});

export type Inputs = z.infer<typeof inputsSchema>;

/** The opening of each commitment that the ledger has to what is stated. */
export interface Salts {
  /** Title and services as the incident was started. */
  readonly start: { readonly title: string; readonly salt: string };
  /** Of the last version; null when there is none. */
  readonly version: string | null;
  /** By id and version: `N-0001 2`, `A-0001 1`. */
  readonly written: ReadonlyMap<string, string>;
  /** By evidence id. */
  readonly withdrawn: ReadonlyMap<string, string>;
}

export interface StatedBesides {
  readonly incident: Incident;
  readonly notes: readonly Note[];
  readonly sections: readonly SectionEntry[];
  readonly withdrawn: readonly { readonly id: string; readonly why: string }[];
  readonly sources: readonly SourceAccount[];
  readonly recordedGaps: readonly Gap[];
  readonly reasons: ReadonlyMap<string, Reason>;
  readonly record: Omit<Inputs['record'], 'retention'> & { readonly retention: RetentionPolicy };
}

export const saltKey = (id: string, version: number): string => `${id} ${version}`;

/** What is attached of the stated facts. */
export function inputsOf(stated: StatedBesides, salts: Salts): Inputs {
  const { id: _, ...incident } = stated.incident;
  const saltOf = (id: string, version: number): string => salts.written.get(saltKey(id, version)) ?? '';
  return inputsSchema.parse({
    inputsFormat: 1,
    incident: {
      ...incident,
      salts: {
        start: salts.start.title === incident.title ? salts.start.salt : null,
        version: salts.version,
      },
    },
    notes: stated.notes.map((note) => ({ ...note, salt: saltOf(note.id, note.version) })),
    sections: stated.sections.map((entry) => ({ ...entry, salt: saltOf(entry.id, entry.version) })),
    gaps: stated.recordedGaps,
    withdrawn: stated.withdrawn.map((one) => ({ ...one, salt: salts.withdrawn.get(one.id) ?? '' })),
    sources: stated.sources,
    reasons: Array.from(stated.reasons, ([id, reason]) => ({ id, ...reason })),
    record: stated.record,
  });
}

/** Numbers of ids such as `N-0012`, so that order does not depend on how they are written. */
const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0);

const byNumber = (a: { readonly id: string }, b: { readonly id: string }): number =>
  numberOf(a.id) - numberOf(b.id);

export function notesOf({ notes }: Inputs): readonly Note[] {
  return notes.toSorted(byNumber).map(({ salt: _, message, ...note }) => ({
    ...note,
    ...(message === undefined ? {} : { message }),
  }));
}

export const sectionsOf = ({ sections }: Inputs): readonly SectionEntry[] =>
  sections
    .toSorted((a, b) => (a.body.kind === b.body.kind ? byNumber(a, b) : a.body.kind < b.body.kind ? -1 : 1))
    .map(({ salt: _, ...entry }) => entry)
    .filter(({ id, body }) => id.startsWith(sectionLetters[body.kind]));

export const withdrawnOf = ({
  withdrawn,
}: Inputs): readonly { readonly id: string; readonly why: string }[] =>
  withdrawn.toSorted(byNumber).map(({ id, why }) => ({ id, why }));

export const reasonsOf = ({ reasons }: Inputs): ReadonlyMap<string, Reason> =>
  new Map(reasons.map(({ id, text, salt: given }) => [id, { text, salt: given }]));

export const incidentOf = ({ incident }: Inputs, id: string): Incident => {
  const { salts: _, ...rest } = incident;
  return { id, ...rest };
};
