/** The synthetic checks, in the order in which they are sent. */
export const probeChecks = [
  'authenticated',
  'unauthenticated',
  'disallowed-origin',
  'sqli',
  'sqli-authenticated',
  'token-malformed',
  'token-unsigned',
  'token-expired',
] as const;

export type ProbeCheck = (typeof probeChecks)[number];

/** What each check should be answered with. */
export const probeExpectations: Readonly<Record<ProbeCheck, string>> = {
  authenticated: '200 with RateLimit headers',
  unauthenticated: '401',
  'disallowed-origin': '403, or no CORS header that lets the origin in',
  sqli: '403 at the edge',
  'sqli-authenticated': '400, 422 or an empty 200',
  'token-malformed': '401, 403 or 400',
  'token-unsigned': '401, 403 or 400',
  'token-expired': '401, 403 or 400',
};

/** Checks whose token no server may take. */
export const forgedTokenChecks: ReadonlySet<ProbeCheck> = new Set([
  'token-malformed',
  'token-unsigned',
  'token-expired',
]);

/** What a body holds: nothing, a list without members, something else, or it was not seen to its end. */
export const probeBodies = ['empty', 'no-rows', 'content', 'unseen'] as const;
export type ProbeBody = (typeof probeBodies)[number];

/** What is judged of an answer. */
export interface ProbeAnswer {
  readonly check: ProbeCheck;
  /** Null: no answer came. */
  readonly status: number | null;
  /** Whether headers tell of a rate limit. */
  readonly rateLimited: boolean;
  /** Whether a CORS header lets the origin in that was sent. */
  readonly originAllowed: boolean;
  readonly body: ProbeBody;
}

/** `undecided`: what came says nothing of what was to be seen. */
export const probeOutcomes = ['expected', 'unexpected', 'undecided'] as const;
export type ProbeOutcome = (typeof probeOutcomes)[number];

export interface ProbeJudgement {
  readonly outcome: ProbeOutcome;
  /** What came, in words. */
  readonly seen: string;
}

/** Judges one answer. The same rule stands behind the timeline, the gates and what people are shown. */
export function judgeProbe(answer: ProbeAnswer): ProbeJudgement {
  const { check, status } = answer;
  if (status === null) return { outcome: 'undecided', seen: 'no answer' };
  if (status === 429) return { outcome: 'undecided', seen: '429: the rate limit answered' };
  if (status >= 500) return { outcome: 'unexpected', seen: `${status}: the application failed` };
  if (forgedTokenChecks.has(check)) return ofForgedToken(status);
  switch (check) {
    case 'authenticated':
      return ofAuthenticated(answer, status);
    case 'unauthenticated':
      return only(status, status === 401);
    case 'disallowed-origin':
      return ofOrigin(answer, status);
    case 'sqli':
      return only(status, status === 403);
    default:
      return ofBehindTheEdge(answer, status);
  }
}

const only = (status: number, isExpected: boolean): ProbeJudgement => ({
  outcome: isExpected ? 'expected' : 'unexpected',
  seen: String(status),
});

function ofAuthenticated({ rateLimited }: ProbeAnswer, status: number): ProbeJudgement {
  if (status !== 200) return only(status, false);
  return rateLimited
    ? { outcome: 'expected', seen: '200 with RateLimit headers' }
    : { outcome: 'unexpected', seen: '200 without RateLimit headers' };
}

function ofOrigin({ originAllowed }: ProbeAnswer, status: number): ProbeJudgement {
  if (status === 403) return only(status, true);
  return originAllowed
    ? { outcome: 'unexpected', seen: `${status}, and CORS headers let the origin in` }
    : { outcome: 'expected', seen: `${status}, no CORS header lets the origin in` };
}

/** A 403 or 401 comes from before the application's own handling of the value, which was to be seen. */
function ofBehindTheEdge({ body }: ProbeAnswer, status: number): ProbeJudgement {
  if (status === 400 || status === 422) return only(status, true);
  if (status === 403) return { outcome: 'undecided', seen: '403: stopped before the application' };
  if (status === 401) return { outcome: 'undecided', seen: '401: the token was not taken' };
  if (status !== 200) return only(status, false);
  if (body === 'unseen') return { outcome: 'undecided', seen: '200, its body was not seen whole' };
  return body === 'content'
    ? { outcome: 'unexpected', seen: '200 with content' }
    : { outcome: 'expected', seen: '200, empty' };
}

function ofForgedToken(status: number): ProbeJudgement {
  if (status >= 200 && status < 300) return { outcome: 'unexpected', seen: `${status}: the token was taken` };
  if (status === 401 || status === 403 || status === 400) return only(status, true);
  return { outcome: 'undecided', seen: String(status) };
}

/** One transcript, judged, as people are shown it. */
export interface ProbeResult {
  readonly target: string;
  readonly check: ProbeCheck;
  readonly expected: string;
  readonly seen: string;
  readonly outcome: ProbeOutcome;
  /** When it was sent. */
  readonly at: string;
  /** How often it may have been sent, this time included. */
  readonly attempt: number;
  readonly evidence: string;
}

/** What `--plan` lists: the request as it would be sent, less the token. */
export interface PlannedProbe {
  readonly target: string;
  readonly check: ProbeCheck;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Which token goes into the Authorization header. */
  readonly credential: 'none' | 'valid' | 'malformed' | 'unsigned' | 'expired';
  readonly expected: string;
}
