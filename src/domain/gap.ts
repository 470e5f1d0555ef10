import { z } from 'zod';
import { windowJsonSchema } from './time.ts';

/** A recorded absence: what is missing, why, and what would mend it. */
export const gapSchema = z.object({
  /** Configured id of the source, or `import`. */
  source: z.string(),
  window: windowJsonSchema,
  why: z.string(),
  mend: z.string(),
});

export type Gap = z.infer<typeof gapSchema>;
