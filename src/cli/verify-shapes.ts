import { z } from 'zod';
import { storeCheckIds } from '../incident/store-report.ts';

/** What `rca verify` prints under `--json`: of a pack, of a store, of a proof. */
export const verifyShapes = {
  verify: z.object({
    ok: z.boolean(),
    intact: z.boolean(),
    signer: z.enum(['verified', 'unchecked', 'unsealed']),
    checks: z.array(
      z.object({
        check: z.string(),
        ok: z.boolean().nullable(),
        detail: z.string(),
        /** What it would take to make another pack of which the check holds too; null where it does not hold. */
        forgedBy: z.string().nullable(),
      }),
    ),
    /** Only of a pack that another program wrote again. */
    attachments: z
      .array(
        z.object({
          name: z.string(),
          state: z.enum(['unchanged', 'changed', 'missing', 'unlisted', 'unjudged']),
        }),
      )
      .optional(),
    /** With `--recompute`; null when the pack cannot be read. */
    recomputed: z
      .object({
        verdict: z.enum(['equal', 'unproved', 'differs']),
        /** Versions of the program. */
        madeBy: z.string(),
        recomputedBy: z.string(),
        parts: z.array(
          z.object({
            part: z.string(),
            state: z.enum(['equal', 'differs', 'own-word', 'not-recomputable']),
            detail: z.string(),
          }),
        ),
      })
      .nullable()
      .optional(),
  }),
  'verify-store': z.object({
    ok: z.boolean(),
    /** How many were checked. */
    incidents: z.number().int().nonnegative(),
    checks: z.array(
      z.object({
        /** Null for the store as a whole. */
        incident: z.string().nullable(),
        check: z.enum(storeCheckIds),
        ok: z.boolean().nullable(),
        detail: z.string(),
      }),
    ),
  }),
  'verify-proof': z.object({
    ok: z.boolean(),
    checks: z.array(z.object({ check: z.string(), ok: z.boolean().nullable(), detail: z.string() })),
  }),
} as const;
