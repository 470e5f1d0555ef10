import { z } from 'zod';

/** Parts of a record that a control can ask for. */
export const recordParts = [
  'severity',
  'timeline',
  'phases',
  'measures',
  'evidence',
  'gaps',
  'gates',
  'notes',
  'causes',
  'impact',
  'lessons',
  'actions',
  'controls',
  'containment',
  'rotations',
  'custody',
  'packs',
  'seal',
  'signoffs',
  'deliveries',
  'retention',
  'holds',
  'exports',
] as const;
export type RecordPart = (typeof recordParts)[number];

const controlSchema = z.strictObject({
  id: z.string().min(1).max(40),
  about: z.string().min(1).max(400).describe('what the control is about, in your own words'),
  parts: z.array(z.enum(recordParts)).min(1).describe('parts of the record that speak to it'),
});

/** `controls.yaml`: which parts of a record speak to which control. */
export const controlMappingSchema = z.strictObject({
  version: z.literal(1),
  frameworks: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,39}$/, 'lower-case letters, digits, dots and hyphens'),
      name: z.string().min(1).max(120),
      controls: z.array(controlSchema).min(1),
    }),
  ),
});

export type ControlMapping = z.infer<typeof controlMappingSchema>;

/** What a part holds for one incident, in words; null: nothing is recorded. */
export type PartWords = Readonly<Record<RecordPart, string | null>>;

export interface JudgedControl {
  readonly framework: string;
  readonly control: string;
  readonly about: string;
  /** `all`: each part that speaks to it is there. It says what is recorded, not that the control is met. */
  readonly recorded: 'all' | 'some' | 'nothing';
  readonly parts: readonly { readonly part: RecordPart; readonly recorded: string | null }[];
}

export const judgeControls = ({ frameworks }: ControlMapping, words: PartWords): readonly JudgedControl[] =>
  frameworks.flatMap(({ name, controls }) =>
    controls.map(({ id, about, parts }) => {
      const judged = parts.map((part) => ({ part, recorded: words[part] }));
      const present = judged.filter(({ recorded }) => recorded !== null).length;
      const recorded = present === judged.length ? 'all' : present === 0 ? 'nothing' : 'some';
      return { framework: name, control: id, about, recorded, parts: judged } as const;
    }),
  );
