import { z } from 'zod';
import { severities, statuses } from '../domain/incident.ts';
import type { Delivery, Hold } from '../domain/record.ts';
import type { KeptBlob } from '../evidence/record-store.ts';
import type { RetentionRow } from '../incident/compliance/overview.ts';
import type { ComplianceRecord } from '../incident/compliance/report.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative();

export const deliverySchema = z.object({
  version: count,
  destination: z.string(),
  kind: z.enum(['folder', 's3', 'webhook']),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: count,
  triedAt: z.string().nullable(),
  place: z.string().nullable(),
  /** What the destination said when it was read back. */
  readBack: z.record(z.string(), z.string()).nullable(),
  error: z.string().nullable(),
  hold: z.enum(['on', 'off', 'failed']).nullable(),
});

const holdSchema = z.object({
  id: z.string(),
  reason: z.string().nullable(),
  placedAt: z.string(),
  placedBy: z.string(),
  releasedAt: z.string().nullable(),
  releasedBy: z.string().nullable(),
  releaseReason: z.string().nullable(),
});

const retentionSchema = z.object({
  rule: z.string(),
  period: z.string(),
  countedFrom: z.object({ what: z.enum(['close', 'last pack', 'start']), at: z.string() }),
  until: z.string(),
});

const entered = z.object({
  seq: count,
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  body: z.record(z.string(), z.json()),
});

const incidentMembers = {
  incident: z.string(),
  title: z.string(),
  severity: z.enum(severities).nullable(),
  status: z.enum(statuses),
};

/** `--json` shapes of the verbs about the compliance record. */
export const recordShapes = {
  record: z.object({
    ...incidentMembers,
    retention: retentionSchema.extend({ due: z.boolean() }),
    packs: z.array(
      z.object({
        version: count,
        sha256,
        sizeBytes: count,
        manifestSha256: sha256,
        writtenAt: z.string(),
        writtenBy: z.string(),
        /** Null: unsealed. */
        signer: z.string().nullable(),
        /** Whether the PDF can be fetched from the record. */
        attached: z.boolean(),
        /** Why it cannot; empty when it can. */
        whyNot: z.string(),
        deliveries: z.array(deliverySchema),
        /** Evidence beside the PDF, which goes where the PDF goes; null when the PDF holds all. */
        beside: z.object({ files: count, sizeBytes: count }).nullable(),
      }),
    ),
    signoffs: z.array(entered),
    controls: z.array(
      z.object({
        framework: z.string(),
        control: z.string(),
        about: z.string(),
        recorded: z.enum(['all', 'some', 'nothing']),
        /** `recorded` is null where nothing is. */
        parts: z.array(z.object({ part: z.string(), recorded: z.string().nullable() })),
      }),
    ),
    holds: z.array(holdSchema),
    exports: z.array(entered),
    destruction: z
      .object({
        state: z.enum(['begun', 'emptied', 'done']),
        begunAt: z.string(),
        begunBy: z.string(),
        finishedAt: z.string().nullable(),
        certificate: z.string().nullable(),
        signature: z.string().nullable(),
      })
      .nullable(),
    ledger: z.object({ size: count, tip: sha256 }),
  }),
  fetch: z.object({ incident: z.string(), version: count, path: z.string(), sha256, sizeBytes: count }),
  hold: z.object({ incident: z.string(), hold: holdSchema, copies: z.array(deliverySchema) }),
  retention: z.object({
    incidents: z.array(
      z.object({
        ...incidentMembers,
        ...retentionSchema.shape,
        state: z.enum(['kept', 'due', 'held', 'destroyed']),
      }),
    ),
  }),
  destroy: z.object({
    incident: z.string(),
    finishedAt: z.string().nullable(),
    certificateSha256: sha256,
    signature: z.string().nullable(),
  }),
  'destroy-request': z.object({ incident: z.string(), requestedBy: z.string(), keptUntil: z.string() }),
  certificate: z.object({
    /** Canonical JSON: the bytes that the ledger has the digest of, and that are signed. */
    certificate: z.string(),
    sha256,
    /** Ed25519, base64; null without seal.signingKey. */
    signature: z.string().nullable(),
  }),
  backups: z.object({
    blobs: z.array(
      z.object({
        path: z.string(),
        sha256,
        sizeBytes: count,
        kind: z.enum(['page', 'commitments', 'pack']),
        incident: z.string(),
      }),
    ),
  }),
  population: z.object({
    from: z.string(),
    to: z.string(),
    count,
    /** Numbers of any year that the store has no incident for. */
    missing: z.array(z.string()),
    incidents: z.array(
      z.object({
        ...incidentMembers,
        startedAt: z.string(),
        from: z.string(),
        to: z.string(),
        packs: count,
        signoffs: count,
        gaps: count,
        retainedUntil: z.string(),
        hold: z.boolean(),
        destroyedAt: z.string().nullable(),
        ledgerSize: count,
        ledgerTip: sha256,
      }),
    ),
  }),
} as const;

type Shape<Verb extends keyof typeof recordShapes> = z.infer<(typeof recordShapes)[Verb]>;

export const deliveryShape = (delivery: Delivery): z.infer<typeof deliverySchema> => ({
  ...delivery,
  readBack: delivery.readBack === null ? null : { ...delivery.readBack },
});

export const holdShape = (hold: Hold): z.infer<typeof holdSchema> => hold;

export function recordShape(record: ComplianceRecord): Shape<'record'> {
  const { incident, destruction } = record;
  const enteredShape = ({ body, ...entry }: ComplianceRecord['signoffs'][number]) => ({
    ...entry,
    body: z.record(z.string(), z.json()).parse(body),
  });
  return {
    incident: incident.id,
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    retention: record.retention,
    packs: record.packs.map(({ path: _, attached, deliveries, ...pack }) => ({
      ...pack,
      attached: attached === true,
      whyNot: attached === true ? '' : attached,
      deliveries: deliveries.map(deliveryShape),
    })),
    signoffs: record.signoffs.map(enteredShape),
    controls: record.controls.map((control) => ({ ...control, parts: [...control.parts] })),
    holds: record.holds.map(holdShape),
    exports: record.exports.map(enteredShape),
    destruction: destruction && {
      state: destruction.state,
      begunAt: destruction.begunAt,
      begunBy: destruction.begunBy,
      finishedAt: destruction.finishedAt,
      certificate: destruction.certificate,
      signature: destruction.signature,
    },
    ledger: record.ledger,
  };
}

export const retentionShape = ({
  incident,
  retention,
  state,
}: RetentionRow): Shape<'retention'>['incidents'][number] => ({
  incident: incident.id,
  title: incident.title,
  severity: incident.severity,
  status: incident.status,
  ...retention,
  state,
});

export const backupShape = (blobs: readonly KeptBlob[]): Shape<'backups'> => ({
  blobs: blobs.map((blob) => ({ path: `${blob.sha256.slice(0, 2)}/${blob.sha256}`, ...blob })),
});
