import { z } from 'zod';
import { severities, statuses } from '../../domain/incident.ts';
import { contentType, type EntryType, entryType, firstType, STARTED } from '../entry-type.ts';
import { count, givenInstant, incidentId, laterVersion, name, sha256, window } from '../members.ts';

const severity = z.enum(severities).nullable();

const started = firstType(
  z.strictObject({
    incident: incidentId,
    /** Missing in ledgers that were begun before installations had names. */
    installation: name.optional(),
    severity: severity.optional(),
    window: window.optional(),
    windowFollows: z.literal(true).optional(),
    commitment: sha256.optional(),
  }),
  { once: [STARTED, 'version 1 of the incident'] },
);

const changed = contentType(
  z.strictObject({
    version: laterVersion,
    status: z.enum(statuses),
    severity,
    closing: z
      .union([
        z.strictObject({ as: z.enum(['done', 'cancelled']) }),
        z.strictObject({ as: z.literal('merged'), into: name }),
      ])
      .nullable(),
    /** What a version says of window and cycles; missing while they are as they were at the start. */
    window: window.optional(),
    windowFollows: z.boolean().optional(),
    cycles: z.array(givenInstant).optional(),
    commitment: sha256,
  }),
  {
    once: ['version {version} of the incident'],
    needs: ['version {version-1} of the incident'],
  },
);

const exported = entryType(z.strictObject({ manifestSha256: sha256, files: count, sizeBytes: count }));

export const incidentEntries = {
  'incident.started': started,
  'incident.mitigated': changed,
  'incident.resolved': changed,
  'incident.reopened': changed,
  'incident.closed': changed,
  'incident.cancelled': changed,
  'incident.merged': changed,
  'incident.renamed': changed,
  'incident.severity-changed': changed,
  'incident.window-changed': changed,
  'incident.exported': exported,
} as const satisfies Record<string, EntryType>;
