import { BEFORE_NOUN, NAMED, OWNER, PERHAPS, PERSON } from './agents.ts';

export interface BlameRule {
  readonly pattern: RegExp;
  readonly why: string;
  readonly instead: string;
}

const reasons = {
  hindsight: {
    why: 'judges with what was only known afterwards',
    instead: 'say what was known at the time, and what would have made the other course visible',
  },
  omission: {
    why: 'makes an act that did not happen into a person’s fault',
    instead: 'name the step that was missing and what would have prompted or done it: “no alert covered …”',
  },
  slip: {
    why: 'tells a slip as a person’s fault',
    instead: 'write what was done and what made it look right, and which safeguard was not there',
  },
  ending: {
    why: 'ends the search where it begins: people act within a system',
    instead: 'describe what made the action look right, and which safeguard was not there',
  },
  character: {
    why: 'judges a person’s character',
    instead: 'leave the adjective out and state the act and its circumstances',
  },
  culprit: {
    why: 'looks for somebody to blame',
    instead: 'name the condition that contributed, with its evidence',
  },
  cause: {
    why: 'puts a person in the place of the cause',
    instead: 'put the change or the condition in the place of the person',
  },
  easy: {
    why: 'says that it was easy, which is hindsight',
    instead: 'leave the adverb out, and say what made it hard',
  },
} as const;

/** What may stand between a person and what the person did, so that nothing else is the subject in between. */
const ASIDE = String.raw`,? who(?: [\p{L}\p{N}'’-]+){1,6}?,?|,? (?:on|in|of|from|at|for|with|under|during|behind|after|before|on-call)(?: [\p{L}\p{N}'’-]+){1,4}?,?`;
const ADVERB = String.raw` (?:\p{L}+ly|also|then|again|just|still|even|first|later|once|twice|had|has|have|was|were|both|all|on-call)`;
const GAP = `(?:${ASIDE}|${ADVERB}){0,3}`;
/** The rest of a clause: for acts that only a person can do, whatever stands between. */
const CLAUSE = String.raw`(?: [^\s.;:!?]+){0,9}?`;

const HAVE = String.raw` (?:(?:should|could|ought to|must)(?: not|n['’]t| never| at least)?(?: \p{L}+ly)? have|should(?:n['’]t)?['’]ve|could['’]ve)`;
const KNOWING = `(?:known|checked|noticed|seen|tested|asked|told|read|reviewed|realised|realized|thought|caught|verified|double-checked|communicated|escalated|looked|been more|been paying|paid|listened|understood|remembered|followed)`;
const BADLY = `(?:accidentally|mistakenly|carelessly|wrongly|foolishly|erroneously|inadvertently|incorrectly|negligently|recklessly|stupidly|blindly|needlessly|thoughtlessly|unnecessarily|irresponsibly|lazily|sloppily|hastily)`;
/** Acts that a program can do as well: only right behind a person. */
const PLAIN_ACT = String.raw`(?:failed (?:to|in|at)|refused to|omitted (?:to|the)|missed|ignored|skipped|bypassed|broke|ruined|caused|misconfigured|mishandled|mismanaged|misused|violated|delayed|wasted|let (?:\p{L}+ ){1,3}(?:down|slip)|made (?:an?|the|another|several|this|that) (?:[\p{L}-]+ ){0,3}(?:mistake|error|blunder|typo)s?|(?:was|were) (?:supposed|meant) to|(?:was|were|is|are) (?:at fault|to blame|responsible for (?:the|this)|guilty|not paying attention|asleep|too slow|too lazy|too busy|lazy)|took (?:far )?too long|took down|failed(?= [,.;]|[,.;]|$)|${BADLY} \p{L}+)`;
/** Acts that only people do. */
const HUMAN_ACT = String.raw`(?:forgot(?:ten)?|neglected|overlooked|disregarded|botched|bungled|messed (?:\p{L}+ )?up|screwed (?:\p{L}+ )?up|fat-fingered|fumbled|panicked|slacked|procrastinated|dropped the ball|cut corners|took (?:a |the )?shortcuts?|misjudged|misread|misunderstood|mistyped|misspelled|got it wrong|knew better|couldn['’]t be bothered|(?:did not|didn['’]t|never) (?:even )?(?:bother|care|think|pay attention)|(?:had|has) no (?:idea|clue)|(?:was|were) (?:too lazy|asleep at|clueless|incompetent|careless|negligent|sloppy|unqualified|to blame)|failed (?:to (?:notice|realise|realize|check|verify|test|communicate|escalate|follow|understand|read|ask|think|pay|review|inform|tell|document|consider|remember|anticipate)|in (?:his|her|their|our) (?:duty|duties|job)|at (?:his|her|their|our) job))`;
const CARE =
  '(?:check|verif|read|review|look|test|ask|inform|tell|wait|notic|investigat|escalat|listen|follow|communicat|document|think|pay|speak|request|question|warn|consult|consider)';
