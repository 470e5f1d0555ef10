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
] as const;

const PLAIN =
  'staff|people|folks|management|leadership|personnel|crew|devops|ops|qa|on-call|someone|somebody';

/** Nobody but a person is meant: a role, a pronoun, a mention, a given name. */
const PRONOUNS = 'he|she|we|i|you|who';
const MENTION = String.raw`<@[UW][A-Z0-9]+(?:\|[^>]*)?>|(?<![\w.])@[a-z][\w.-]{1,40}`;
const capitalised = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const GIVEN = String.raw`(?:${firstNames.map(capitalised).join('|')})(?: \p{Lu}[\p{L}'’-]+)?`;

/** Letter case counts: names are told by it, and what else may begin a sentence is spelled both ways. */
const anyCase = (words: string): string =>
  words.replaceAll(/(?<![\\\p{L}])\p{Ll}/gu, (letter) => `[${letter}${letter.toUpperCase()}]`);

const ROLE_NOUN = `(?:${ROLES.map((role) => `${anyCase(role)}s?`).join('|')}|${anyCase(PLAIN)}|DBAs?|SREs?|CTO|CEO|CISO|QA)`;

/** A noun that is only a modifier (“engineer’s script”, “admin API”) is kept out by what may follow an agent. */
export const PERSON = String.raw`(?:(?<![\p{L}\p{N}_-])(?:${ROLE_NOUN}|${anyCase(PRONOUNS)}|${GIVEN})(?!['’]s\b|[\p{L}\p{N}_-])|${MENTION})`;

/** May be a person or a program: an operator of Kubernetes, a user agent, “they”. */
export const PERHAPS = String.raw`(?<![\p{L}\p{N}_-])(?:[Oo]perators?|[Tt]hey|[Uu]sers?|[Cc]ustomers?|[Oo]wners?|[Aa]uthors?|[Nn]obody|[Nn]o one|[Ee]veryone|[Ee]verybody|[Ll]eads?)(?!['’]s\b|[\p{L}\p{N}_-])`;

/** A capitalised word that is not known for a name. */
export const NAMED = String.raw`(?<![\p{L}\p{N}_.-])(?!(?:The|An?|It|Its|This|That|These|Those|There|When|While|After|Before|If|Our|Their|Each|Every|No|Not|All|In|On|At|Then|But|And|As|For|Because|Since|One|Both|Some|Any|His|Her|My|Your|What|Which|How|Why|So|Also|By|To|From|With|During|Only|Most|Many|Nothing|None)\b)\p{Lu}\p{Ll}+(?: \p{Lu}[\p{Ll}'’-]+)?(?![\p{L}\p{N}_-])`;

/** “the engineer’s”, “Jane’s”, “his”. */
export const OWNER = String.raw`(?:(?<![\p{L}\p{N}_-])(?:(?:${ROLE_NOUN}|[Oo]perators?|[Uu]sers?|[Oo]wners?|${GIVEN})['’]s?|[Hh]is|[Hh]er|[Mm]y|[Yy]our|[Oo]ur)(?![\p{L}\p{N}_-])|(?:${MENTION})['’]s)`;

/** Up to three words before a noun: “the”, “a tired junior”. */
export const BEFORE_NOUN = String.raw`(?:(?:[Tt]he|[Aa]n?|[Oo]ur|[Tt]heir|[Oo]ne|[Tt]hat|[Tt]his|[Ss]ome) )?(?:[\p{L}-]+ ){0,2}`;
