/** Where a value that belongs to a name begins, and what ends it. */
export interface ValuePlace {
  readonly from: number;
  /** What closes the value; absent where its characters tell. */
  readonly closedBy?: string;
  /** Behind a colon and a blank, as in a sentence. */
  readonly isProse: boolean;
  /** Name and value in turn, in a list that may be one of names alone. */
  readonly isListed?: true;
}

const QUOTE = String.raw`\\*["'\x60]`;
/** Functions that a value goes through before it is stored. */
const CALL = String.raw`(?:(?:(?:old_)?password|md5|sha\d{0,3}|crypt|encrypt|digest|hashbytes|hmac|pgp_sym_encrypt|aes_encrypt|quote_literal|coalesce|cast|convert|lower|trim)[ \t]*\([ \t]*){0,2}`;
const SHELL_DEFAULT = String.raw`\$\{\w{1,40}:?[-=]`;
const OPEN = String.raw`(?:(?<dollar>\$\w{0,16}\$)|(?:${CALL}(?:N|E|U&|B|X)?(?=')|${SHELL_DEFAULT})?(?<quote>${QUOTE})?)`;

const ASSIGNED = new RegExp(
  String.raw`(?:${QUOTE}|\]|%22|%5D){0,2}(?<before>[ \t]*)(?:=>|:=|={1,3}|<>|!=|:|%3[AD])(?<after>[ \t]*(?:\r?\n[ \t]*(?="))?)${OPEN}`,
  'iy',
);
const FLAG = new RegExp(String.raw`(?:[ \t]{1,8}|["'],[ \t]*)(?<quote>${QUOTE})?(?![ \t\-|;&<>])`, 'y');
const ELEMENT_BEFORE = /<(?:[\w.-]{1,24}:)?$/;
const ELEMENT = /(?:[ \t\r\n][^<>]{0,256})?(?<!\/)>[ \t\r\n]{0,64}(?<cdata><!\[CDATA\[)?(?!<)/y;
const SQL_WORD =
  /["\x60\]]?[ \t\r\n]{1,8}(?:to|(?:not[ \t]{1,4})?i?like|(?:not[ \t]{1,4})?in[ \t]{0,4}\(|is[ \t]{1,4}(?:not[ \t]{1,4})?distinct[ \t]{1,4}from)[ \t]{0,8}(?:N|E|B)?(?<quote>')/iy;
const OPTIONS_BEFORE = /\boptions[ \t\r\n]{0,8}\([^)]{0,280}$/i;
const OPTION = /["`]?[ \t\r\n]{1,8}(?<quote>')/y;
const CALL_BEFORE = new RegExp(String.raw`[\w\])]\([ \t]{0,8}${QUOTE}$`);
const LIST_BEFORE = new RegExp(String.raw`[[,][ \t]{0,8}${QUOTE}$`);
const ARGUMENT = new RegExp(String.raw`${QUOTE}[ \t]{0,8},[ \t\r\n]{0,40}(?<quote>${QUOTE})`, 'y');

const NAME_WORD = String.raw`(?:\w{0,20}(?:name|key|field|header|param|parameter|option|variable|property|attribute)|id|k)`;
const PAIR_BEFORE = new RegExp(
  String.raw`(?<![A-Za-z])${NAME_WORD}(?:${QUOTE})?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}(?:${QUOTE})?$`,
  'i',
);
const NAME_ELEMENT_BEFORE = new RegExp(String.raw`<(?:\w{1,16}:)?${NAME_WORD}>[ \t\r\n]{0,8}$`, 'i');
const VALUE_WORD = String.raw`(?:\w{0,20}value|val|v|string|default|text|content|data)`;
const PAIRED = new RegExp(
  String.raw`(?:${QUOTE})?(?:[ \t\r\n,;&]{1,64}|[ \t\r\n,;]{1,8}[^<>\r\n=]{1,40}[=:][^<>\r\n=]{1,40}[ \t\r\n,;]{1,8})(?:${QUOTE})?${VALUE_WORD}(?:${QUOTE})?[ \t]{0,8}(?:=>|[:=])[ \t]{0,8}(?:\{[ \t]{0,8}${QUOTE}\w{0,12}value${QUOTE}[ \t]{0,8}:[ \t]{0,8})?(?<quote>${QUOTE})?`,
  'iy',
);
const PAIRED_ELEMENT = new RegExp(
  String.raw`(?:[ \t\r\n]{0,8}<\/[\w.:-]{1,40}>|${QUOTE}[^<>]{0,128}(?<!\/)>)[ \t\r\n]{0,64}(?:<(?:\w{1,16}:)?${VALUE_WORD}(?:[ \t][^<>]{0,128})?>)?(?<cdata><!\[CDATA\[)?(?!<)`,
  'iy',
);
const FORM_DATA_BEFORE = /form-data;[ \t]{0,4}name=\\*"?$/i;
const FORM_DATA =
  /\\*"?(?:;[^\r\n\\]{0,256})?(?:(?:\r?\n|\\r\\n|\\n)[\w-]{1,40}:[^\r\n\\]{0,256}){0,4}(?:\r?\n|\\r\\n|\\n){2}/y;
const SAID =
  /[ \t]{1,4}(?:is|was|=|(?:is[ \t])?(?:now|set to|changed to))[ \t]{1,4}(?:now[ \t]{1,4}|still[ \t]{1,4})?(?<quote>["'`])?/iy;

const DOLLAR_QUOTED_MAX = 1_024;
const BEFORE_CHARACTERS = 80;
const OPTIONS_CHARACTERS = 300;

/** Finds where the value of a name is that stands from `start` to `end` in a text. */
export function valuePlace(text: string, start: number, end: number): ValuePlace | null {
  const before = text.slice(Math.max(0, start - BEFORE_CHARACTERS), start);
  return (
    paired(text, end, before) ??
    markup(text, end, before) ??
    assigned(text, end) ??
    (isFlag(text, start) ? quotedOrNot(FLAG, text, end) : null) ??
    quotedOrNot(SQL_WORD, text, end) ??
    argument(text, start, end, before)
  );
}

/** `the password is …`: what is said need not be a value. */
export const saidPlace = (text: string, end: number): ValuePlace | null => quotedOrNot(SAID, text, end);

function groupsAt(pattern: RegExp, text: string, at: number): Record<string, string | undefined> | null {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match === null ? null : (match.groups ?? {});
}

const place = (from: number, closedBy: string | undefined, isProse = false): ValuePlace =>
  closedBy === undefined ? { from, isProse } : { from, closedBy, isProse };

function quotedOrNot(pattern: RegExp, text: string, at: number): ValuePlace | null {
  const groups = groupsAt(pattern, text, at);
  return groups === null ? null : place(pattern.lastIndex, groups['quote']);
}

function assigned(text: string, end: number): ValuePlace | null {
  const groups = groupsAt(ASSIGNED, text, end);
  if (groups === null) return null;
  const from = ASSIGNED.lastIndex;
  const { after = '', dollar, quote } = groups;
  const isSql = dollar !== undefined && text.slice(end, from).includes('=');
  if (isSql && text.slice(from, from + DOLLAR_QUOTED_MAX).includes(dollar)) return place(from, dollar);
  const start = dollar === undefined ? from : from - dollar.length;
  const isProse = after !== '' && text.slice(end, from).includes(':') && quote === undefined;
  const byDefault = quote === undefined && text.slice(end, from).includes('${') ? '}' : undefined;
  return place(start, quote ?? byDefault, isProse);
}

/** `<password>…</password>`, `<key>password</key><string>…`, `<entry name="password">…`. */
function markup(text: string, end: number, before: string): ValuePlace | null {
  const element = ELEMENT_BEFORE.test(before)
    ? ELEMENT
    : NAME_ELEMENT_BEFORE.test(before) || (before.includes('<') && PAIR_BEFORE.test(before))
      ? PAIRED_ELEMENT
      : null;
  const groups = element === null ? null : groupsAt(element, text, end);
  if (element === null || groups === null) return null;
  return place(element.lastIndex, groups['cdata'] === undefined ? '<' : ']]>');
}

function paired(text: string, end: number, before: string): ValuePlace | null {
  if (FORM_DATA_BEFORE.test(before)) {
    if (groupsAt(FORM_DATA, text, end) === null) return null;
    const from = FORM_DATA.lastIndex;
    return place(from, text.slice(from - 4, from).includes('\\') ? '\\' : '\n');
  }
  return PAIR_BEFORE.test(before) ? quotedOrNot(PAIRED, text, end) : null;
}

function argument(text: string, start: number, end: number, before: string): ValuePlace | null {
  if (CALL_BEFORE.test(before)) return quotedOrNot(ARGUMENT, text, end);
  if (LIST_BEFORE.test(before)) {
    const listed = quotedOrNot(ARGUMENT, text, end);
    return listed === null ? null : { ...listed, isListed: true };
  }
  const further = text.slice(Math.max(0, start - OPTIONS_CHARACTERS), start);
  return OPTIONS_BEFORE.test(further) ? quotedOrNot(OPTION, text, end) : null;
}

/** `--password`, `-Password`, but not a name with a hyphen before it in a list. */
const isFlag = (text: string, start: number): boolean =>
  text[start] === '-' &&
  /[A-Za-z-]/.test(text[start + 1] ?? '') &&
  /^$|[\s"'`([,]/.test(text[start - 1] ?? '');
