import type { CaseFile, Claim } from '../../domain/case-file.ts';
import { oneLine } from '../../domain/visible.ts';

const ID = /^[ENIFLAC]-\d{4,}$/;
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

export const claimView = (claim: Claim, refer: Refer) => ({
  text: oneLine(claim.text, CLAIM_CHARACTERS_MAX),
  basis: claim.basis,
  evidence: refer(claim.evidence),
});
