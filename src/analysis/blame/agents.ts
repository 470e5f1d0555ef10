import { firstNames } from './first-names.ts';

/** Nouns that stand for a person or for people at work; a plural too. */
const ROLES = [
  'engineer',
  'developer',
  'programmer',
  'coder',
  'admin',
  'administrator',
  'sysadmin',
  'dba',
  'sre',
  'analyst',
  'architect',
  'responder',
  'on-caller',
  'technician',
  'contractor',
  'consultant',
  'manager',
  'member',
  'supervisor',
  'director',
  'executive',
  'officer',
  'cto',
  'ceo',
  'ciso',
  'employee',
  'colleague',
  'coworker',
  'co-worker',
  'teammate',
  'intern',
  'junior',
  'senior',
  'trainee',
  'apprentice',
  'reviewer',
  'approver',
  'committer',
  'maintainer',
  'tester',
  'dev',
  'commander',
  'guy',
  'person',
  'individual',
  'team',
  '(?:tech|team|incident|security|platform|shift|engineering) lead',
  '(?:product|service) owner',
  'code author',
  'clerk',
  'newbie',
  'noob',
  'rookie',
  'hire',
  'graduate',
  'student',
  'freelancer',
  'boss',
  'chief',
  'founder',
  'assistant',
  'accountant',
  'auditor',
  'designer',
  'tech',
  'volunteer',
  'planner',
  'buyer',
  'trader',
  'cashier',
  'scientist',
  'bloke',
  'lad',
  'dude',
  'chap',
  'man',
  'woman',
  'kid',
  'genius',
  'idiot',
  'clown',
  'hero',
  'bright spark',
  '(?:security|help|front|duty) desk',
  'deployer',
  'operative',
  'electrician',
  'investigator',
  'newcomer',
  'new starter',
  'squad',
  'agency',
  'department',
  '(?:night|day|late|early|previous|last) shift',
  '(?:support|helpdesk|service desk) agent',
  '(?:previous|former) owner',
  'advisory board',
] as const;

const PLAIN =
  'staff|people|folks?|management|leadership|personnel|crew|devops|ops|qa|on-call|someone|somebody|whoever|hands|colleagues|dev|devs|operations';

/** Nobody but a person is meant: a role, a pronoun, a mention, a given name. */
const PRONOUNS = 'he|she|we|i|you';
/** Of a person, not of those who were harmed. */
const WHO = String.raw`(?<!(?:[Cc]ustomers?|[Uu]sers?|[Cc]lients?|[Pp]assengers?|[Pp]eople) )who`;
const MENTION = String.raw`<@[UW][A-Z0-9]+(?:\|[^>]*)?>|(?<![\w.])@[a-z][\w.-]{1,40}`;
const SMALL_WORDS = new Set(['june', 'rose', 'dawn', 'hope', 'grant', 'frank', 'ernesto', 'salma']);
const capitalised = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const GIVEN = String.raw`(?:${firstNames.map(capitalised).join('|')})(?: \p{Lu}[\p{L}'’-]+)?`;

/** Letter case counts: names are told by it, and what else may begin a sentence is spelled both ways. */
const anyCase = (words: string): string =>
  words.replaceAll(/(?<![\\\p{L}])\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);

const ROLE_NOUN = `(?:${ROLES.map((role) => `${anyCase(role)}s?`).join('|')}|${anyCase(PLAIN)}|DBAs?|SREs?|CTO|CEO|CISO|QA|DevOps)`;

/** Departments by their own names, which are words as well in small letters. */
const DEPARTMENTS =
  'Finance|Marketing|Facilities|Sales|Security|Support|Legal|Operations|Engineering|Infra|Procurement|Product|Team \\p{Lu}\\p{L}+';

/** As chat writes them; months and words of operations are none. */
export const GIVEN_SMALL = String.raw`(?<![\p{L}\p{N}_.@/-])(?:${firstNames.filter((name) => name.length > 3 && !SMALL_WORDS.has(name)).join('|')})(?![\p{L}\p{N}_./-])`;

/** A noun that is only a modifier (“engineer’s script”, “admin API”) is kept out by what may follow an agent. */
export const PERSON = String.raw`(?:(?<![\p{L}\p{N}_-])(?:${ROLE_NOUN}|${anyCase(PRONOUNS)}|${WHO}|${DEPARTMENTS}|(?:Mr|Ms|Mrs|Dr)\.? \p{Lu}\p{L}+|${GIVEN})(?!['’]s\b|[\p{L}\p{N}_-])|${MENTION})`;

/** Told of an absence: nobody did. */
export const NOBODY = String.raw`[Nn]obody|[Nn]o one|[Nn]o-one|[Nn]ot one of (?:the )?[\p{L}-]+|[Nn]one of (?:us|them|(?:the )?[\p{L}-]+)|[Nn]either (?:of )?(?:the )?[\p{L}-]+(?: nor (?:the )?[\p{L}-]+)?|[Ee]veryone|[Ee]verybody`;

/** May be a person or a program: an operator of Kubernetes, a user agent, “they”. */
export const PERHAPS = String.raw`(?<![\p{L}\p{N}_-])(?:[Oo]perators?|[Tt]hey|[Oo]wners?|[Aa]uthors?|[Nn]obody|[Nn]o one|[Ee]veryone|[Ee]verybody|[Ll]eads?)(?!['’]s\b|[\p{L}\p{N}_-])`;

/** A capitalised word that is not known for a name. */
export const NAMED = String.raw`(?<![\p{L}\p{N}_.-])(?!(?:The|An?|It|Its|This|That|These|Those|There|When|While|After|Before|If|Our|Their|Each|Every|No|Not|All|In|On|At|Then|But|And|As|For|Because|Since|One|Both|Some|Any|His|Her|My|Your|What|Which|How|Why|So|Also|By|To|From|With|During|Only|Most|Many|Nothing|None|Nobody|Neither|Not|Customers?|Users?|We|You|He|She|They)\b)\p{Lu}\p{Ll}+(?:-\p{L}+)?(?: \p{Lu}[\p{Ll}'’-]+)?(?![\p{L}\p{N}_-])`;

/** “the engineer’s”, “Jane’s”, “his”. */
export const OWNER = String.raw`(?:(?<![\p{L}\p{N}_-])(?:(?:${ROLE_NOUN}|[Oo]perators?|[Uu]sers?|[Oo]wners?|${GIVEN})['’]s?|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Yy]our|[Oo]ur|[Ww]hose)(?![\p{L}\p{N}_-])|(?:${MENTION})['’]s)`;

/** Up to three words before a noun: “the”, “a tired junior”. */
export const BEFORE_NOUN = String.raw`(?:(?:[Tt]he|[Aa]n?|[Oo]ur|[Tt]heir|[Oo]ne|[Tt]hat|[Tt]his|[Ss]ome) )?(?:[\p{L}-]+ ){0,2}`;
