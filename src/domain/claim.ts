import { z } from 'zod';

export const claimSchema = z.strictObject({
  /** `impact.requests`: the same while its figures change; of a person's entry its id. */
  name: z.string().min(1),
  text: z.string(),
  /** Evidence items (`E-0001`) or notes (`N-0001`); never empty. */
  evidence: z.array(z.string()).readonly(),
  /** Read in evidence, concluded from it, or said by a person. */
  basis: z.enum(['observed', 'inferred', 'asserted']),
});

/** One sentence and what it stands on. No evidence, no claim. */
export type Claim = Readonly<z.infer<typeof claimSchema>>;
