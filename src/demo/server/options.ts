/** A call as it reached the server. */
export interface ServedCall {
  /** `FilterLogEvents`, `GetWebACL`, `query_range`, … */
  readonly operation: string;
  /** How many calls of this operation there have been, this one included. */
  readonly count: number;
  readonly input: unknown;
}

/** What goes wrong with a call instead of an answer. */
export type Fault =
  /** AccessDeniedException, or 403 without the AWS protocol. */
  | 'deny'
  /** ThrottlingException, or 429. */
  | 'throttle'
  /** InternalFailure, or 500. */
  | 'fail'
  /** The connection is closed without an answer. */
  | 'drop'
  /** No answer, and the connection stays open. */
  | 'hang'
  /** Status 200 and a body that is not JSON. */
  | 'garbage';

export interface FixtureOptions {
  /** The server's clock: Date header, quotas, what counts as the last three hours. Default: the machine's. */
  readonly nowMs?: () => number;
  /** Default: a free one. */
  readonly port?: number;
  /** Asked before each call is answered. */
  readonly fault?: (call: ServedCall) => Fault | null;
  /** How an Insights query ends. `Running`: never. Default: `Complete`. */
  readonly insightsEnd?: 'Complete' | 'Failed' | 'Cancelled' | 'Timeout' | 'Unknown' | 'Running';
  /** Most events on a page of FilterLogEvents, at most and by default 10,000. */
  readonly logPageEventsMax?: number;
}

/** What every part of the server shares. */
export interface ServerContext {
  nowMs(): number;
  readonly options: FixtureOptions;
}

/** An HTTP answer, or none: the connection is closed or left open. */
export type Answer =
  | {
      readonly status: number;
      readonly contentType: string;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'drop'
  | 'hang';

export const garbage: Answer = {
  status: 200,
  contentType: 'text/html',
  body: '<!doctype html><title>Sign in</title>',
};

/** Notes a call, and says what goes wrong with it. */
export type Admit = (operation: string, input: unknown) => Fault | null;
