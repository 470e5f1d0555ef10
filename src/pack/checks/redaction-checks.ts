import { redactionToken } from '../../domain/redaction-token.ts';
import { parts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type RedactionLine, readRedactions } from '../redactions.ts';
import { type Check, judged, notJudged } from '../report.ts';

/**
 * Each token in the attached pages is listed, as often as it stands there, and is the beginning of the
 * commitment that the list gives.
 */
export function checkRedactions({ attachments, tokens }: ReadPack): Check {
  const attachment = attachments.get(parts.redactions);
  if (attachment === undefined) return judged('evidence.redactions', [`${parts.redactions} is missing`], '');
  const text = attachment.bytes?.toString('latin1');
  if (text === undefined || !tokens.isComplete()) {
    return notJudged('evidence.redactions', 'not checked: there are too many different tokens to compare');
  }
  const counts = tokens.counts();
  const problems: string[] = [];
  let before = '';
  let listed = 0;
  let committed = 0;
  for (const line of readRedactions(text)) {
    listed += 1;
    const wrong = line === null ? ['is not of this format'] : faultsOf(line, before, counts);
    problems.push(...wrong.map((fault) => `${parts.redactions}: line ${listed} ${fault}`));
    before = line?.token ?? before;
    if (line !== null && line.commitment !== null) committed += 1;
  }
  if (problems.length === 0 && listed < counts.size) {
    problems.push(`${counts.size - listed} tokens in the pages are not in ${parts.redactions}`);
  }
  return judged('evidence.redactions', problems, inWords(listed, committed));
}

function faultsOf(
  { class: tokenClass, commitment, count, token }: RedactionLine,
  before: string,
  counts: ReadonlyMap<string, number>,
): readonly string[] {
  const standing = counts.get(token) ?? 0;
  const claims: readonly (readonly [string, boolean])[] = [
    ['is not in order', token > before],
    [`counts ${token} ${count} times, the pages have it ${standing} times`, count === standing],
    [
      `gives ${token} a commitment that it is not the beginning of`,
      commitment === null || redactionToken(tokenClass, Buffer.from(commitment, 'hex')) === token,
    ],
  ];
  return claims.filter(([, holds]) => !holds).map(([claim]) => claim);
}

function inWords(listed: number, committed: number): string {
  const bound = `${committed} redaction tokens are the beginnings of their commitments`;
  const alike = listed - committed;
  return alike === 0
    ? bound
    : `${bound}; ${alike} stood in the evidence like tokens and are bound to nothing`;
}
