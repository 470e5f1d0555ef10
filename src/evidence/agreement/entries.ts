import { z } from 'zod';
import { parseJson } from '../../domain/parse-json.ts';
import { windowJsonSchema } from '../../domain/time.ts';

const entry = <Type extends string, Body extends z.ZodType>(type: Type, body: Body) =>
  z.object({ seq: z.number(), at: z.string(), actor: z.string(), type: z.literal(type), body });

const taken = z.object({
  evidence: z.string(),
  source: z.string(),
  collection: z.string().nullable(),
  sha256: z.string(),
});
const held = z.object({ hold: z.string(), commitment: z.string() });
const written = z.object({ note: z.string(), version: z.number(), commitment: z.string() });

/** Entries that rows of the store answer to; others say nothing that stands in a row. */
const entrySchema = z.discriminatedUnion('type', [
  entry(
    'incident.started',
    z.object({
      incident: z.string(),
      severity: z.string().nullable(),
      window: windowJsonSchema,
      windowFollows: z.boolean().optional(),
      commitment: z.string(),
    }),
  ),
  entry('evidence.collected', taken),
  entry('evidence.imported', taken),
  entry('evidence.withdrawn', z.object({ evidence: z.string(), commitment: z.string() })),
  entry('gap.recorded', z.object({ sha256: z.string() })),
  entry('note.written', written),
  entry('note.edited', written),
  entry(
    'collection.requested',
    z.object({ collection: z.string(), sources: z.array(z.string()), window: windowJsonSchema }),
  ),
  entry(
    'source.finished',
    z.object({
      collection: z.string(),
      source: z.string(),
      state: z.string(),
      evidence: z.array(z.string()),
    }),
  ),
  entry(
    'incident.changed',
    z.object({
      version: z.number(),
      status: z.string(),
      severity: z.string().nullable(),
      closing: z.json(),
      window: windowJsonSchema.optional(),
      windowFollows: z.boolean().optional(),
      cycles: z.array(z.string()).optional(),
      commitment: z.string(),
    }),
  ),
  entry(
    'section.changed',
    z.object({ entry: z.string(), version: z.number(), section: z.string(), commitment: z.string() }),
  ),
  entry(
    'pack.written',
    z.object({
      version: z.number(),
      sha256: z.string(),
      manifestSha256: z.string(),
      /** Ids; missing in older ledgers. */
      destinations: z.array(z.string()).optional(),
    }),
  ),
  entry(
    'pack.delivered',
    z.object({
      version: z.number(),
      destination: z.string(),
      /** Missing in older ledgers. */
      receipt: z.string().optional(),
    }),
  ),
  entry('delivery.failed', z.object({ version: z.number(), destination: z.string() })),
  entry('signoff.made', z.object({ signoff: z.string(), commitment: z.string().nullable() })),
  entry('hold.placed', held),
  entry('hold.released', held),
  entry('destruction.begun', z.object({ plan: z.string() })),
  entry('evidence.destroyed', z.object({ certificate: z.string() })),
]);

export type RowEntry = z.infer<typeof entrySchema>;

const TYPES: ReadonlySet<string> = new Set(entrySchema.options.map((option) => option.shape.type.value));
const typed = z.looseObject({ type: z.string() });

/** What an incident became, versions of a section and sign-offs have a type for each act and one form of body. */
function formOf(type: string): string {
  if (/^incident\.(?!started$|exported$)/.test(type)) return 'incident.changed';
  if (type.startsWith('section.')) return 'section.changed';
  return type.startsWith('signoff.') ? 'signoff.made' : type;
}

/** The entries that rows answer to; a line of such a type that cannot be read is a problem. */
export function rowEntries(lines: readonly string[]): {
  readonly entries: readonly RowEntry[];
  readonly problems: readonly string[];
} {
  const entries: RowEntry[] = [];
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    const value = typed.safeParse(parseJson(line)).data;
    const type = formOf(value?.type ?? '');
    if (!TYPES.has(type)) continue;
    const read = entrySchema.safeParse({ ...value, type });
    if (read.success) entries.push(read.data);
    else problems.push(`ledger line ${index + 1} is no ${type} as this version writes it`);
  }
  return { entries, problems };
}
