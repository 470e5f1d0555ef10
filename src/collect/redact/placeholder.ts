import { weightOfName } from './secret-names.ts';

/** Names a place that a value comes from: a variable, a template, a blank in a guide. */
const PLACEHOLDER =
  /\$\w{1,64}|\$\{\{?[ \t]*[\w.:-]{1,64}[ \t]*\}{0,2}|\$\([^()\r\n]{1,80}\)?|\{\{[^{}\r\n]{1,80}\}{0,2}|<[a-z][\w -]{1,40}>?|%\w{2,40}%|#\{[\w.]{1,64}\}/iy;
const READ_IN_CODE =
  /(?:await [a-z][^\n]{0,80}|(?:[a-z][A-Za-z]{0,31}\.){1,4}[a-z][A-Za-z]{1,31}\([^\s]{0,80}|[a-z_]{1,40}\.[a-z_]{0,24}(?:token|passw|secret|hash|key)[a-z_]{0,24}(?![\w.-])|(?:process\.env|os\.environ|os\.getenv|ENV|System\.getenv)[.[(]["'\w.]{1,64}[\])]?|(?:(?:req|request|params|props|args|body|this|self|config|cfg|settings|opts|options|env|user|state|form|ctx|event)\??\.){1,4}[A-Za-z_]\w{0,40}(?![\w.]*\d)(?=[\s;,)}\]]|$)|(?:\w{1,32}\.){0,4}(?:get|read|fetch|load|lookup|decrypt|resolve|generate|prompt|input)\w{0,32}\([\w., '"]{0,40}\))/iy;
/** Types of programming languages, behind a colon. */
const TYPE =
  /(?:string|str|text|bool|boolean|number|any|null|none|undefined|unknown|bytes|token)\b(?![\w.])[,;)?=|\]} ]{0,4}/iy;

const MASK =
  /\[(?:redacted|hidden|masked|filtered|removed)\]|\(sensitive(?: value)?\)|\(known after apply\)|<(?:redacted|hidden|masked)>|\*{3,}|x{4,}/iy;

/** Where a value's place is named instead of it, the offset behind that; else -1. */
export function afterPlaceholder(text: string, at: number): number {
  PLACEHOLDER.lastIndex = at;
  const match = PLACEHOLDER.exec(text);
  if (match !== null && weightOfName(match[0].replace(/[<>{}$]/g, ' ')) !== null)
    return PLACEHOLDER.lastIndex;
  MASK.lastIndex = at;
  if (MASK.test(text)) return MASK.lastIndex;
  READ_IN_CODE.lastIndex = at;
  return READ_IN_CODE.test(text) ? READ_IN_CODE.lastIndex : -1;
}

export function afterType(text: string, at: number): number {
  TYPE.lastIndex = at;
  return TYPE.test(text) ? TYPE.lastIndex : -1;
}
