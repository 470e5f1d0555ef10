/** Causes of causes that are told. */
const CAUSES_MAX = 5;

/** What a log says of an error. */
export interface ToldError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly where?: string;
  readonly mend?: string;
  readonly stack?: string;
  readonly cause?: ToldError;
}

/**
 * An error for the log, by the members that are for reading. Libraries hang what they work with on their errors: pg its
 * client with the password and the key that cancels queries, Slack's the request with its token.
 */
export function toldError(error: unknown, depth = 0): ToldError {
  if (!(error instanceof Error))
    return { type: typeof error, message: typeof error === 'string' ? error : '' };
  const text = (member: 'code' | 'where' | 'mend') => {
    const value: unknown = member in error ? Reflect.get(error, member) : undefined;
    return typeof value === 'string' ? { [member]: value } : {};
  };
  return {
    type: error.name,
    message: error.message,
    ...text('code'),
    ...text('where'),
    ...text('mend'),
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(error.cause === undefined || depth >= CAUSES_MAX ? {} : { cause: toldError(error.cause, depth + 1) }),
  };
}
