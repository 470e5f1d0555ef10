import { insufficient } from '../../judges/judgement.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { cleaned, counted, minuteOf } from '../../timeline/words.ts';
import { holdsPayload } from '../facts/payloads.ts';
import type { Proof } from './gate.ts';

export const rotation: Proof = {
  judge({ understanding: { rotations } }) {
    if (rotations.length === 0) return insufficient('No evidence of a rotated credential was collected.');
    const unproved = rotations.filter(({ complete }) => !complete);
    const open = unproved.filter(({ missing }) => missing.length === 0);
    const evidence = sortedIds(rotations.flatMap(({ steps }) => steps.flatMap((step) => step.evidence)));
    const tell = (list: typeof rotations): string =>
      list
        .map(
          ({ credentialKind, credentialId, why }) => `${credentialKind} ${cleaned(credentialId, 60)}: ${why}`,
        )
        .join('; ');
    // What is missing could still prove it, unless another one is known not to be complete.
    if (open.length === 0 && unproved.length > 0) {
      const lacking = unproved.flatMap(({ missing }) => missing);
      return insufficient(`${tell(unproved)}. Missing: ${lacking.join('; ')}.`, evidence);
    }
    return {
      verdict: open.length === 0 ? 'satisfied' : 'not-satisfied',
      figure: open.length,
      threshold: 0,
      unit: 'rotations not complete',
      evidence,
      why: `${counted(rotations.length - open.length, 'rotation')} of ${rotations.length} complete. ${tell(open.length === 0 ? rotations : open)}.`,
    };
  },
};

export const boundParameters: Proof = {
  judge({ statements, waf }) {
    if (!statements)
      return insufficient('No database statement of the window is in evidence: not observable.');
    const payloads = waf.payloads.all().map(({ text }) => text);
    const interpolated = statements.simpleTexts.filter((text) => holdsPayload(text, payloads)).length;
    const evidence = sortedIds([...statements.evidence, ...(payloads.length > 0 ? waf.sqliEvidence : [])]);
    const counts = `${counted(statements.bound, 'statement')} with bound parameters, ${counted(statements.simpleOnRows, 'statement')} on rows without`;
    const judged = { figure: interpolated, threshold: 0, unit: 'statements', evidence };
    if (interpolated > 0) {
      return {
        ...judged,
        verdict: 'not-satisfied',
        why: `${counted(interpolated, 'statement text')} without bound parameters contain a probe's payload as a literal; ${counts}.`,
      };
    }
    const doubts = [
      ...(statements.bound === 0 ? ['no statement is shown with bound parameters'] : []),
      ...(statements.unknownOnRows > 0
        ? [
            `of ${counted(statements.unknownOnRows, 'statement')} the log does not say how values reached them`,
          ]
        : []),
      ...(statements.simpleOnRows > 0 && payloads.length === 0
        ? ['no probe payload is known to look for']
        : []),
      ...(statements.textsOverflowed || waf.payloads.overflowed
        ? ['there are more distinct texts or payloads than are compared']
        : []),
    ];
    if (doubts.length > 0) return insufficient(`${counts}; ${doubts.join('; ')}.`, evidence);
    return {
      ...judged,
      verdict: 'satisfied',
      why: `${counts}; no statement text contains one of ${counted(payloads.length, 'probe payload')}.`,
    };
  },
};

export const dbLeastPrivilege: Proof = {
  judge({ statements, credentials }) {
    const grants = statements?.grants ?? [];
    const first = grants[0];
    if (first) {
      return {
        verdict: 'not-satisfied',
        figure: grants.length,
        threshold: 0,
        unit: 'statements',
        evidence: sortedIds(grants.map(({ evidence }) => evidence)),
        why: `${counted(grants.length, 'statement')} gave a role more than reading and writing rows, the first at ${minuteOf(first.at)}.`,
      };
    }
    return insufficient(
      'What roles may do stands in the database catalogue, which is not in evidence; no statement in evidence widens it.',
      sortedIds([
        ...(statements?.evidence ?? []),
        ...credentials
          .filter(({ credentialKind }) => credentialKind === 'db-role')
          .map(({ evidence }) => evidence),
      ]),
    );
  },
};
