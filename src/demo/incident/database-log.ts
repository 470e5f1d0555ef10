import { sqlPayload } from './payloads.ts';
import { type Random, timesBetween } from './random.ts';
import type { Story } from './story.ts';

type Json = Readonly<Record<string, unknown>>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

const SEARCH = 'SELECT id, name, price FROM shop.products WHERE name ILIKE $1 ORDER BY rank LIMIT $2';
const ORDER = 'INSERT INTO shop.orders (customer_id, product_id, amount) VALUES ($1, $2, $3)';
const TABLES = 'shop.products, shop.orders, shop.customers';

interface Entry {
  readonly atMs: number;
  readonly role: string;
  readonly entry: Json;
}

/** PostgreSQL's log in JSON lines around the incident, with log_statement = all. */
export function databaseLog(story: Story, random: Random): string {
  const appEntries = applicationEntries(story, random);
  const entries = [...appEntries, ...rotationEntries(story)].sort((a, b) => a.atMs - b.atMs);
  const lineNumbers = new Map<string, number>();
  return entries
    .map(({ atMs, role, entry }) => {
      const line = (lineNumbers.get(role) ?? 0) + 1;
      lineNumbers.set(role, line);
      return `${JSON.stringify({ ...commonOf(atMs, role, line, story), ...entry })}\n`;
    })
    .join('');
}

function commonOf(atMs: number, role: string, line: number, story: Story): Json {
  const shown = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').replace('Z', ' UTC');
  const pid = role === 'dba' ? 4_127 : role === 'app_rw' ? 3_911 : 4_210;
  return {
    timestamp: shown(atMs),
    user: role,
    dbname: 'shop',
    pid,
    remote_host: role === 'dba' ? '10.20.1.5' : '10.20.3.14',
    remote_port: 40_000 + pid,
    session_id: `${Math.floor(story.fromMs / SECOND_MS).toString(16)}.${pid.toString(16)}`,
    line_num: line,
    session_start: `${shown(story.fromMs).slice(0, 19)} UTC`,
    txid: 0,
    application_name: role === 'dba' ? 'psql' : 'shop-api',
    backend_type: 'client backend',
    query_id: 0,
  };
}

const logged = (message: string, detail?: string): Json => ({
  error_severity: 'LOG',
  message,
  ...(detail !== undefined && { detail }),
});

const bound = (text: string, ...values: readonly string[]): Json =>
  logged(
    `execute <unnamed>: ${text}`,
    `Parameters: ${values.map((value, index) => `$${index + 1} = ${quoted(value)}`).join(', ')}`,
  );

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The application binds what the probing sends: payloads stand in values, never in the text. */
function applicationEntries(story: Story, random: Random): readonly Entry[] {
  const { startedMs, mitigatedMs, anchorMs, roleCreatedMs } = story;
  const role = (atMs: number): string => (atMs < roleCreatedMs + 45 * SECOND_MS ? 'app_rw' : 'app_rw_v2');
  const at = (atMs: number, entry: Json): Entry => ({ atMs, role: role(atMs), entry });
  const everyday = timesBetween(140, startedMs - HOUR_MS / 2, anchorMs - HOUR_MS, () => 1, random);
  const probed = timesBetween(160, startedMs + MINUTE_MS, mitigatedMs, () => 1, random);
  return [
    at(
      startedMs - HOUR_MS / 2,
      logged('connection authorized: user=app_rw database=shop application_name=shop-api'),
    ),
    at(
      roleCreatedMs + 46 * SECOND_MS,
      logged('connection authorized: user=app_rw_v2 database=shop application_name=shop-api'),
    ),
    ...everyday.map((atMs) =>
      at(
        atMs,
        random.next() < 0.7
          ? bound(SEARCH, `%${random.pick(['lamp', 'desk', 'chair', "children's bed"])}%`, '20')
          : bound(ORDER, String(random.whole(1, 400)), String(random.whole(1, 90)), '1'),
      ),
    ),
    ...probed.map((atMs) => at(atMs, bound(SEARCH, `%${sqlPayload(random)}%`, '20'))),
    at(startedMs + 11 * MINUTE_MS, {
      error_severity: 'ERROR',
      state_code: '22P02',
      message: 'invalid input syntax for type integer: "1 OR 1=1"',
      context: "unnamed portal parameter $2 = '1 OR 1=1'",
      statement: SEARCH,
      ps: 'BIND',
    }),
  ];
}

/** The application's role is replaced; the first attempt to drop the old one fails on what it owns. */
function rotationEntries({ roleCreatedMs, roleDroppedMs }: Story): readonly Entry[] {
  const at = (atMs: number, text: string): Entry => ({
    atMs,
    role: 'dba',
    entry: { ...logged(`statement: ${text}`), ps: 'idle' },
  });
  return [
    at(roleCreatedMs, "CREATE ROLE app_rw_v2 LOGIN PASSWORD 'n3w-Passw0rd-of-the-demo'"),
    at(roleCreatedMs + 2 * SECOND_MS, `GRANT SELECT, INSERT, UPDATE ON ${TABLES} TO app_rw_v2`),
    at(roleDroppedMs - 3 * MINUTE_MS, `REVOKE SELECT, INSERT, UPDATE ON ${TABLES} FROM app_rw`),
    at(roleDroppedMs - 2 * MINUTE_MS, 'ALTER ROLE app_rw NOLOGIN'),
    at(roleDroppedMs - MINUTE_MS, 'DROP ROLE app_rw'),
    {
      atMs: roleDroppedMs - MINUTE_MS + 3,
      role: 'dba',
      entry: {
        error_severity: 'ERROR',
        state_code: '2BP01',
        message: 'role "app_rw" cannot be dropped because some objects depend on it',
        detail: 'owner of sequence shop.orders_id_seq',
        statement: 'DROP ROLE app_rw',
        ps: 'DROP ROLE',
      },
    },
    at(roleDroppedMs - 20 * SECOND_MS, 'REASSIGN OWNED BY app_rw TO shop_owner'),
    at(roleDroppedMs, 'DROP ROLE app_rw'),
  ];
}
