import { z } from 'zod';
import { coverageSchema } from '../domain/coverage.ts';
import { pageRefSchema } from '../domain/evidence-item.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const sizeBytes = z.int().nonnegative();
const counts = z.record(z.string(), z.int().nonnegative());

const manifestPageSchema = pageRefSchema.extend({
  sha256,
  sizeBytes,
  /** Attachment's name, or the name within the folder beside the pack. */
  file: z.string(),
  placed: z.enum(['attached', 'beside']),
});

const manifestItemSchema = z.object({
  id: z.string(),
  /** Of the item's canonical description. */
  sha256,
  file: z.string(),
  coverage: coverageSchema,
  records: z.int().nonnegative(),
  pages: z.array(manifestPageSchema),
});

/** `manifest.json` of pack format 1. Members may be added; none is renamed. */
export const manifestSchema = z.object({
  packFormat: z.literal(1),
  incident: z.string(),
  version: z.int().positive(),
  asOf: z.string(),
  /** The document before anything was attached: the file's first `sizeBytes` bytes. */
  base: z.object({ sha256, sizeBytes }),
  /** Of the catalog that replaces the base document's, so that a signed manifest covers it. */
  catalogSha256: sha256.optional(),
  items: z.array(manifestItemSchema),
  /** Items that were taken out: they stand in the ledger alone. */
  withdrawn: z.array(z.string()),
  documents: z.array(z.object({ file: z.string(), mediaType: z.string(), sha256, sizeBytes })),
  /** How many items have each state of coverage. */
  coverage: counts,
  redactions: z.object({
    /** How often each rule struck, over all items. */
    rules: counts,
    /** How many tokens of each class stand in the pages. */
    classes: counts,
    ruleSets: z.array(sha256),
  }),
  /** Digests of what the documents were made with. */
  madeWith: z.record(z.string(), sha256),
  tool: z.object({ name: z.literal('rca'), version: z.string() }),
  ledger: z.object({ size: z.int().nonnegative(), tip: sha256, root: sha256 }),
  /** Who was to sign; null when there was no key: the pack is unsealed. */
  signer: z.string().nullable(),
  /** How attachments stand in the file: as they are. Absent in packs from before, whose small ones are deflated. */
  encoding: z.literal('identity').optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestItem = z.infer<typeof manifestItemSchema>;
export type ManifestPage = z.infer<typeof manifestPageSchema>;
