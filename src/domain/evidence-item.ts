import { z } from 'zod';
import { clockOffsetSchema } from './clock.ts';
import { coverageSchema } from './coverage.ts';
import { formatIdSchema } from './formats.ts';
import { windowJsonSchema } from './time.ts';

export const pageRefSchema = z.object({
  /** Of the redacted bytes as stored. */
  sha256: z.string(),
  sizeBytes: z.number(),
  records: z.number(),
});
export type PageRef = z.infer<typeof pageRefSchema>;

/** A stored list of commitments, `email 9f86d0…` a line, sorted, each once. */
const commitmentListSchema = z.object({ sha256: z.string(), sizeBytes: z.number(), commitments: z.number() });
export type CommitmentList = z.infer<typeof commitmentListSchema>;

/**
 * The description of an evidence item, format 1: its canonical JSON is digested, stands in the pack and is
 * what a ledger entry points to.
 */
export const evidenceItemSchema = z.object({
  v: z.literal(1),
  /** `E-0001` within its incident. */
  id: z.string(),
  incident: z.string(),
  source: z.string(),
  sourceType: z.string(),
  format: formatIdSchema,
  mediaType: z.string(),
  /** What was asked, replayable, without secrets. */
  query: z.record(z.string(), z.json()),
  asked: windowJsonSchema,
  /** What the source answered for; null when it does not say. */
  answered: windowJsonSchema.nullable(),
  retrievedAt: z.string(),
  /** Source's clock minus ours, in milliseconds; null when the source shows none. */
  clockOffsetMs: z.number().nullable(),
  /** How other clocks stood to ours when the item was stored; absent when they were not compared. */
  clocks: z
    .object({
      /** The database's; null when it runs on ours, as the embedded one does. */
      database: clockOffsetSchema.nullable(),
    })
    .optional(),
  coverage: coverageSchema,
  /** How long after it happened a fact may still come in, as the source declares; absent when nothing comes late. */
  deliveryDelayMs: z.number().optional(),
  /** Request ids and paging tokens, digested, that prove the coverage. */
  proof: z.array(z.string()),
  fidelity: z.enum(['wire', 'reserialised']),
  pages: z.array(pageRefSchema),
  records: z.number(),
  observations: z.number(),
  rejected: z.number(),
  /** What became of the other records, whose sum with `rejected` is `records`; absent in items of older versions. */
  tally: z
    .object({
      observed: z.number(),
      routine: z.number(),
      notCovered: z.number(),
      notUnderstood: z.number(),
    })
    .optional(),
  /** Of the records that could not be read: the first 20, with the reason. */
  rejects: z.array(z.object({ record: z.number(), why: z.string() })),
  redactions: z.record(z.string(), z.number()),
  /** What the tokens in the pages are the beginnings of; absent when no token was put in. */
  commitments: z.array(commitmentListSchema).optional(),
  ruleSetSha256: z.string(),
  /** Who collected, as the source knows it: ARN, user. */
  collector: z.string(),
  tool: z.object({ name: z.literal('rca'), version: z.string() }),
  /**
   * An imported file: its name (redacted), and either its digest, when redaction changed nothing in it, or a
   * commitment keyed by the incident's key.
   */
  original: z
    .object({
      name: z.string(),
      sizeBytes: z.number(),
      sha256: z.string().nullable(),
      commitment: z.string().nullable(),
    })
    .nullable(),
});

export type EvidenceItem = z.infer<typeof evidenceItemSchema>;

/** An item before the store has given it its id. */
export type EvidenceItemDraft = Omit<EvidenceItem, 'v' | 'id' | 'incident'>;
