import { z } from 'zod';
import type { LedgerEntry } from '../domain/ledger.ts';
import { isModest } from '../domain/modest.ts';

/** No name of ours, and one that readers of JSON treat each in its own way. */
const HIDDEN = '"__proto__":';

const envelopeSchema = z.strictObject({
  v: z.literal(1),
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  actor: z.string().min(1),
  body: z.record(z.string(), z.unknown()),
  prev: z.string(),
});

/** What every entry has, whatever its type; undefined for a line that has anything else. */
export const envelopeOf = (line: string): LedgerEntry | undefined =>
  line.includes(HIDDEN) ? undefined : envelopeSchema.safeParse(parseLine(line)).data;

/** Undefined for what is no JSON, or is nested without end. */
export function parseLine(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return isModest(value) ? value : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
