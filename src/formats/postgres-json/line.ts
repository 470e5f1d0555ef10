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
  | { readonly tells: 'nothing' };

export interface LogLine {
  readonly at: string;
  readonly zoneFrom: ZoneFrom;
  readonly session: string;
  readonly user: string | undefined;
  readonly database: string | undefined;
  readonly address: string | undefined;
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
    told: ERRORS.has(severity) ? toldByError(entry) : toldByLog(entry),
  };
}

const ERRORS: ReadonlySet<string> = new Set(['ERROR', 'FATAL', 'PANIC']);

/** Class 28 of SQLSTATE: invalid authorisation specification. */
const AUTHORISATION_CLASS = '28';

const STATEMENT =
  /^(duration: [\d.]+ ms +)?(?:(statement)|(parse|bind|execute) (?:fetch from )?([^:]*)): ([\s\S]*)$/;

function toldByLog(entry: JsonObject): Told {
  const message = typeof entry['message'] === 'string' ? entry['message'] : '';
  const match = STATEMENT.exec(message);
  if (match === null) {
    if (message.startsWith('duration: ')) return { tells: 'step' };
    if (message.startsWith('connection authorized: '))
      return { tells: 'sign-in', succeeded: true, code: undefined };
    return { tells: 'nothing' };
  }
  const [, duration, simple, step, , text = ''] = match;
  if (step === 'parse' || step === 'bind') return { tells: 'step' };
  const isStart = duration === undefined;
  if (simple !== undefined) {
    return { tells: 'statement', statement: { text, binding: 'simple', parameters: undefined, isStart } };
  }
  const counted = parameterCount(asText(entry['detail']));
  return { tells: 'statement', statement: { text, isStart, ...bindingOf(text, counted) } };
}

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
