/** What gives away how an application is built, and how it is told. Every repetition is bounded. */
const LEAKS: readonly (readonly [string, RegExp])[] = [
  ['Java stack trace', /\bat [\w$.]{1,200}\([\w$]{1,100}\.(?:java|kt|scala|groovy)(?::\d{1,6})?\)/],
  ['Python traceback', /Traceback \(most recent call last\)/],
  ['JavaScript stack trace', /\bat [^\n]{1,200}?\.[cm]?[jt]s:\d{1,6}:\d{1,6}/],
  ['.NET stack trace', /\bat [\w.`<>]{1,200}\([^()\n]{0,200}\) in [^\n]{1,200}:line \d{1,6}/],
  ['PHP stack trace', /Stack trace:\s{0,8}#0 /],
  ['Go stack trace', /goroutine \d{1,9} \[[a-z ]{1,40}/],
  ['Ruby backtrace', /\.rb:\d{1,6}:in [`']/],
  [
    'SQL error',
    /\b(?:syntax error at or near|unterminated quoted string|You have an error in your SQL syntax|ORA-\d{5}|SQLSTATE\[?\w{0,5}|quoted string not properly terminated|Unclosed quotation mark|near "[^"]{0,40}": syntax error)/i,
  ],
  [
    'database driver',
    /\b(?:psycopg2?\.|PG::\w{1,60}Error|sqlite3\.\w{1,40}Error|com\.mysql\.|org\.postgresql\.|java\.sql\.SQL)/,
  ],
  [
    'database schema',
    /\b(?:information_schema|pg_catalog|sqlite_master)\b|\b(?:relation|column|table) "?[\w.]{1,100}"? does not exist/i,
  ],
  [
    'SQL statement',
    /\b(?:SELECT\s[^\n]{1,300}?\sFROM\s|INSERT INTO\s|UPDATE\s\w{1,60}\sSET\s|CREATE TABLE\s)/,
  ],
];

/** Names of what a response shows of its inside: stack traces, schemas, statements. */
export const leaksIn = (text: string): readonly string[] =>
  LEAKS.filter(([, pattern]) => pattern.test(text)).map(([name]) => name);
