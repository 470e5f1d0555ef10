/** What people are blamed for, as data: each entry is a part of a pattern, in the forms that prose and chat use. */

const anyOf = (parts: readonly string[]): string => `(?:${parts.join('|')})`;

export const BADLY = anyOf(
  `accidentally mistakenly carelessly wrongly foolishly erroneously inadvertently incorrectly negligently recklessly
  stupidly blindly needlessly thoughtlessly unnecessarily irresponsibly lazily sloppily hastily stubbornly naively
  unwisely mindlessly prematurely improperly unintentionally absent-mindedly clumsily arrogantly unthinkingly`.split(
    /\s+/,
  ),
);

/** Reading, testing, asking, telling: what is missed in somebody who is blamed. */
export const CARE =
  '(?:check|verif|read|review|look|test|ask|inform|tell|told|wait|notic|investigat|escalat|listen|follow|communicat|document|think|thought|pay|paid|speak|spoke|request|question|warn|consult|consider|bother|care|updat|announc|coordinat|double-check|validat|raise|deliver|ran\b|run\b|clean|finish|answer|respon|learn|understand|enforce|monitor|hand over|spot)';

/** “did not verify”, “never reads”, “without looking”, “instead of asking”. */
export const CARELESSLY = anyOf([
  String.raw`(?:did not|didn['’]t|don['’]t|does not|doesn['’]t|has not|hasn['’]t|have not|haven['’]t|had not|hadn['’]t|never|(?:has|have|had) never)(?: even| properly| ever| actually| really| once| bothered to)? ${CARE}\p{L}*`,
  String.raw`without (?:even |properly |first |having |actually |so much as )*(?:${CARE}\p{L}*|(?:a|any|the) (?:backup|review|test|dry run|second pair|glance|plan|word|rollback|approval|ticket)|review|backup|tests|approval|permission|warning|regard)`,
  String.raw`not (?:paying|taking|reading|following|looking|thinking)`,
  String.raw`did nothing`,
  String.raw`(?:told|informed|warned|asked) (?:no one|nobody|no-one)`,
  String.raw`(?:did not|didn['’]t|never) take [\p{L} ]{1,30} seriously`,
  String.raw`without having (?:done|looked|tested)`,
  `(?:handed over|said|documented|checked|tested|learned) nothing`,
]);