/** An act of care that was left out: “did not verify”, “without looking”. */
const CARELESSLY = String.raw`(?:(?:did not|didn['’]t|has not|hasn['’]t|have not|had not|hadn['’]t|never)(?: even| properly| ever)? ${CARE}\p{L}*|without (?:even |properly |first |having )?${CARE}\p{L}*)`;
/** Ways to act against better knowledge, or to tell an act as wrong. */
const WILFULLY = String.raw`(?:(?:was|were) (?:far |much )?(?:wrong to|too \p{L}+ (?:to|in|at)|told (?:not )?to|warned)|knew (?:perfectly |full |very )?(?:well|about)|can['’]?t be trusted|had no business|did a (?:poor|bad|terrible|sloppy) job|did it anyway|deployed regardless|by mistake|shrugged|went back to sleep|waved (?:it )?through|let through|out of convenience|despite having been (?:told|warned|given)|need to stop|knows? better|lied)`;
const BOTHERED = `(?:bothered|cared|thought (?:to|of|about)|took the time|was paying attention)`;
const FAULT = String.raw`(?:mistakes?|errors?|fault|failures?|carelessness|negligence|oversights?|incompetence|ignorance|laziness|blunders?|inattention|sloppiness|recklessness|misjudge?ments?|poor judge?ment|bad judge?ment|lack of \p{L}+|typo|haste|slip-up)`;
const WORK = `(?:caused|triggered|broken|missed|ignored|overlooked|botched|forgotten|misconfigured|introduced|neglected|messed up|screwed up|mishandled|brought down|taken down)`;

const rule = (reason: keyof typeof reasons, pattern: string): BlameRule => ({
  pattern: new RegExp(pattern, 'gu'),
  ...reasons[reason],
});

