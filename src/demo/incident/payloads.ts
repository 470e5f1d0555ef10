import type { Random } from './random.ts';

/** What the probing sent as `q`, before it is encoded for a URL. */
const SQL_PAYLOADS = [
  "1' OR '1'='1",
  "1' OR '1'='1' -- -",
  "' UNION SELECT username, password FROM users --",
  "x' AND 1=(SELECT COUNT(*) FROM information_schema.tables) --",
  "1'; SELECT pg_sleep(5) --",
  "') OR ('a'='a",
  '1 UNION SELECT NULL,version(),NULL',
  "%' AND extractvalue(1,concat(0x7e,database())) AND '%'='",
  "<script>alert(document.domain)</script>' OR 1=1 --",
  '=HYPERLINK("//203.0.113.66")\' OR 2>1 --',
  "<!channel> {{7*7}} ' OR 'x'='x",
  "\u202e' OR 1=1 --\u202c",
] as const;

export const sqlPayload = (random: Random): string => random.pick(SQL_PAYLOADS);

const MATCHED = /(?:\b(?:or|and|union|select|from|sleep)\b|'|--|=|\d+)/gi;

/** What WAF lists as matched: a few tokens of the payload, never the whole. */
export const matchedData = (payload: string): readonly string[] => (payload.match(MATCHED) ?? []).slice(0, 5);