/** Acts that only people do, whatever stands between them and the person in a clause. */
export const HUMAN_ACT = anyOf([
  String.raw`forgot(?:ten)?`,
  `neglect(?:ed|s|ing)?`,
  `overlook(?:ed|s|ing)?`,
  `disregard(?:ed|s|ing)?`,
  `botched|bungled|fumbled|panicked|slacked|procrastinated|nuked|borked|goofed|yolo(?:ed|'d)?`,
  String.raw`(?:messed|screwed|stuffed|cocked|mucked) (?:(?:\p{L}+ ){1,3})?up`,
  `fat-fingered`,
  `(?:dropped|drops|dropping) the ball`,
  `cut(?:s|ting)? corners|cutting the`,
  `took (?:a |the |an? easy )?(?:shortcuts?|easy way)`,
  `misjudged|misread|misunderstood|mistyped|misspelled|misconfigured|mishandled|mismanaged`,
  String.raw`got (?:\p{L}+ ){1,3}wrong`,
  `(?:knew|knows?|known) better`,
  `(?:couldn|can)['’]?t be (?:bothered|arsed|trusted)`,
  `(?:had|has|have) (?:absolutely )?(?:no|not the faintest) (?:idea|clue|business)`,
  `asleep|slept through|went back to sleep|wake up|gone home|went home|went to lunch`,
  String.raw`rubber-stamp(?:ed|s|ing)?|waved (?:(?:\p{L}+ ){1,3})?through|let (?:(?:\p{L}+ ){1,2})?(?:slip|through)`,
  `kept quiet|turned a blind eye|shrugged|stood by|sat on (?:it|the)|looked the other way`,
  `blamed|lied|abandoned the|gave up on`,
  String.raw`(?:chose|decided|opted|preferred) (?:to (?:ignore|skip|bypass|gamble|keep quiet|sit)|convenience|not to)`,
  String.raw`keeps? (?!track|up|going|on)[\p{L}-]+ing|keeps? (?:doing|breaking)`,
  `out of (?:his|her|their|my|our|its) depth`,
  `fell for|clicked on the phishing|was tricked`,
  `violat(?:ed|es)|circumvented|side-?stepped|overrode|overruled`,
  `(?:thought|thinks?) (?:he|she|they) kn(?:e|o)ws? better`,
  String.raw`knew (?:perfectly |full |very )?(?:well|about|that)`,
  `insisted on|pushed for the|against (?:all|every|our|my) advice`,
  `lack(?:s|ed|ing)? (?:the |any |basic |of )?(?:experience|ownership|knowledge|discipline|skills?|training|diligence|care|competence)`,
  `(?:not|un)[- ]?qualified|overconfident|complacent|inattentive`,
  `(?:was|were|is|are) (?:very |rather |plainly |utterly |so |being |simply )?(?:careless|negligent|sloppy|lazy|incompetent|clueless|reckless|irresponsible|unqualified|complacent|drunk|inattentive|stupid|foolish|tired|distracted|oblivious|arrogant|unprepared|at fault|to blame|guilty|responsible for (?:the|this)|in a hurry|too (?:slow|lazy|busy|late|proud|eager|hasty)|far too \\p{L}+|slow to|wrong to|warned|told (?:not )?to|supposed to|meant to)`,
  `(?:had been|being|been) (?:repeatedly |clearly |twice )?(?:told|warned|asked)`,
  `(?:did|do|does|doing) a (?:poor|bad|terrible|sloppy|lousy) job|bad habit|basic lapse|poor choice`,
  `(?:pushed|merged|deployed|shipped) (?:an? )?(?:untested|unreviewed|bad|broken)`,
  `hard-?coded|copied the credentials|over the wall|ticking the box`,
  `need(?:s|ed)? to (?:stop|wake|grow|learn)|must (?:read|learn|stop)`,
  `failed (?:us|to (?:notice|realise|realize|check|verify|test|communicate|escalate|follow|understand|read|ask|think|pay|review|inform|tell|document|consider|remember|anticipate|report|act|hand over|comply|update|coordinate)|in (?:his|her|their|our) (?:duty|duties|job)|at (?:his|her|their|our) job)`,
  `assumed (?:somebody|someone) else`,
  `promised (?:to|a)|pathetic|broke prod|wreck(?:ed|ing)`,
  String.raw`make wrong|made a wrong|made (?:an?|the|another|several|this|that) (?:[\p{L}-]+ ){0,3}(?:mistake|error|blunder|typo)s?`,
  `took (?:far )?too long|took (?:\\d+|forty|half an?) (?:minutes?|hours?) to even`,
  `skipped the (?:checklist|review|step|test)|skipping the`,
  `could (?:just|easily|at least) have|easily have|didn['’]t (?:even )?(?:know|think)`,
  `threw|thrown something`,
  `squandered|sabotaged|jeopardi[sz]ed|clobbered|trashed|hosed|torched|bricked|crippled`,
  `let (?:it|this|that|them|the \\p{L}+) (?:lapse|expire|drift|rot|slide|happen|run out|fester|sit)`,
  `(?:did|doing|do) the bare minimum|(?:is|was|are|were|be) (?:ashamed|embarrassing|unacceptable|a disgrace|a joke|amateurish)`,
  `didn['’]t (?:understand|know how|get around|see fit)|did not (?:know how|understand|see fit|get around)|never (?:got around|considered|once|understood)`,
  `behind our backs?|unilaterally|on (?:his|her|their) own initiative|off (?:his|her|their) own bat|with no (?:regard|thought|plan|warning)|cowboy`,
  `mistook|(?:confused|mixed up) the|the wrong way round|(?:reacted|responded|escalated|called|acted|noticed|realised|realized) (?:far |much )?too late`,
  `dragged (?:his|her|their) (?:feet|heels)|put (?:it )?off|gambled|guessed|winged it|hoped for the best|played (?:hero|it by ear)`,
  `(?:should|must|needs? to|has to|have to) (?:be (?:more careful|trained|retrained|disciplined|fired|reminded|told off)|pay more|take more care|do better|own (?:it|this|up))`,
  `(?:is|was|are|were) (?:the (?:cause|reason|problem|weak link|culprits?)|solely|entirely|personally|clearly (?:wrong|unfit|at))`,
  `(?:instead of|rather than) (?:checking|asking|waiting|reading|following|testing|escalating|calling|rolling back|debugging|using the|looking|verifying|fixing)`,
  `blew it|let us down|made a (?:hash|mess|pig['’]s ear|habit) of|had one job|ha(?:s|d) a (?:habit|history) of|(?:is|was) notorious`,
  `(?:could not|couldn['’]t|can['’]t|cannot|won['’]t) even|only (?:had|needed) to|had (?:plenty of|ample|every|more than enough) (?:time|warning|chance|opportunity|notice)`,
  `on (?:his|her|their) phone|disappeared|(?:hid|concealed|covered up|played down|downplayed) (?:it|the|that|this)`,
  `(?:held|hold|be) (?:accountable|to account)|reprimanded|disciplined|fired|sacked|retrained|spoken to|consequences`,
  `caved|flaked|zoned out|spaced out|nodded off|dozed off|overslept|daydream\\p{L}*`,
  `(?:happily|cheerfully|merrily|confidently|quietly|silently|conveniently) (?:ignored|skipped|pushed|merged|deleted|disabled|approved|deployed)`,
  `omitted|for the (?:second|third|fourth|umpteenth) time`,
]);

