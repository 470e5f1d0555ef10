import { canonicalJson, sha256Hex } from './canonical.ts';
import type { Analysis, CaseFile } from './case-file.ts';
import type { Claim } from './claim.ts';
import { type BodyOf, type SectionEntry, standing } from './section.ts';

export type Wording = SectionEntry<BodyOf<'wording'>>;

/** A computed sentence, and the wording that a person gave it. */
export interface Sentence {
  readonly claim: Claim;
  readonly wording: Wording | null;
  /** Whether the sentence is computed otherwise now than when it was worded. */
  readonly changed: boolean;
}

/** Every sentence that is computed, in the order of the document. */
const claimsIn = (analysis: Analysis): readonly Claim[] => [
  ...analysis.summary,
  ...analysis.impact,
  ...analysis.indicators,
  ...(analysis.trigger === null ? [] : [analysis.trigger]),
  ...analysis.factors,
  ...analysis.ruledOut,
  ...analysis.resolution,
];

/** Digest of what a computed sentence says; more evidence for the same figures changes nothing. */
export const factsSha256 = ({ name, text, basis }: Claim): string =>
  sha256Hex(canonicalJson({ name, text, basis }));

/** The wording that stands for a sentence: the one that was begun last. */
const wordingOf = (sections: readonly SectionEntry[], sentence: string): Wording | null =>
  standing(sections, 'wording').findLast(({ body }) => body.sentence === sentence) ?? null;

export function sentenceOf(claim: Claim, sections: readonly SectionEntry[]): Sentence {
  const wording = wordingOf(sections, claim.name);
  return {
    claim,
    wording,
    changed: wording !== null && factsSha256(wording.body.computed) !== factsSha256(claim),
  };
}

type Case = Pick<CaseFile, 'analysis' | 'sections'>;

export const sentencesIn = ({ analysis, sections }: Case): readonly Sentence[] =>
  claimsIn(analysis).map((claim) => sentenceOf(claim, sections));

/** Wordings of sentences that the evidence does not give any more. */
export function lostWordings({ analysis, sections }: Case): readonly Wording[] {
  const names = new Set(claimsIn(analysis).map(({ name }) => name));
  return standing(sections, 'wording').filter(({ body }) => !names.has(body.sentence));
}
