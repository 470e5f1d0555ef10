/** Stays as it was said: what is quoted, cited or code. */
const SAID = /“[^”\n]*”|"[^"\n]*"|«[^»\n]*»|„[^“\n]*“|```[\s\S]*?```|`[^`\n]*`|^[ \t]*>.*$/gm;

/** A sentence with its offset in the text. */
export interface Sentence {
  readonly text: string;
  readonly from: number;
}

/** The sentences that state something in the writer's own words: quotations are blanked out, questions left out. */
export function assertedSentences(text: string): readonly Sentence[] {
  const own = text.replace(SAID, (said) => ' '.repeat(said.length));
  return [...own.matchAll(/[^.!?\n]+(?:\.(?=\S)[^.!?\n]*)*[.!?]*/g)]
    .map(({ 0: sentence, index }) => ({ text: sentence, from: index }))
    .filter((sentence) => !sentence.text.trimEnd().endsWith('?'));
}

const DENIAL =
  /\b(?:no|not|never|nor|neither|nobody|without|avoid(?:s|ed|ing)?|isn['’]t|wasn['’]t|weren['’]t|aren['’]t|don['’]t|doesn['’]t|didn['’]t|cannot|rather than|instead of|free of|wrong to say)\b[^,;:]{0,40}$/i;
const SUPPOSED =
  /\b(?:if|whenever|in case|unless|so that|even when|to prevent|what happens when|before|until|how|whether|prevents?|stops?|protects?)\b[^,;:]*$/i;

const NO_SIGN =
  /\b(?:no (?:evidence|sign|indication|reason)|do(?:es)? not (?:look|consider|think|believe|say|blame))\b/i;

/** Whether what stands before a place in its sentence denies it or only supposes it. */
export const isDenied = (before: string): boolean => DENIAL.test(before);
/** “We have no evidence that anyone ignored it”. */
export const deniesItself = (phrase: string): boolean => NO_SIGN.test(phrase);
export const isSupposed = (before: string): boolean => SUPPOSED.test(before);
