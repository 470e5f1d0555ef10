import { z } from 'zod';
import { sectionBodySchema } from '../domain/section.ts';
import type { Sentence } from '../domain/sentences.ts';

const count = z.number().int().nonnegative();

const sectionEntry = z.object({
  id: z.string(),
  version: count,
  author: z.string(),
  writtenAt: z.string(),
  body: sectionBodySchema,
});

/** What the verbs of the RCA's human sections print with `--json`. */
export const sectionShapes = {
  /** What `impact`, `cause`, `lesson`, `action`, `control` and `wording` write. */
  section: z.object({
    entry: sectionEntry,
    /** Wording that looks for somebody to blame, and what to write in its place. */
    blame: z.array(z.object({ phrase: z.string(), why: z.string(), instead: z.string() })),
  }),
  sections: z.object({ entries: z.array(sectionEntry) }),
  /** What `wording sentences` lists. */
  sentences: z.object({
    sentences: z.array(
      z.object({
        sentence: z.string(),
        /** As it is computed now. */
        text: z.string(),
        basis: z.enum(['observed', 'inferred', 'asserted']),
        evidence: z.array(z.string()),
        wording: z.object({ id: z.string(), version: count, text: z.string() }).nullable(),
        /** Whether it was computed otherwise when it was worded. */
        changed: z.boolean(),
      }),
    ),
  }),
};

export const sentencesShape = (sentences: readonly Sentence[]): z.infer<typeof sectionShapes.sentences> => ({
  sentences: sentences.map(({ claim, wording, changed }) => ({
    sentence: claim.name,
    text: claim.text,
    basis: claim.basis,
    evidence: [...claim.evidence],
    wording: wording === null ? null : { id: wording.id, version: wording.version, text: wording.body.text },
    changed,
  })),
});
