import type { JsonObject } from '../json.ts';
import { asNumber, asObject, asText } from '../json.ts';
import type { GivenZone } from '../local-time.ts';
import { parameterCount } from './parameters.ts';
import { tokensOf } from './sql.ts';
import { logTime, type ZoneFrom } from './time.ts';

export type Binding = 'bound' | 'simple' | 'none';

export interface Statement {
  readonly text: string;
  readonly binding: Binding;
  readonly parameters: number | undefined;
  /** The line was written before the statement ran, not after. */
  readonly isStart: boolean;
}

/** What one line of the log tells, apart from the members that every line has. */
export type Told =
  | { readonly tells: 'statement'; readonly statement: Statement }
  /** A duration, or the parse or bind step of a statement that has or will have its own line. */
  | { readonly tells: 'step' }
  | {
      readonly tells: 'error';
      readonly code: string | undefined;
      /** Absent when no statement ran, or when `log_min_error_statement` keeps it out of the log. */
      readonly statement: Statement | undefined;
      readonly isIdle: boolean;
    }
  | { readonly tells: 'sign-in'; readonly succeeded: boolean; readonly code: string | undefined }
  | { readonly tells: 'audit'; readonly audited: Audited }
  /** The session is over: what it had not committed is undone. */
  | { readonly tells: 'goodbye' }
  | { readonly tells: 'routine'; readonly name: string }
  | { readonly tells: 'unknown'; readonly name: string };

/** A line of the pgaudit extension. */
export interface Audited {
  readonly auditClass: string;
  readonly object: string | undefined;
  readonly text: string;
}

export interface LogLine {
  readonly at: string;
  readonly zoneFrom: ZoneFrom;
  readonly session: string;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly address: string | undefined;
  /** The session is not yet signed in. */
  readonly isStarting: boolean;
  readonly told: Told;
}

/** https://www.postgresql.org/docs/current/runtime-config-logging.html#RUNTIME-CONFIG-LOGGING-JSONLOG */
export function logLineOf(value: unknown, zone: GivenZone): LogLine | { readonly why: string } {
  const entry = asObject(value);
  if (entry === null) return { why: 'not an object' };
  const severity = asText(entry['error_severity']);
  if (severity === undefined) return { why: 'error_severity is missing' };
  const time = logTime(
    {
      timestamp: entry['timestamp'],
      sessionStart: entry['session_start'],
      sessionId: entry['session_id'],
    },
    zone,
  );
  if ('why' in time) return time;
  const address = asText(entry['remote_host']);
  return {
    at: time.at,
    zoneFrom: time.zoneFrom,
    session: asText(entry['session_id']) ?? `pid ${asNumber(entry['pid']) ?? 'unknown'}`,
    user: asText(entry['user']),
    database: asText(entry['dbname']),
    address: address === '[local]' ? undefined : address,
    isStarting: STARTING.test(asText(entry['ps']) ?? ''),
    told: isError(severity, asText(entry['state_code'])) ? toldByError(entry) : toldByLog(entry),
  };
}

const STARTING = /^(?:startup|authentication|)$/;

const ERRORS: ReadonlySet<string> = new Set(['ERROR', 'FATAL', 'PANIC']);
const NO_ERROR = /^(?:LOG|WARNING|NOTICE|INFO|DEBUG\d?|STATEMENT|DETAIL|HINT|CONTEXT|QUERY)$/;
/** Classes of SQLSTATE that tell of success, of a warning and of no data. */
const SUCCESS = /^0[012]/;

/** The word for the severity is of the server's language; the SQLSTATE beside it is not. */
const isError = (severity: string, code: string | undefined): boolean =>
  ERRORS.has(severity) || (!NO_ERROR.test(severity) && code !== undefined && !SUCCESS.test(code));

/** Class 28 of SQLSTATE: invalid authorisation specification. */
const AUTHORISATION_CLASS = '28';

const STATEMENT =
  /^(duration: [\d.]+ ms +)?(?:(statement)|(parse|bind|execute) (fetch from )?[^:]*): ([\s\S]*)$/;

