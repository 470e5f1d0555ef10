import { terminalSafe } from './visible.ts';

/** Exit codes that scripts rely on: the user's mistake is 2, a failure outside of us is 3. */
export type Fault = 'user' | 'outside';

/** The parts of an error that a person needs: what, where, and what mends it. */
export interface Trouble {
  /** Stable, upper snake case, greppable: `CONFIG_INVALID`. */
  readonly code: string;
  /** One sentence: what was wrong. */
  readonly message: string;
  /** File, line, field, source or flag that it was wrong in. */
  readonly where?: string;
  /** One sentence: what to do about it. */
  readonly mend: string;
}

/** An error that is shown without a stack trace: somebody can mend it. */
export class RcaError extends Error implements Trouble {
  readonly code: string;
  readonly where?: string;
  readonly mend: string;
  readonly fault: Fault;

  constructor(fault: Fault, trouble: Trouble, options?: { readonly cause?: unknown }) {
    super(trouble.message, options);
    this.name = 'RcaError';
    this.code = trouble.code;
    if (trouble.where !== undefined) this.where = trouble.where;
    this.mend = trouble.mend;
    this.fault = fault;
  }
}

/** A mistake in what was typed, configured or handed in. */
export const userError = (trouble: Trouble, cause?: unknown): RcaError =>
  new RcaError('user', trouble, { cause });

/** Something that we depend on did not do its part. */
export const outsideError = (trouble: Trouble, cause?: unknown): RcaError =>
  new RcaError('outside', trouble, { cause });

/** Two lines for a person, never a stack trace. File names and services' words in it are not ours. */
export function tell({ code, message, where, mend }: Trouble): string {
  const place = where === undefined ? '' : ` (${terminalSafe(where)})`;
  return `${code}: ${terminalSafe(message)}${place}\n  mend: ${terminalSafe(mend)}`;
}

export const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
