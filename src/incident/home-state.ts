import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { severities, statuses } from '../domain/incident.ts';
import type { Database } from '../evidence/database.ts';
import { read } from '../evidence/transaction.ts';

const homeIncidentSchema = z.object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(severities).nullable(),
  status: z.enum(statuses),
  startedAt: z.string(),
  /** Slack's id of the channel. */
  channel: z.string(),
  /** How many of impact, cause, lesson and action nobody has written yet. */
  unwritten: z.number(),
  overdue: z.array(z.object({ id: z.string(), text: z.string(), due: z.string() })),
});

/** An incident that a person started or wrote in. */
export type HomeIncident = z.infer<typeof homeIncidentSchema>;

export interface HomeStates {
  /** Newest first, in one round trip; `today` is the day that actions are overdue on. */
  of(teamId: string, actor: string, today: string): Promise<readonly HomeIncident[]>;
}

const INCIDENTS_MAX = 20;

export const createHomeStates = (database: Database): HomeStates => ({
  async of(teamId, actor, today) {
    const { rows } = await read(database, (db) =>
      db.execute<{ home: unknown }>(sql`
        WITH mine AS (
          SELECT id FROM rca.incidents WHERE started_by = ${actor}
          UNION SELECT incident FROM rca.notes WHERE author = ${actor}
          UNION SELECT incident FROM rca.sections WHERE author = ${actor}
        ), standing AS (
          SELECT * FROM (
            SELECT DISTINCT ON (incident, kind, number) incident, kind, number, body::json AS body
            FROM rca.sections WHERE incident IN (SELECT id FROM mine)
            ORDER BY incident, kind, number, version DESC
          ) latest WHERE body ->> 'withdrawn' IS NULL
        )
        SELECT json_build_object(
          'id', started.id,
          'title', coalesce(latest.title, started.title),
          'severity', CASE WHEN latest.incident IS NULL THEN started.severity ELSE latest.severity END,
          'status', coalesce(latest.status, started.status),
          'startedAt', started.started_at,
          'channel', link.channel,
          'unwritten', 4 - (SELECT count(DISTINCT kind) FROM standing
                            WHERE incident = started.id AND kind <> 'control'),
          'overdue', (SELECT coalesce(json_agg(json_build_object(
                        'id', 'A-' || lpad(number::text, 4, '0'),
                        'text', body ->> 'text',
                        'due', body ->> 'due') ORDER BY body ->> 'due'), '[]')
                      FROM standing WHERE incident = started.id AND kind = 'action'
                        AND body ->> 'state' = 'open' AND body ->> 'due' < ${today})
        ) AS home
        FROM rca.slack_channels link
        JOIN rca.incidents started ON started.id = link.incident
        LEFT JOIN LATERAL (
          SELECT * FROM rca.incident_versions WHERE incident = started.id ORDER BY version DESC LIMIT 1
        ) latest ON true
        WHERE link.team = ${teamId} AND started.id IN (SELECT id FROM mine)
        ORDER BY started.started_at DESC, started.id DESC LIMIT ${INCIDENTS_MAX}`),
    );
    return rows.map(({ home }) => homeIncidentSchema.parse(home));
  },
});
