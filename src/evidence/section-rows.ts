import { and, asc, eq, max } from 'drizzle-orm';
import { z } from 'zod';
import { sections } from '../../db/schema.ts';
import { canonicalJson } from '../domain/canonical.ts';
import { userError } from '../domain/errors.ts';
import { type SectionBody, type SectionEntry, sectionBodySchema, sectionLetters } from '../domain/section.ts';
import type { EntryName } from '../ledger/catalogue.ts';
import { commitment } from './commitment.ts';
import type { Database, Drizzle } from './database.ts';
import { append, lineOfRequest } from './ledger-rows.ts';
import { numbered, numberIn, storable } from './row-values.ts';
import { newSalt } from './salt.ts';
import type { EvidenceStore } from './store.ts';
import { actOnIncident, readIncident, type TimedAct } from './transaction.ts';

const writtenSchema = z.object({ body: z.object({ entry: z.string(), version: z.number() }) });

export function sectionMethods(
  database: Database,
): Pick<EvidenceStore, 'writeSection' | 'editSection' | 'sectionOfRequest' | 'sections'> {
  return {
    writeSection: (incident, body, act, key) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const requestKey = requestKeyOf('written', key);
        const before = await writtenBefore(tx, incident, body.kind, requestKey);
        if (before !== null) return before;
        const number = (await lastNumber(tx, incident, body.kind)) + 1;
        return insertVersion(tx, incident, { number, version: 1 }, body, act, requestKey);
      }),

    editSection: (incident, id, body, act, key) =>
      actOnIncident(database, incident, act, async (tx, act) => {
        const requestKey = requestKeyOf('edited', key);
        const before = await writtenBefore(tx, incident, body.kind, requestKey);
        if (before !== null) return before;
        const number = numberIn(sectionLetters[body.kind], id);
        const version = number === null ? 0 : await lastVersion(tx, incident, body.kind, number);
        if (number === null || version === 0) throw entryUnknown(incident, id, body.kind);
        return insertVersion(tx, incident, { number, version: version + 1 }, body, act, requestKey);
      }),

    sectionOfRequest: (incident, kind, key) =>
      readIncident(
        database,
        incident,
        async (db) =>
          (await writtenBefore(db, incident, kind, requestKeyOf('written', key))) ??
          writtenBefore(db, incident, kind, requestKeyOf('edited', key)),
      ),

    sections: (incident) =>
      readIncident(database, incident, async (db) => {
        const rows = await db
          .select()
          .from(sections)
          .where(eq(sections.incident, incident))
          .orderBy(asc(sections.kind), asc(sections.number), asc(sections.version));
        return rows.map(entryOf);
      }),
  };
}

const requestKeyOf = (deed: 'written' | 'edited', key: string | undefined): string | undefined =>
  key === undefined ? undefined : `section.${deed}:${key}`;

async function lastNumber(tx: Drizzle, incident: string, kind: SectionBody['kind']): Promise<number> {
  const [last] = await tx
    .select({ number: max(sections.number) })
    .from(sections)
    .where(and(eq(sections.incident, incident), eq(sections.kind, kind)));
  return last?.number ?? 0;
}

async function lastVersion(
  tx: Drizzle,
  incident: string,
  kind: SectionBody['kind'],
  number: number,
): Promise<number> {
  const [last] = await tx
    .select({ version: max(sections.version) })
    .from(sections)
    .where(and(eq(sections.incident, incident), eq(sections.kind, kind), eq(sections.number, number)));
  return last?.version ?? 0;
}

async function insertVersion(
  tx: Drizzle,
  incident: string,
  { number, version }: { readonly number: number; readonly version: number },
  body: SectionBody,
  act: TimedAct,
  requestKey: string | undefined,
): Promise<SectionEntry> {
  const row = {
    incident,
    kind: body.kind,
    number,
    version,
    body: storable(canonicalJson(body)),
    author: act.actor,
    writtenAt: act.at,
    salt: newSalt(),
  };
  await tx.insert(sections).values(row);
  const stored = entryOf(row);
  const entry = {
    entry: stored.id,
    version,
    section: body.kind,
    commitment: commitment(row.salt, { body: stored.body }),
  };
  await append(tx, incident, act, [{ type: typeOf(body, version), body: entry, requestKey }]);
  return stored;
}

function typeOf(body: SectionBody, version: number): EntryName {
  if (body.withdrawn !== null) return 'section.withdrawn';
  return version === 1 ? 'section.written' : 'section.edited';
}

/** The version that an earlier request with the same key wrote. */
async function writtenBefore(
  tx: Drizzle,
  incident: string,
  kind: SectionBody['kind'],
  requestKey: string | undefined,
): Promise<SectionEntry | null> {
  const line = await lineOfRequest(tx, incident, requestKey);
  if (line === undefined) return null;
  const { body } = writtenSchema.parse(JSON.parse(line));
  const [row] = await tx
    .select()
    .from(sections)
    .where(
      and(
        eq(sections.incident, incident),
        eq(sections.kind, kind),
        eq(sections.number, numberIn(sectionLetters[kind], body.entry) ?? 0),
        eq(sections.version, body.version),
      ),
    );
  if (!row) throw new Error(`the ledger of ${incident} names an entry ${body.entry} that is not there`);
  return entryOf(row);
}

const entryOf = (row: typeof sections.$inferSelect): SectionEntry => ({
  id: numbered(sectionLetters[row.kind], row.number),
  version: row.version,
  author: row.author,
  writtenAt: row.writtenAt,
  body: sectionBodySchema.parse(JSON.parse(row.body)),
});

const entryUnknown = (incident: string, id: string, kind: SectionBody['kind']) =>
  userError({
    code: 'ENTRY_UNKNOWN',
    message: `${incident} has no ${kind} ${id}`,
    mend: `list them with: rca ${kind} list ${incident}`,
  });
