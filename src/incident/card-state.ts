import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { verdicts } from '../domain/gate.ts';
import { closings, phaseNames, severities, statuses } from '../domain/incident.ts';
import { sectionKinds } from '../domain/section.ts';
import type { Database } from '../evidence/database.ts';
import { incidentUnknown, read } from '../evidence/transaction.ts';

const cardStateSchema = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(severities).nullable(),
  status: z.enum(statuses),
  closedAs: z.enum(closings).nullable(),
  mergedInto: z.string().nullable(),
  startedAt: z.string(),
  services: z.array(z.string()),
  from: z.string(),
  to: z.string(),
  /** Latest run of each source over all collections. */
  sources: z.array(
    z.object({
      source: z.string(),
      state: z.enum(['waiting', 'running', 'done', 'failed']),
      records: z.number(),
      error: z.string().nullable(),
    }),
  ),
  /** How many stand. */
  evidence: z.number(),
  notes: z.number(),
  gaps: z.number(),
  /** Phases that notes place, each by the note that was written last. */
  placed: z.array(z.object({ phase: z.enum(phaseNames), at: z.string() })),
  /** How many of each kind stand. */
  written: z.array(z.object({ kind: z.enum(sectionKinds), count: z.number() })),
  actions: z.object({ open: z.number(), overdue: z.number() }),
  /** As they were judged last; null before that. */
  gates: z.array(z.object({ gate: z.string(), verdict: z.enum(verdicts) })).nullable(),
  /** As they were found last in evidence; null before that. */
  phases: z.partialRecord(z.enum(phaseNames), z.object({ at: z.string() })).nullable(),
});

/** What the card of an incident shows. */
export type CardState = z.infer<typeof cardStateSchema>;

export interface CardStates {
  /** One round trip, whatever the incident holds; `today` is the day that actions are overdue on. */
  of(incident: string, today: string): Promise<CardState>;
}

/** Reads what a card shows from what is stored: nothing is computed anew. */
export const createCardStates = (database: Database): CardStates => ({
  async of(incident, today) {
    const { rows } = await read(database, (db) =>
      db.execute<{ card: unknown }>(sql`
        WITH written AS (
          SELECT DISTINCT ON (kind, number) kind, body::json AS body FROM rca.sections
          WHERE incident = ${incident} ORDER BY kind, number, version DESC
        ), standing AS (
          SELECT kind, body FROM written WHERE body ->> 'withdrawn' IS NULL
        ), noted AS (
          SELECT * FROM (
            SELECT DISTINCT ON (number) number, phase, at, written_at, withdrawn FROM rca.notes
            WHERE incident = ${incident} ORDER BY number, version DESC
          ) latest WHERE withdrawn IS NULL
        ), latest AS (
          SELECT * FROM rca.incident_versions WHERE incident = ${incident} ORDER BY version DESC LIMIT 1
        ), placed AS (
          SELECT DISTINCT ON (phase) phase, at FROM noted LEFT JOIN latest ON true
          WHERE phase IS NOT NULL AND (cycles IS NULL OR CASE WHEN phase IN ('mitigated', 'resolved')
            THEN at::timestamptz > cycles[cardinality(cycles)]::timestamptz
            ELSE at::timestamptz <= cycles[1]::timestamptz END)
          ORDER BY phase, written_at DESC, number DESC
        ), runs AS (
          SELECT DISTINCT ON (run.source) run.source, run.state, run.records, run.error
          FROM rca.source_runs run JOIN rca.collections asked ON asked.id = run.collection
          WHERE asked.incident = ${incident} ORDER BY run.source, asked.requested_at DESC, asked.id DESC
        )
        SELECT json_build_object(
          'id', started.id,
          'title', coalesce(latest.title, started.title),
          'severity', CASE WHEN latest.incident IS NULL THEN started.severity ELSE latest.severity END,
          'status', coalesce(latest.status, started.status),
          'closedAs', latest.closed_as,
          'mergedInto', latest.merged_into,
          'startedAt', started.started_at,
          'services', started.services,
          'from', coalesce(latest.window_from, started.window_from),
          'to', coalesce(latest.window_to, started.window_to),
          'sources', (SELECT coalesce(json_agg(runs), '[]') FROM runs),
          'evidence', (SELECT count(*) FROM rca.evidence WHERE incident = started.id AND withdrawn IS NULL),
          'notes', (SELECT count(*) FROM noted),
          'gaps', (SELECT count(*) FROM rca.gaps WHERE incident = started.id),
          'placed', (SELECT coalesce(json_agg(placed), '[]') FROM placed),
          'written', (SELECT coalesce(json_agg(json_build_object('kind', kind, 'count', howmany)), '[]')
                      FROM (SELECT kind, count(*) AS howmany FROM standing GROUP BY kind) counted),
          'actions', (SELECT json_build_object(
                        'open', count(*),
                        'overdue', count(*) FILTER (WHERE body ->> 'due' < ${today}))
                      FROM standing WHERE kind = 'action' AND body ->> 'state' = 'open'),
          'gates', (SELECT value::json #> '{analysis,gates}' FROM rca.derived
                    WHERE incident = started.id AND name = 'findings'),
          'phases', (SELECT value::json #> '{timeline,phases}' FROM rca.derived
                     WHERE incident = started.id AND name = 'findings')
        ) AS card
        FROM rca.incidents started LEFT JOIN latest ON true WHERE started.id = ${incident}`),
    );
    const [row] = rows;
    if (!row) throw incidentUnknown(incident);
    return cardStateSchema.parse(row.card);
  },
});
