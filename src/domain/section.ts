import { z } from 'zod';
import { claimSchema } from './claim.ts';

/** The RCA's sections that people write. */
export const sectionKinds = ['impact', 'cause', 'lesson', 'action', 'control', 'wording'] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** Begins the id of an entry: `A-0001` is the first action. */
export const sectionLetters = {
  impact: 'I',
  cause: 'F',
  lesson: 'L',
  action: 'A',
  control: 'C',
  wording: 'W',
} as const satisfies Record<SectionKind, string>;

export const impactAreas = ['requests', 'users', 'data', 'budget', 'other'] as const;
export const causeRoles = ['trigger', 'factor', 'ruled-out'] as const;
export const lessonSides = ['well', 'badly', 'lucky'] as const;
export const actionTypes = ['corrective', 'preventive'] as const;
export const actionStates = ['open', 'done', 'dropped'] as const;
export const controlStates = ['operational', 'pending', 'risk-accepted'] as const;

/** A calendar day, `2026-02-14`. */
export const daySchema = z.iso.date();

const common = {
  /** Redacted before it was stored. */
  text: z.string().min(1),
  /** Evidence and notes that it stands on; empty when it stands on the person's word alone. */
  evidence: z.array(z.string()),
  /** Why it was taken out; null while it stands. */
  withdrawn: z.string().nullable(),
};

/** What a version of an entry says, by kind. Owners and acceptors are roles, not people. */
export const sectionBodySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('impact'), ...common, area: z.enum(impactAreas) }),
  z.strictObject({ kind: z.literal('cause'), ...common, role: z.enum(causeRoles) }),
  z.strictObject({ kind: z.literal('lesson'), ...common, side: z.enum(lessonSides) }),
  z.strictObject({
    kind: z.literal('action'),
    ...common,
    type: z.enum(actionTypes),
    owner: z.string().nullable(),
    due: daySchema.nullable(),
    state: z.enum(actionStates),
  }),
  z.strictObject({
    kind: z.literal('control'),
    ...common,
    state: z.enum(controlStates),
    /** Of a pending one: who brings it about, and by when. */
    owner: z.string().nullable(),
    eta: daySchema.nullable(),
    /** What protects meanwhile. */
    mitigation: z.string().nullable(),
    /** Of an accepted risk: which role accepted it, and until when. */
    acceptedBy: z.string().nullable(),
    acceptedUntil: daySchema.nullable(),
  }),
  z.strictObject({
    kind: z.literal('wording'),
    ...common,
    /** Name of the sentence whose place it takes. */
    sentence: z.string().min(1),
    /** What that sentence was when it was worded. */
    computed: claimSchema,
  }),
]);
export type SectionBody = z.infer<typeof sectionBodySchema>;
export type BodyOf<Kind extends SectionKind> = Extract<SectionBody, { readonly kind: Kind }>;

/** One version of what a person wrote into a section of the RCA. */
export interface SectionEntry<Body extends SectionBody = SectionBody> {
  /** `A-0001` within its incident. */
  readonly id: string;
  /** From 1; every version stays. */
  readonly version: number;
  readonly author: string;
  readonly writtenAt: string;
  readonly body: Body;
}

/** The latest version of each entry, in the order that they are in. */
export const latestEntries = (entries: readonly SectionEntry[]): readonly SectionEntry[] => [
  ...new Map(entries.map((entry) => [entry.id, entry])).values(),
];

/** Entries of one kind that stand. */
export const standing = <Kind extends SectionKind>(
  entries: readonly SectionEntry[],
  kind: Kind,
): readonly SectionEntry<BodyOf<Kind>>[] =>
  entries.flatMap((entry) =>
    isOf(entry.body, kind) && entry.body.withdrawn === null ? [{ ...entry, body: entry.body }] : [],
  );

const isOf = <Kind extends SectionKind>(body: SectionBody, kind: Kind): body is BodyOf<Kind> =>
  body.kind === kind;
