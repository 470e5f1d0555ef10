import type { RcaError } from '../domain/errors.ts';
import type { Running } from './source.ts';

/** A failed call, told for a person, and whether the same call may succeed a little later. */
export interface Failure {
  readonly error: RcaError;
  readonly transient: boolean;
}

const attemptsMax = 5;
const firstDelayMs = 500;

/**
 * Calls until it succeeds, at most five times, 0.5, 1, 2 and 4 seconds apart. Throws the last failure's error;
 * what `explain` does not know (null) is thrown as it is, and a stopped run throws its signal's reason.
 */
export async function withRetries<Reply>(
  running: Running,
  call: () => Promise<Reply>,
  explain: (cause: unknown) => Failure | null,
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (cause) {
      running.signal.throwIfAborted();
      const failure = explain(cause);
      if (failure === null) throw cause;
      if (!failure.transient || attempt === attemptsMax) throw failure.error;
    }
    await running.sleep(firstDelayMs * 2 ** (attempt - 1));
    running.signal.throwIfAborted();
  }
}
