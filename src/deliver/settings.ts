import { z } from 'zod';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and hyphens, 40 at most')
  .optional()
  .describe('Name of the destination in record and ledger; its type by default. It must not change later.');

const folderSchema = z.strictObject({
  id,
  type: z.literal('folder'),
  path: z.string().min(1).describe('Folder; a file that is there is never replaced.'),
});

const s3Schema = z.strictObject({
  id,
  type: z.literal('s3'),
  bucket: z.string().min(3).max(63),
  prefix: z
    .string()
    .regex(/^$|^[^/].*\/$/, 'ends with a slash and does not start with one')
    .default(''),
  region: z.string().optional().describe("By default what the SDK's own chain finds."),
  pathStyle: z.boolean().default(false).describe('For servers that do not know bucket names as host names.'),
  objectLock: z
    .strictObject({
      mode: z.enum(['COMPLIANCE', 'GOVERNANCE']),
      retention: z
        .string()
        .regex(/^\d{1,4}[dwmy]$/, 'a whole number and d, w, m or y')
        .describe('How long each object is locked, counted from its delivery.'),
    })
    .optional(),
});

const webhookSchema = z.strictObject({
  id,
  type: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/ })
    .refine((url) => new URL(url).protocol === 'https:' || LOOPBACK.test(new URL(url).hostname), {
      error: 'https, or http on this machine',
    }),
  secret: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'whsec_ and at least 24 bytes in base64')
    .describe('Standard Webhooks secret, as ${NAME} or file:PATH.'),
});

/** `record.deliver` of the configuration. */
export const destinationsSchema = z
  .array(z.discriminatedUnion('type', [folderSchema, s3Schema, webhookSchema]))
  .default([])
  .refine((all) => new Set(all.map(destinationId)).size === all.length, {
    error: 'two destinations have the same id: give each its own',
  })
  .describe('Where each evidence pack is delivered.');

export type DestinationSettings = z.infer<typeof destinationsSchema>[number];

export const destinationId = (settings: {
  readonly id?: string | undefined;
  readonly type: string;
}): string => settings.id ?? settings.type;
