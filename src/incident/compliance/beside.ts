import { z } from 'zod';
import type { LedgerEntry } from '../../domain/ledger.ts';
import type { BesidePack } from '../../domain/record.ts';

const besideSchema = z.object({
  version: z.number(),
  beside: z.object({ files: z.number(), sizeBytes: z.number() }).optional(),
});

/** What lies beside the pack of a version, as the ledger tells; null when it holds all of its evidence. */
export function besideOf(entries: readonly LedgerEntry[], version: number): BesidePack | null {
  for (const { type, body } of entries) {
    if (type !== 'pack.written') continue;
    const written = besideSchema.safeParse(body).data;
    if (written?.version === version) return written.beside ?? null;
  }
  return null;
}