/** Each needs a person in some form; programs may fail. Repetitions are bounded. */
export const blameRules: readonly BlameRule[] = [
  rule('hindsight', `${PERSON}${GAP}${HAVE}`),
  rule('hindsight', `(?:${PERHAPS}|${NAMED})${GAP}${HAVE} ${KNOWING}`),
  rule('omission', `${PERSON}${GAP} ${PLAIN_ACT}`),
  rule('slip', `(?:${PERSON}|${PERHAPS})${CLAUSE} ${HUMAN_ACT}`),
  rule('slip', `${NAMED}${GAP} ${HUMAN_ACT}`),
  rule('omission', `(?:${PERSON}|${PERHAPS})${CLAUSE} ${CARELESSLY}`),
  rule('omission', `${NAMED} ${CARELESSLY}`),
  rule('slip', `(?:${PERSON}|${PERHAPS})${CLAUSE} ${WILFULLY}`),
  rule('omission', `(?:${PERSON}|${PERHAPS}|[Nn]one of (?:us|them))${GAP} (?:ever )?${BOTHERED}`),
  rule(
    'ending',
    String.raw`(?<![\p{L}-])(?:[Hh]uman|[Oo]perator|[Pp]ilot|[Ee]ngineer|[Dd]eveloper|[Aa]dmin|[Aa]dministrator) (?:error|mistake|failure|negligence)s?\b|(?<=\b(?:to|was|is|by|a|pure|plain|simple) )user error\b`,
  ),
  rule('ending', String.raw`${OWNER} (?:[\p{L}-]+ ){0,2}${FAULT}\b`),
  rule(
    'ending',
    String.raw`(?:[Mm]istakes?|[Ee]rrors?|[Oo]versights?|[Bb]lunders?|[Nn]egligence|[Cc]arelessness|[Ii]ncompetence|[Ff]ault|[Ff]ailure) (?:made |committed )?(?:by|of|from|on the part of) ${BEFORE_NOUN}(?:${PERSON}|(?:him|her|them|us)\b)`,
  ),
  rule(
    'character',
    String.raw`(?<![\p{L}-])(?:[Cc]areless(?:ly|ness)?|[Nn]egligen(?:t|tly|ce)|[Ii]ncompeten(?:t|tly|ce)|[Ss]lopp(?:ily|iness)|[Ss]loppy(?! quorum)|[Ss]tupid(?:ly|ity)?|[Ff]oolish(?:ly|ness)?|[Rr]eckless(?:ly|ness)?|[Ii]rresponsib(?:le|ly)|[Uu]nprofessional(?:ly)?|[Cc]lueless|[Ii]nexcusable|[Uu]nforgivable|[Ll]aziness|[Ll]azy (?=${PERSON}))(?![\p{L}-])`,
  ),
  rule(
    'character',
    String.raw`(?<![\p{L}-])[Ll]ack of (?:attention|care|diligence|due diligence|discipline|competence|skill|professionalism|common sense|ownership|responsibility)(?![\p{L}-])`,
  ),
  rule(
    'culprit',
    String.raw`(?<![\p{L}-])(?:[Bb]lam(?:e[sd]?|ing)(?: (?:lies|falls|goes|belongs|rests))?(?: (?:on|to|with|for))?|[Ff]ault of|[Cc]ulprit (?:is|was)|[Rr]esponsib(?:le|ility) (?:is|was|lies with|falls on)|[Ff]ault (?:is|was|lies with)|[Ff]inger(?:s)? (?:at|to)) ${BEFORE_NOUN}(?:${PERSON}|(?:him|her|them|us|me)\b)`,
  ),
  rule(
    'culprit',
    String.raw`(?<![\p{L}-])(?:[Ii]t|[Tt]his|[Tt]hat)(?: is| was|['’]s) (?:all )?on (?:him|her|them|us)\b`,
  ),
  rule(
    'cause',
    String.raw`(?<![\p{L}-])${WORK} by ${BEFORE_NOUN}(?:${PERSON}|[Oo]perators?\b|\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+\b)`,
  ),
  rule('cause', String.raw`(?<![\p{L}-])[Bb]ecause of ${BEFORE_NOUN}(?:${PERSON}|(?:him|her|us)\b)`),
  rule(
    'cause',
    String.raw`(?<![\p{L}-])[Bb]ecause ${BEFORE_NOUN}${PERSON}${GAP} (?:did not|didn['’]t|had not|hadn['’]t|never|pushed|typed|deleted|deployed|merged|ran|pasted)\b`,
  ),
  rule(
    'easy',
    String.raw`(?:${PERSON}|${PERHAPS}) (?:simply|obviously|clearly|just|plainly) (?:had|needed|should|did not|didn['’]t|was not|wasn['’]t|ignored|could not)\b|(?<![\p{L}-])[Aa]ll (?:he|she|they|we|you|anyone) had to do\b|(?<![\p{L}-])[Aa]ny (?:competent|decent|reasonable|halfway \p{L}+) ${PERSON}|(?<![\p{L}-])(?:[Rr]ookie|[Aa]mateur|[Bb]eginner['’]s) (?:mistake|error)s?\b`,
  ),
];
