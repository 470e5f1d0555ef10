/** Wording that looks for somebody to blame, and what to write in its place. */
export interface BlameFinding {
  /** Offset in the text. */
  readonly index: number;
  readonly phrase: string;
  readonly why: string;
  readonly instead: string;
}

interface BlameRule {
  readonly pattern: RegExp;
  readonly why: string;
  readonly instead: string;
}

const PEOPLE =
  '(?:he|she|they|we|i|you|engineers?|operators?|developers?|admins?|administrators?|analysts?|staff|teams?|responders?|employees?|somebody|someone|person|people|on-call)';

const RULES: readonly BlameRule[] = [
  {
    pattern: /\b(?:should|could|ought to|must) (?:not )?have\b/gi,
    why: 'judges with what was only known afterwards',
    instead: 'say what was known at the time, and what would have made the other course visible',
  },
  {
    pattern: new RegExp(
      `\\b${PEOPLE}\\s+(?:\\w+\\s+){0,2}(?:failed|neglected|forgot|refused|omitted) to\\b`,
      'gi',
    ),
    why: 'makes an act that did not happen into a person’s fault',
    instead: 'name the step that was missing and what would have prompted or done it: “no alert covered …”',
  },
  {
    pattern: /\b(?:failed|neglected|forgot|refused|omitted) to\b/gi,
    why: 'reads as a fault of whoever was there',
    instead: 'write what happened: “did not …”, with the condition that led to it',
  },
  {
    pattern: /\b(?:human|user|operator|pilot|engineer|developer) errors?\b/gi,
    why: 'ends the search where it begins: people act within a system',
    instead: 'describe what made the action look right, and which safeguard was not there',
  },
  {
    pattern:
      /\b(?:careless(?:ly|ness)?|negligen(?:t|tly|ce)|incompeten(?:t|tly|ce)|sloppy|lazy|stupid(?:ly)?|reckless(?:ly)?|irresponsib(?:le|ly))\b/gi,
    why: 'judges a person’s character',
    instead: 'leave the adjective out and state the act and its circumstances',
  },
  {
    pattern:
      /\b(?:to blame|at fault|fault of|blames?|blamed|culprit|guilty|responsible for (?:the|this) (?:outage|incident|failure|breach))\b/gi,
    why: 'looks for somebody to blame',
    instead: 'name the condition that contributed, with its evidence',
  },
  {
    pattern: new RegExp(
      `\\b(?:(?:caused|triggered|broken) by (?:an? |the |our |their )?(?:\\w+ )?${PEOPLE}|because (?:of )?(?:an? |the |our )?(?:\\w+ )?${PEOPLE})\\b`,
      'gi',
    ),
    why: 'puts a person in the place of the cause',
    instead: 'put the change or the condition in the place of the person',
  },
  {
    pattern: /\b(?:simply|obviously|clearly|just) (?:had|needed|should|did not|didn't|forgot|ignored)\b/gi,
    why: 'says that it was easy, which is hindsight',
    instead: 'leave the adverb out',
  },
  {
    pattern: /\b(?:caused|triggered|broken) by (?=[A-Z][\p{Ll}]+ [A-Z][\p{Ll}]+\b)[\p{L}]+ [\p{L}]+/gu,
    why: 'reads like a person’s name as the cause',
    instead: 'write the role, and put the change or the condition in the place of the person',
  },
];

/** What a quotation says stays as it was said. */
const QUOTED = /“[^”]*”|"[^"\n]*"|^>.*$/gm;

/** Findings in order of place; where two rules meet at one place the longer finding stands. */
export function lintBlame(text: string): readonly BlameFinding[] {
  const quotes = [...text.matchAll(QUOTED)].map((quote) => ({
    from: quote.index,
    to: quote.index + quote[0].length,
  }));
  const findings = RULES.flatMap(({ pattern, why, instead }) =>
    [...text.matchAll(pattern)].map(({ index, 0: phrase }) => ({ index, phrase, why, instead })),
  )
    .filter(({ index }) => !quotes.some(({ from, to }) => index >= from && index < to))
    .sort((a, b) => a.index - b.index || b.phrase.length - a.phrase.length);
  let endsAt = 0;
  return findings.filter(({ index, phrase }) => {
    if (index < endsAt) return false;
    endsAt = index + phrase.length;
    return true;
  });
}