/** Acts that a program with a name can be told to do as well. */
export const SOFT_ACT = anyOf([
  `(?:wast(?:ed|ing)|lost) (?:half |more than |over |\\d+ |an |a |two |three |ours? )*(?:hours?|minutes?|days?|control|the email|our time)`,
  String.raw`ignor(?:ed|es|ing) (?:\p{L}+ ){0,3}(?:warnings?|alerts?|alarms?|reports?|signs?|procedure|policy|process|advice|interlock|pipeline|errors?|bug|complaints?|e-?mails?|tickets?)`,
  `by mistake|despite (?:clear|having|annual|repeated|all|being|the)|deployed regardless|(?:did|deployed|pushed|merged) it anyway|in haste|out of (?:convenience|laziness|habit)`,
  String.raw`(?:the|a|an|to|into|from|of|on) (?:wrong|incorrect|bad|broken|untested|unreviewed|unbounded|elementary|rookie|stupid) \p{L}+`,
  `(?:straight|directly) (?:to|in|into|on) (?:prod|production|main|master|the server)`,
  `without (?:thinking|reading|looking|asking|telling|warning|testing|checking|verifying)`,
  `left (?:the |a )?(?:\\p{L}+ ){1,3}(?:on|open|enabled|running|exposed|disabled|in production|in place)|left (?:a mess|us)`,
]);

/** Acts that programs do as well: blame only right behind a person. */
export const PLAIN_ACT = anyOf([
  `fail(?:ed|s) (?:to|in|at)`,
  `refus(?:ed|es) to`,
  `omitted (?:to|the)`,
  `missed|ignored|skipped|bypassed|broke|ruined|caused|misused|violated|delayed|wasted`,
  `took down|brought down|wiped|sank`,
  `(?:[\\p{L}’']+ ){0,2}(?:dropped|deleted|wiped) (?:the|a) (?:production|wrong|live)`,
  `(?:was|were) (?:supposed|meant) to`,
  `failed(?= [,.;]|[,.;]|$)`,
  `let (?:\\p{L}+ ){1,3}(?:down|slip|lapse)`,
  `(?:does|do|did)(?: not|n['’]t) enforce`,
  `rushed`,
  `${BADLY} \\p{L}+`,
]);

/** Ways to have been better, in a sentence that supposes them. */
export const BETTER = anyOf([
  `known|checked|noticed|seen|tested|asked|told|read|reviewed|realised|realized|thought|caught|verified|double-checked|communicated|escalated|looked|been more|been paying|paid|listened|understood|remembered|followed|waited|done|called|updated|rolled back|raised|left|had|acted|spoken|bothered|stopped|spotted|prevented|avoided`,
]);

export const FAULT = anyOf([
  `mistakes?|errors?|fault|failures?|carelessness|negligence|oversights?|incompetence|ignorance|laziness|blunders?|inattention|sloppiness|recklessness|misjudge?ments?|haste|slip-up|complacency|refusal|doing|arrogance|inexperience|impatience|stubbornness|naivety`,
  `(?:poor|bad) (?:judge?ment|communication|decision|planning|preparation|work)`,
  `lack of \\p{L}+|typo|decision to (?:skip|postpone|ignore|bypass|cut)|wild goose chase`,
]);

/** What somebody did, told as a noun that judges it. */
export const BAD_DEED = anyOf([
  `mistakes?|errors?|oversights?|blunders?|negligence|carelessness|incompetence|fault|failures?|ignorance|inattention|sloppiness|typo|lapse`,
  `mis(?:handling|configuration|communication|judge?ment|management|take|reading|use)`,
  `(?:poor|bad|premature|wrong|erroneous|careless|hasty|reckless|late|slow|sloppy|incorrect) (?:\\p{L}+ )?(?:judge?ment|communication|restart|entry|change|response|reaction|handover|decision|deployment|planning|work|preparation|configuration|edit|command)(?: made)?`,
  `lack of (?:attention|care|diligence|preparation|discipline|oversight|communication)`,
]);

/** Participles that make a person the cause, in “… by the operator”. */
export const WORK = anyOf([
  `caused|triggered|broken|missed|ignored|overlooked|botched|forgotten|misconfigured|introduced|neglected|messed up|screwed up|mishandled|brought down|taken down|dismissed|rushed|mistyped|bungled|wrecked|left (?:open|on|behind)|wiped`,
  `(?:mistake|error|blunder|misconfiguration|typo) (?:was |had been )?(?:made|introduced)`,
]);
