const LOOKS_LIKE_SQL = /['"`;]|--|\/\*|\b(?:or|and|union|select|sleep|waitfor|benchmark|drop)\b/i;
const CHARS_MIN = 4;
const CHARS_MAX = 512;

/** Values of a query string that look like SQL, decoded: what a probe wants to see inside a statement. */
export function payloadsOf(query: string): readonly string[] {
  return [...new URLSearchParams(query).values()].filter(
    (value) => value.length >= CHARS_MIN && value.length <= CHARS_MAX && LOOKS_LIKE_SQL.test(value),
  );
}

/** Whether a statement's text contains a payload, as it is or with its quotes doubled. */
export const holdsPayload = (statement: string, payloads: readonly string[]): boolean =>
  payloads.some(
    (payload) => statement.includes(payload) || statement.includes(payload.replaceAll("'", "''")),
  );
