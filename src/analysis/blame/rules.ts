import { BAD_DEED, BADLY, BETTER, CARELESSLY, FAULT, HUMAN_ACT, PLAIN_ACT, SOFT_ACT, WORK } from './acts.ts';
import { BEFORE_NOUN, GIVEN_SMALL, NAMED, NOBODY, OWNER, PERHAPS, PERSON } from './agents.ts';

export interface BlameRule {
  readonly pattern: RegExp;
  readonly why: string;
  readonly instead: string;
  /** Supposes that somebody had done better: blame in the form of a condition. */
  readonly supposes?: true;
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
const ASIDE = String.raw`,? who(?: [\p{L}\p{N}'’-]+){1,6}?,?|,? (?:on|in|of|from|at|for|with|under|during|behind|after|before|on-call|involved|although|being)(?: [\p{L}\p{N}'’-]+){1,4}?,?`;
const ADVERB = String.raw` (?:\p{L}+ly|also|then|again|just|still|even|first|later|once|twice|had|has|have|was|were|both|all|on-call|keep|keeps)`;
const GAP = `(?:${ASIDE}|${ADVERB}){0,3}`;
/** The rest of a clause: for acts that only a person can do, whatever stands between. */
const CLAUSE = String.raw`,?(?: [^\s.;:!?]+(?::\d\d)?){0,12}?[,.]{0,2}`;
const SHORT = String.raw`,?(?: [^\s.;:!?]+(?::\d\d)?){0,5}?`;

const HAVE = String.raw` (?:really |simply |clearly )?(?:(?:should|ought to|must)(?: not|n['’]t| never| at least)?(?: \p{L}+ly)? have|should(?:n['’]t)?['’]ve|never should have|should never have)`;
const COULD = String.raw` (?:could|might|would)(?: not|n['’]t| at least| just| easily)?(?: \p{L}+ly)?(?: have|['’]ve)(?: at least| just| easily)?`;
const BOTHERED = `(?:bothered|cared|thought (?:to|of|about)|took the time|took responsibility|was paying attention|paid attention|noticed|asked|checked|read|looked|had the (?:sense|decency)|did (?:his|her|their) job|told|took|spoke|raised|owned|acted|followed|dared|stepped|listened|volunteered|questioned|challenged|tested|verified|reviewed|documented|stopped|warned|escalated|considered|updated|replied|answered|wanted to|felt|realised|realized|remembered|knew|looked|owns|reads|checks|tests|cares|listens|follows|bothers)`;
const ANYONE = `(?:${PERSON}|${PERHAPS}|[Aa]nybody|[Aa]nyone|[Pp]eople)`;
/** One of several people, or a role: of “we” less is taken for blame. */
const SOLE = `(?!(?:[Ww]e|[Yy]ou)\\b)${PERSON}`;
const LEFT_UNDONE = String.raw`(?:did not|didn['’]t|had not|hadn['’]t|has not|hasn['’]t|have not|haven['’]t|does not|doesn['’]t|never|had never|has never)(?: even| actually| properly| really| yet)? (?!have|see|get|receiv|know|need|find|reproduc|lose|affect|change|cause|want|recogni|expect|gone|been|require|work|help|make|made|show|appear|blame|look like|mean)[\p{L}-]{3,}`;
const WITH_HARM = String.raw`,? ?(?:taking|bringing down|breaking|causing|knocking|wiping|exposing|costing|corrupting|destroying|killing|locking|(?:which|and|thereby|thus) (?:then |promptly |immediately |so )?(?:took (?:down|out|the)|broke|caused|brought down|knocked|led to|cost|exposed|wiped|killed|corrupted|destroyed|made (?:it|things) worse|lost|turned|cut|locked)) `;
const HARM = String.raw`(?<![\p{L}-])(?:[Oo]utage|[Dd]own|[Ff]ail(?:ed|ure)|[Bb]roke|[Ll]ost|[Dd]elayed|[Ll]onger|[Bb]urned|[Ww]rong|[Dd]oubled|[Ii]ncident|[Hh]appened|[Ww]orse|[Ss]tuck|[Ll]eaked|[Ee]xposed|[Mm]issed|[Uu]navailable|[Dd]isaster|[Mm]ess)`;
const HARMED = String.raw`(?:caused|broke|took (?:down|out)|wiped|brought down|led to|cost|killed|knocked|destroyed|exposed|corrupted|ruined|made (?:it|things) worse|(?:is|was) (?:the )?(?:cause|reason|why))`;
const MOCKED = `(?:lol|lmao|smh|ugh|classic|as usual|as always|yet again|once more|looking at you|nice one|thanks a lot|thx a lot|again, |honestly|🙄|🤦)`;

const rule = (reason: keyof typeof reasons, pattern: string, supposes?: true): BlameRule => ({
  pattern: new RegExp(pattern, 'gu'),
  ...reasons[reason],
  ...(supposes && { supposes }),
});

/** Each needs a person in some form; programs may fail. Repetitions are bounded. */
export const blameRules: readonly BlameRule[] = [
  rule('hindsight', `${PERSON}${GAP}${HAVE}`),
  rule('hindsight', `${PERSON}${GAP}${COULD} ${BETTER}`),
  rule('hindsight', `(?:${PERHAPS}|${NAMED})${GAP}(?:${HAVE}|${COULD}) ${BETTER}`),
  rule(
    'hindsight',
    String.raw`[Hh]ad ${BEFORE_NOUN}(?:${ANYONE}|${NAMED})${SHORT} (?:not|${BETTER})\b`,
    true,
  ),
  rule(
    'hindsight',
    String.raw`[Ii]f(?: only)? ${BEFORE_NOUN}(?:${ANYONE}|${NAMED})${SHORT} (?:had|just|hadn['’]t|['’]d|followed|would (?:have|just))\b`,
    true,
  ),
  rule(
    'hindsight',
    String.raw`(?:could|would|might)(?: not|n['’]t)? have (?:been )?(?:prevented|avoided|caught|spotted|stopped|happened|noticed)[^.;]{0,30} (?:if|had) ${BEFORE_NOUN}${ANYONE}`,
    true,
  ),
  rule(
    'hindsight',
    String.raw`would have taken (?:him|her|them|us|${PERSON}) (?:\p{L}+ ){1,2}(?:minutes?|seconds?)`,
  ),
  rule('omission', `${PERSON}${GAP} ${PLAIN_ACT}`),
  rule('slip', `${PERSON}${CLAUSE} (?:${HUMAN_ACT}|${SOFT_ACT})`),
  rule(
    'slip',
    `(?:[Oo]perators?|[Aa]uthors?|[Oo]wners?|[Tt]hey|[Ll]eads?)${CLAUSE} (?:${HUMAN_ACT}|${SOFT_ACT})`,
  ),
  rule('slip', `${GIVEN_SMALL}${GAP} (?:${HUMAN_ACT}|${SOFT_ACT}|${PLAIN_ACT})`),
  // A name that a pronoun or a team goes with is a person’s.
  rule(
    'slip',
    `${NAMED}${CLAUSE} (?:${PLAIN_ACT}|${SOFT_ACT})(?=[^.;]* (?:he|she|his|her|him|himself|herself)\\b)`,
  ),
  rule(
    'slip',
    `${NAMED} (?:from|of|in|on) (?:the )?(?:[\\p{L}-]+ ){0,3}?(?:team|squad|department|shift|payments|platform|support|security|infra|ops)${GAP} (?:${PLAIN_ACT}|${HUMAN_ACT}|${SOFT_ACT}|${LEFT_UNDONE})`,
  ),
  rule('slip', `${NAMED}${GAP} (?:${HUMAN_ACT}|${BADLY} \\p{L}+ed)`),
  rule(
    'slip',
    `${NAMED}${SHORT} (?:by mistake|straight to (?:prod|production)|(?:the|a) (?:wrong|untested) \\p{L}+)`,
  ),
  rule('omission', `(?:${PERSON}|[Oo]perators?|[Tt]hey|[Oo]wners?)${CLAUSE} ${CARELESSLY}`),
  rule('omission', `${NAMED}${SHORT} ${CARELESSLY}`),
  rule('slip', `(?:${PERSON}|[Oo]perators?|[Tt]hey|${NAMED})${GAP} ${BADLY} \\p{L}+`),
  rule('omission', `${SOLE}${GAP} ${LEFT_UNDONE}`),
  rule('cause', `(?:${SOLE}|${NAMED})${CLAUSE} ${WITH_HARM}`),
  rule(
    'cause',
    `${HARM}[^.;]{0,60} because ${BEFORE_NOUN}(?:${SOLE}|${NAMED})(?! could| had to| was (?:not|waiting))`,
  ),
  rule('cause', `(?:${OWNER}|${NAMED}['’]s?)(?: [\\p{L}-]+){1,4}? ${HARMED}`),
  rule(
    'culprit',
    `${PERSON} who (?:had )?(?:introduced|caused|broke|deleted|disabled|signed (?:it )?off|left|removed|ran the wrong)\\b`,
  ),
  rule(
    'culprit',
    `${SOLE} (?:really |seriously |clearly )?(?:needs? to|must|should|has to|have to) (?:really )?(?:learn|read|stop|start|take|pay|think|know|understand|be (?!able|informed|paged|asked|told))`,
  ),
  rule('culprit', `[Bb]lam(?:e|ed|ing) (?:it on )?(?:the )?${NAMED}`),
  rule('omission', `(?:${NOBODY})${GAP} (?:ever |even )?${BOTHERED}`),
  rule(
    'ending',
    String.raw`(?<![\p{L}-])(?:[Hh]uman|[Oo]perator|[Pp]ilot|[Ee]ngineer|[Dd]eveloper|[Aa]dmin|[Aa]dministrator) (?:error|mistake|failure|negligence)s?\b|(?<=\b(?:[Tt]o|[Ww]as|[Ii]s|[Bb]y|[Aa]|[Pp]ure|[Pp]lain|[Ss]imple|[Tt]he) )user error\b|PEBKAC`,
  ),
  rule('ending', String.raw`${OWNER} (?:[\p{L}-]+ ){0,2}${FAULT}\b`),
  rule('ending', String.raw`${NAMED}['’]s? (?:own )?${FAULT}\b`),
  rule(
    'ending',
    String.raw`(?<![\p{L}-])(?:${sentenceCase(BAD_DEED)}) (?:made |committed )?(?:of (?:the )?[\p{L}-]+ )?(?:by|of|from|on the part of) ${BEFORE_NOUN}(?:${PERSON}|[Oo]perators?\b|[Ii]ndividuals?\b|\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+|(?:him|her|them|us)\b|(?:night|day|late) shift)`,
  ),
  rule(
    'character',
    String.raw`(?<![\p{L}-])(?:[Cc]areless(?:ly|ness)?|[Nn]egligen(?:t|tly|ce)|[Ii]ncompeten(?:t|tly|ce)|[Ss]lopp(?:ily|iness)|[Ss]loppy(?! quorum)|[Ss]tupid(?:ly|ity)?(?= (?:thing|mistake|of|idea|move))|[Ff]oolish(?:ly|ness)?|[Rr]eckless(?:ly|ness)?|[Ii]rresponsib(?:le|ly)|[Uu]nprofessional(?:ly)?|[Cc]lueless|[Ii]nexcusable|[Uu]nforgivable|[Ii]ndefensible|[Ll]aziness|[Ll]azy (?=${PERSON})|[Ss]hoddy|[Ss]lapdash|[Cc]lums(?:y|ily|iness)|[Ii]nept(?:itude)?|[Aa]rrogan(?:t|ce)|[Hh]ubris|[Cc]avalier|[Ll]ackadaisical|[Tt]houghtless(?:ly|ness)?|[Ii]ndiscipline|[Cc]omplacen(?:t|cy)|[Aa]mateurish|[Hh]alf-hearted(?:ly)?|[Hh]am-fisted|[Dd]ereliction|[Mm]isconduct|[Ss]hameful|[Pp]athetic|[Ii]diot(?:s|ic)?|[Mm]oron(?:s|ic)?|[Bb]raindead|[Ii]nexcusabl[ey]|[Dd]umb(?= (?:mistake|idea|move|decision|thing))|[Ww]ith (?:a (?:little|bit)|some|a bit more|more) (?:more )?(?:care|attention|thought))(?! use of)(?![\p{L}-])`,
  ),
  rule(
    'character',
    String.raw`(?<![\p{L}-])[Ll]ack of (?:attention|care|diligence|due diligence|discipline|competence|skill|professionalism|common sense|ownership|responsibility)(?![\p{L}-])`,
  ),
  rule(
    'culprit',
    String.raw`(?<![\p{L}-])(?:[Bb]lam(?:e[sd]?|ing)(?: (?:lies|falls|goes|belongs|rests))?(?: squarely)?(?: (?:on|to|with|for))?|[Ff]ault of|[Cc]ulprit (?:is|was)|[Rr]esponsib(?:le|ility)(?: for [^.;]{1,40}?)? (?:is|was|lies with|falls on|rests with)|[Ff]ault (?:is|was|lies with)|[Ff]inger(?:s)? (?:at|to)) ${BEFORE_NOUN}(?:${PERSON}|[Oo]perators?|(?:him|her|them|us|me)\b)`,
  ),
  rule(
    'culprit',
    String.raw`(?<![\p{L}-])(?:[Ii]t|[Tt]his|[Tt]hat)(?: is| was|['’]s) (?:all )?on (?:him|her|them|us)\b`,
  ),
  rule(
    'culprit',
    String.raw`${PERSON}${SHORT} (?:responsible|at fault)(?! for the (?:service|action|area))(?: for the (?:error|outage|mistake)| has been| was (?:spoken|disciplined)| were)`,
  ),
  rule('culprit', String.raw`[Ii]t was (?:${PERSON}|${NAMED}) who\b`),
  rule(
    'culprit',
    String.raw`(?<![\p{L}-])[Ww]ho (?:does|did|merges|merged|pushed|deploys?|approved|thought|wrote|even) (?:that|this|on|to|it|a)\b`,
  ),
  rule('culprit', String.raw`[Ww]hat (?:was|were|is) (?:he|she|they|${PERSON}) thinking\b`),
  rule(
    'culprit',
    String.raw`(?:[Cc]an['’]?t believe|[Ss]hame (?:that|on)|[Dd]on['’]?t understand how|[Tt]hx to|(?<![\p{L}])[Tt]hanks? (?:so much )?to|[Gg]reat job|[Ll]ooking at you|[Tt]ell|[Ww]hen you let),? (?:it['’]s )?(?:that )?${BEFORE_NOUN}(?:${PERSON}|[Oo]ps)${SHORT} (?:delet|merg|break|broke|push|stop|drop|kill|paging|for (?:delet|break|drop|kill|push|paging)|could|didn|near|to stop)\p{L}*`,
  ),
  rule('culprit', String.raw`${MOCKED}[^.;]{0,40}${PERSON}|${PERSON}[^.;]{0,60} ${MOCKED}`),
  rule('culprit', String.raw`(?<![\p{L}-])[Yy]ou (?:broke|killed|deleted|pushed|forgot|merged)\b`),
  rule(
    'cause',
    String.raw`(?<![\p{L}-])${WORK} by ${BEFORE_NOUN}(?:${PERSON}|[Oo]perators?\b|[Ii]ndividuals?\b|\p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+\b|\p{Lu}\p{Ll}+(?= on\b))`,
  ),
  rule(
    'cause',
    String.raw`(?<![\p{L}-])(?:[Bb]ecause of|[Dd]ue to|[Tt]hanks to) ${BEFORE_NOUN}(?:${PERSON}|(?:him|her|us)\b)${SHORT} (?:mistake|error|negligence|fault|carelessness|not|who|act|change)\b`,
  ),
  rule('cause', String.raw`(?<![\p{L}-])[Bb]ecause of ${BEFORE_NOUN}(?:${PERSON}|(?:him|her|us)\b)`),
  rule(
    'cause',
    String.raw`(?<![\p{L}-])[Bb]ecause ${BEFORE_NOUN}(?:${PERSON}|${NAMED})${GAP} (?:did not|didn['’]t|had not|hadn['’]t|never|pushed|typed|deleted|deployed|merged|ran|pasted|pressed|thought|rushed)\b`,
  ),
  rule(
    'easy',
    String.raw`(?:${PERSON}|${PERHAPS}) (?:simply|obviously|clearly|just|plainly) (?:had|needed|should|did not|didn['’]t|was not|wasn['’]t|ignored|could not|never|lacked)\b|(?<![\p{L}-])[Aa]ll (?:the )?(?:he|she|they|we|you|anyone|[Oo]perator|${PERSON}) had to do\b|(?<![\p{L}-])[Aa](?:ny|) (?:competent|decent|reasonable|halfway \p{L}+|responsible|good) ${PERSON}|(?<![\p{L}-])[Oo]nly an? (?:amateur|idiot|fool|beginner)|(?<![\p{L}-])(?:[Rr]ookie|[Aa]mateur|[Bb]eginner['’]s|[Aa]voidable|[Ee]lementary) (?:mistake|error|blunder)s?\b`,
  ),
];

/** Parts that may begin a sentence. */
function sentenceCase(words: string): string {
  return words.replaceAll(/(?<=[(|:])\p{Ll}(?=\p{L})/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
