import { z } from 'zod';
import type { LedgerEntry } from '../domain/ledger.ts';
import { parseJson } from '../domain/parse-json.ts';

/** No name of ours, and one that readers of JSON treat each in its own way. */
const HIDDEN = '"__proto__":';

const envelopeSchema = z.strictObject({
  v: z.literal(1),
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  /** A database's text cannot hold a zero character. */
  actor: z
    .string()
    .min(1)
    .refine((actor) => !actor.includes('\0')),
  body: z.record(z.string(), z.unknown()),
  prev: z.string(),
});

/** What every entry has, whatever its type; undefined for a line that has anything else. */
export const envelopeOf = (line: string): LedgerEntry | undefined =>
  line.includes(HIDDEN) ? undefined : envelopeSchema.safeParse(parseJson(line)).data;
