export const dataStates = ['confirmed-none', 'not-confirmed', 'detail'] as const;

/** How many requests, as an estimate over samples. */
export interface RequestFigures {
  /** Requests in the time of the effects; without effects in the window. */
  readonly total: number | null;
  readonly failed: number | null;
  /** Answered, and refused for want of a right: 401, 403. */
  readonly refused: number | null;
  /** How the figures were made, and over what time; null without figures. */
  readonly method: string | null;
  /** Of `failed`, or of `refused` where no share of failures is in evidence. */
  readonly boundsLow: number | null;
  /** Null where samples are missing: nobody knows how many more there were. */
  readonly boundsHigh: number | null;
  /** What is missing could only add to these figures. */
  readonly atLeast: boolean;
}

/** One way that data can leave by, and what evidence says of it. */
export interface DataCheck {
  readonly what: string;
  readonly found: 'nothing' | 'something' | 'not-checked';
  readonly why: string;
  readonly evidence: readonly string[];
}

/** What an incident did to those who use the services: every figure from evidence, or null with its reason. */
export interface Impact {
  readonly requests: RequestFigures;
  /** Null: no evidence counts people. */
  readonly users: number | null;
  /** Time that indicators of harm were out of their usual band. */
  readonly durationMs: number | null;
  readonly stillOpen: boolean;
  readonly availabilityLowest: number | null;
  readonly budgetSpentRatio: number | null;
  readonly services: readonly string[];
  readonly data: { readonly state: (typeof dataStates)[number]; readonly checked: readonly DataCheck[] };
  /** Why a figure is not there, or is no more than a bound. */
  readonly reasons: readonly { readonly figure: string; readonly why: string }[];
  readonly evidence: readonly string[];
}
