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
const CALL = String.raw`(?:(?:(?:old_)?password|md5|sha\d{0,3}|crypt|encrypt|digest|hashbytes|hmac|pgp_sym_encrypt|aes_encrypt|quote_literal|coalesce|cast|convert|lower|trim|concat|some|any)[ \t]*\([ \t]*){0,2}`;
const SHELL_DEFAULT = String.raw`\$\{\w{1,40}:?[-=]`;
const OPEN = String.raw`(?:(?<dollar>\$\w{0,16}\$)|(?:${CALL}(?:(?:N|E|U&|B|X)?(?=')|@?(?=")|(?:\[[ \t]?|\{[ \t]?${QUOTE}\w{0,12}value${QUOTE}[ \t]?:[ \t]?)(?=\\*["']))|${SHELL_DEFAULT})?(?<quote>${QUOTE})?)`;

const ASSIGNED = new RegExp(
  String.raw`(?:${QUOTE}|\]|%22|%5D){0,2}(?<before>[ \t]*)(?:\/\*[^*\n]{0,64}\*\/[ \t]{0,4})?(?:=>|:=|={1,3}|<>|!=|:|%3[AD]|\xef\xbc[\x9a\x9d])(?<after>[ \t]*(?:\r?\n[ \t]*(?=")|\/\*[^*\n]{0,64}\*\/[ \t]{0,4}|\*{1,2}[ \t]{1,4}|got[ \t]{1,4}(?=["'\x60]))?)${OPEN}`,
  'iy',
);
const FLAG = new RegExp(String.raw`(?:[ \t]{1,8}|["'],[ \t]*)(?<quote>${QUOTE})?(?![ \t\-|;&<>])`, 'y');
const ELEMENT_BEFORE = /<(?:[\w.-]{1,24}:)?$/;
const ELEMENT =
  /(?:[ \t\r\n][^<>]{0,256})?(?<!\/)>[ \t\r\n]{0,64}(?:<[vV]alue>[ \t\r\n]{0,16})?(?<cdata><!\[CDATA\[)?(?!<)/y;
const SQL_WORD =
  /["\x60\]]?[ \t\r\n]{1,8}(?:to|(?:not[ \t]{1,4})?i?like|is[ \t]{1,4}(?:not[ \t]{1,4})?distinct[ \t]{1,4}from)[ \t]{0,8}(?:N|E|B)?(?<quote>')/iy;
/** A variable of a procedure with its type. */
const DECLARED =
  /[ \t]{1,8}(?:n?varchar\d?|text|n?char|character varying|string|nvarchar)(?:\((?:\d{1,5}|max)\))?[ \t]{0,4}(?::=|=|default)[ \t]{0,4}N?(?<quote>')/iy;
const IN_LIST = /["\x60\]]?[ \t\r\n]{1,8}in[ \t]{0,4}\((?=N?')/iy;
const OPTIONS_BEFORE = /\boptions[ \t\r\n]{0,8}\([^)]{0,280}$/i;
const OPTION = /["`]?[ \t\r\n]{1,8}(?<quote>')/y;
const CALL_BEFORE = new RegExp(String.raw`[\w\])]\([ \t]{0,8}${QUOTE}$`);
const LIST_BEFORE = new RegExp(String.raw`[[,(][ \t]{0,8}${QUOTE}$`);
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
/** `is` and `to` in the languages of the field, as bytes of UTF-8. */
const VERB = String.raw`(?:is|was|are|to|equals?|value|be|ist|war|lautet|auf|est|es|era|jest|\xc3[\xa8\xa9]|\xe3\x81\xaf|\xe6\x98\xaf|=)`;
const WORD_BETWEEN = String.raw`[ \t]{1,4}[(\[]?[A-Za-z\d\x80-\xff][\w\x80-\xff.'@-]{0,31}[)\]]?`;
const VALUE_OPEN = String.raw`(?:\\*["'\x60(*]|<\w{1,8}>)?`;
const AFTER_NAME = String.raw`(?:${QUOTE}|\*){0,2}(?:'s)?`;
const BLANK = String.raw`(?:\xc2\xa0|[ \t])`;
const SAID: readonly { readonly pattern: RegExp; readonly isTold: boolean }[] = [
  {
    pattern: new RegExp(
      String.raw`${AFTER_NAME}(?:${WORD_BETWEEN}){0,5}?[ \t]{1,4}${VERB}(?:[ \t]{1,2}(?:now|still|set|changed|equal|be|jetzt|nun|neu|maintenant|ahora)){0,2}(?:[ \t]to)?[ \t]{0,2}:?[ \t]{1,4}${VALUE_OPEN}`,
      'iy',
    ),
    isTold: true,
  },
  {
    pattern: new RegExp(
      String.raw`${AFTER_NAME}(?:${WORD_BETWEEN}){0,6}?${BLANK}{0,4}(?::(?=[ \t\xc2*])|\xef\xbc\x9a)(?:${BLANK}|\*){0,4}(?:got[ \t])?${VALUE_OPEN}`,
      'iy',
    ),
    isTold: true,
  },
  {
    pattern: new RegExp(
      String.raw`${AFTER_NAME}(?:${WORD_BETWEEN}){0,6}?[ \t]{0,4}:[ \t]{0,4}(?:(?:\r?\n|\\n|\\r\\n)[ \t]{0,8}){1,3}${VALUE_OPEN}`,
      'iy',
    ),
    isTold: false,
  },
  {
    pattern: new RegExp(
      String.raw`(?:${QUOTE}|[)*]){0,2}(?:'s)?(?:[ \t]{0,24}(?:->|\xe2\x86\x92|\||\][ \t]?\[|\.{2,24})[ \t]{0,24}|[ \t]{1,32}|(?=\())(?:[057][ \t]|\[)?${VALUE_OPEN}`,
      'iy',
    ),
    isTold: false,
  },
];
const VARIABLE_BEFORE = /(?:^|\s)variable[ \t]{1,8}"$/;
const VARIABLE_DEFAULT = /"[ \t]{0,8}\{[^{}]{0,256}?\bdefault[ \t]{0,16}=[ \t]{0,8}(?<quote>")/y;

const DOLLAR_QUOTED_MAX = 1_024;
const BEFORE_CHARACTERS = 80;
const OPTIONS_CHARACTERS = 300;

/** Finds where the value of a name is that stands from `start` to `end` in a text. */
export function valuePlace(text: string, start: number, end: number): ValuePlace | null {
  const before = text.slice(Math.max(0, start - BEFORE_CHARACTERS), start);
  return (
    (VARIABLE_BEFORE.test(before) ? quotedOrNot(VARIABLE_DEFAULT, text, end) : null) ??
    paired(text, end, before) ??
    markup(text, end, before) ??
    assigned(text, end) ??
    (isFlag(text, start) ? quotedOrNot(FLAG, text, end) : null) ??
    (groupsAt(IN_LIST, text, end) === null ? null : place(IN_LIST.lastIndex, ')')) ??
    quotedOrNot(SQL_WORD, text, end) ??
    quotedOrNot(DECLARED, text, end) ??
    argument(text, start, end, before)
  );
}

/** Where a value may stand that is told in words. */
export interface SaidPlace {
  readonly from: number;
  /** A word or a mark says that a value comes. */
  readonly isTold: boolean;
}

/** `the password for db1 is …`, `password -> …`, `| password | …`: what is said need not be a value. */
export function saidPlaces(text: string, end: number): readonly SaidPlace[] {
  return SAID.flatMap(({ pattern, isTold }) =>
    groupsAt(pattern, text, end) === null ? [] : [{ from: pattern.lastIndex, isTold }],
  );
}

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
