import { and, eq, max } from 'drizzle-orm';
import { gaps } from '../../db/schema.ts';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import type { Gap } from '../domain/gap.ts';
import type { Drizzle } from './database.ts';

/** Keeps an absence and gives the body of its entry; null when it stands already. */
export async function keepGap(tx: Drizzle, incident: string, gap: Gap, collection: string | null) {
  const line = canonicalJson(gap);
  const sha256 = sha256Hex(line);
  const ofIncident = eq(gaps.incident, incident);
  const known = await tx
    .select({ number: gaps.number })
    .from(gaps)
    .where(and(ofIncident, eq(gaps.sha256, sha256)));
  if (known.length > 0) return null;
  const [last] = await tx
    .select({ number: max(gaps.number) })
    .from(gaps)
    .where(ofIncident);
  await tx.insert(gaps).values({ incident, number: (last?.number ?? 0) + 1, gap: line, sha256, collection });
  return { source: gap.source, window: gap.window, sha256 };
}
