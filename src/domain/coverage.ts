import { z } from 'zod';
import { windowJsonSchema } from './time.ts';

/** How much of what was asked for a source gave, with the source's own words as proof. */
export const coverageSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('complete') }),
  /** Examples out of a population, whose size is null when the source does not say. */
  z.object({ state: z.literal('sampled'), of: z.number().nullable() }),
  z.object({ state: z.literal('truncated'), why: z.string(), limit: z.number().nullable() }),
  z.object({
    state: z.literal('narrowed'),
    asked: windowJsonSchema,
    answered: windowJsonSchema,
  }),
  z.object({ state: z.literal('denied'), permission: z.string() }),
  z.object({ state: z.literal('failed'), error: z.string() }),
  z.object({ state: z.literal('unknown') }),
]);

export type Coverage = z.infer<typeof coverageSchema>;

/** One line for a person. */
export function tellCoverage(coverage: Coverage): string {
  switch (coverage.state) {
    case 'complete':
      return 'complete';
    case 'sampled':
      return coverage.of === null ? 'sampled' : `sampled from ${coverage.of}`;
    case 'truncated':
      return coverage.limit === null
        ? `truncated: ${coverage.why}`
        : `truncated at ${coverage.limit}: ${coverage.why}`;
    case 'narrowed':
      return `narrowed to ${coverage.answered.from} – ${coverage.answered.to}`;
    case 'denied':
      return `denied: ${coverage.permission}`;
    case 'failed':
      return `failed: ${coverage.error}`;
    case 'unknown':
      return 'unknown: nothing in the file says whether it is whole';
  }
}
