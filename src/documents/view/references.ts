import type { CaseFile } from '../../domain/case-file.ts';
import type { Claim } from '../../domain/claim.ts';
import { sentenceOf } from '../../domain/sentences.ts';
import { oneLine } from '../../domain/visible.ts';
import { stampSeconds } from './format.ts';

const ID = /^[ENIFLACW]-\d{4,}$/;
const CLAIM_CHARACTERS_MAX = 1_200;

/** Turns ids of evidence, notes and people's entries into links to where the document shows them. */
export type Refer = (ids: readonly string[]) => { id: string; href: string }[];

/** Only ids that the document has a place for become links; others stay text. */
export function referTo(caseFile: CaseFile): Refer {
  const shown = new Set([
    ...caseFile.items.map(({ item }) => item.id),
    ...caseFile.notes.map((note) => note.id),
    ...caseFile.sections.map((entry) => entry.id),
  ]);
  return (ids) =>
    ids.map((id) => ({ id: oneLine(id, 20), href: ID.test(id) && shown.has(id) ? `#${id}` : '' }));
}

/** A sentence as it is computed or, where a person has worded it, in the person's words. */
export function claimView(claim: Claim, { sections }: Pick<CaseFile, 'sections'>, refer: Refer) {
  const { wording, changed } = sentenceOf(claim, sections);
  if (wording === null) {
    return {
      text: oneLine(claim.text, CLAIM_CHARACTERS_MAX),
      basis: claim.basis,
      evidence: refer(claim.evidence),
      wordedBy: '',
      changed: null,
    };
  }
  const { body, id, writtenAt } = wording;
  return {
    text: oneLine(body.text, CLAIM_CHARACTERS_MAX),
    // The evidence carries the computed sentence; a person answers for other words.
    basis: 'asserted' as const,
    evidence: refer([...new Set([...claim.evidence, ...body.evidence, id])]),
    wordedBy: id,
    changed: changed
      ? {
          at: stampSeconds(writtenAt),
          was: oneLine(body.computed.text, CLAIM_CHARACTERS_MAX),
          now: oneLine(claim.text, CLAIM_CHARACTERS_MAX),
        }
      : null,
  };
}