function toldByLog(entry: JsonObject): Told {
  const message = typeof entry['message'] === 'string' ? entry['message'] : '';
  const match = STATEMENT.exec(message);
  if (match === null) {
    if (message.startsWith('duration: ')) return { tells: 'step' };
    if (message.startsWith('connection authorized: '))
      return { tells: 'sign-in', succeeded: true, code: undefined };
    return toldByMessage(message);
  }
  const [, duration, simple, step, fetch, text = ''] = match;
  // More rows of a portal that was executed before: https://www.postgresql.org/docs/current/protocol-flow.html
  if (step === 'parse' || step === 'bind' || fetch !== undefined) return { tells: 'step' };
  const isStart = duration === undefined;
  if (simple !== undefined) {
    return { tells: 'statement', statement: { text, binding: 'simple', parameters: undefined, isStart } };
  }
  const counted = parameterCount(asText(entry['detail']));
  return { tells: 'statement', statement: { text, isStart, ...bindingOf(text, counted) } };
}

/** https://github.com/pgaudit/pgaudit#format: the statement and what follows it may hold commas of their own. */
const AUDIT = /^AUDIT: (?:SESSION|OBJECT),\d+,\d+,([A-Z]+),[^,]*,[^,]*,([^,]*),([\s\S]*)$/;

/** What the server says of itself in English while all is well, or of sessions that come and go. */
const ROUTINE =
  /^(?:connection (?:received|authenticated)|checkpoint(?:s)? |restartpoint |automatic (?:vacuum|analyze|aggressive vacuum)|starting |listening on |database system |received (?:fast|smart|immediate) shutdown|received SIGHUP|received promote|shutting down|aborting any active|background worker|logical replication|redirecting log|ending log output|redo |entering standby|consistent recovery|started streaming|selected new timeline|archive recovery|restored log file|recovery (?:stopping|restart|has paused)|autovacuum launcher|parameter "|temporary file|process \d+ (?:still waiting|acquired|avoided|detected)|replication |received replication|last completed transaction|worker process|all server processes|reloading|invalid length of startup|unexpected EOF|could not receive data|could not send data|using stale statistics|time zone)/;

function toldByMessage(message: string): Told {
  if (message.startsWith('disconnection: ')) return { tells: 'goodbye' };
  const audit = AUDIT.exec(message);
  if (audit !== null) {
    const [, auditClass = '', object = '', text = ''] = audit;
    return { tells: 'audit', audited: { auditClass, object: object === '' ? undefined : object, text } };
  }
  const name = nameOf(message);
  return ROUTINE.test(message) ? { tells: 'routine', name } : { tells: 'unknown', name };
}

/** The words before the first value. */
const nameOf = (message: string): string => (/^[^\d"'«„:=(]*/.exec(message)?.[0] ?? '').trim() || 'message';

/**
 * Values apart, or at least their placeholders, prove binding. Where the log does not list the values
 * (`log_parameter_max_length = 0`, a value that could not be bound) the highest placeholder is their number.
 */
function bindingOf(
  text: string,
  counted: number | null,
): { binding: Binding; parameters: number | undefined } {
  const parameters = counted ?? highestPlaceholder(text);
  return parameters > 0
    ? { binding: 'bound', parameters }
    : { binding: 'none', parameters: counted ?? undefined };
}

function highestPlaceholder(text: string): number {
  let highest = 0;
  if (!text.includes('$')) return highest;
  for (const token of tokensOf(text)) {
    if (token.kind === 'placeholder') highest = Math.max(highest, Number(token.text.slice(1)));
  }
  return highest;
}

function toldByError(entry: JsonObject): Told {
  const code = asText(entry['state_code']);
  if (code?.startsWith(AUTHORISATION_CLASS)) return { tells: 'sign-in', succeeded: false, code };
  const text = asText(entry['statement']);
  return {
    tells: 'error',
    code,
    statement: text === undefined ? undefined : failedStatement(entry, text),
    isIdle: isIdle(entry),
  };
}

const isIdle = (entry: JsonObject): boolean => asText(entry['ps'])?.startsWith('idle') ?? false;

/** A statement that failed before its own line was written: while it was parsed or its values were bound. */
function failedStatement(entry: JsonObject, text: string): Statement {
  const context = asText(entry['context']);
  if (context !== undefined && /portal(?: "[^"]*")? (?:with parameters:|parameter \$\d)/.test(context)) {
    return { text, isStart: false, ...bindingOf(text, parameterCount(context)) };
  }
  if (isIdle(entry)) {
    return { text, isStart: false, binding: 'simple', parameters: undefined };
  }
  return { text, isStart: false, ...bindingOf(text, null) };
}
