import { assertedSentences, deniesItself, isDenied, isSupposed } from './blame/asserted.ts';
import { blameRules } from './blame/rules.ts';

/** Wording that looks for somebody to blame, and what to write in its place. */
export interface BlameFinding {
  /** Offset in the text. */
  readonly index: number;
  readonly phrase: string;
  readonly why: string;
  readonly instead: string;
}

/**
 * Findings in order of place; where two rules meet at one place the longer finding stands. A finding needs a person
 * (role, name, mention, pronoun) and an act or a judgement: programs may fail. What is denied, supposed, asked or
 * quoted blames nobody.
 */
export function lintBlame(text: string): readonly BlameFinding[] {
  const findings = assertedSentences(text)
    .flatMap(({ text: sentence, from }) =>
      blameRules.flatMap(({ pattern, why, instead, supposes }) =>
        [...sentence.matchAll(pattern)]
          .filter(
            ({ index, 0: phrase }) =>
              !deniesItself(phrase) &&
              !isDenied(sentence.slice(0, index)) &&
              (supposes === true || !isSupposed(sentence.slice(0, index))),
          )
          .map(({ index, 0: phrase }) => ({ index: from + index, phrase, why, instead })),
      ),
    )
    .sort((a, b) => a.index - b.index || b.phrase.length - a.phrase.length);
  let endsAt = 0;
  return findings.filter(({ index, phrase }) => {
    if (index < endsAt) return false;
    endsAt = index + phrase.length;
    return true;
  });
}
