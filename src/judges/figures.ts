const DIGITS = 4;
const DIGITS_MAX = 15;

const formatter = (digits: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits });

/** A number as a person reads it, with more digits where it would read like the limit that it is not. */
export function shown(value: number, beside: number = value): string {
  for (let digits = DIGITS; digits < DIGITS_MAX; digits += 1) {
    const text = formatter(digits).format(value);
    if (value === beside || text !== formatter(digits).format(beside)) return text;
  }
  return String(value);
}

/** How figures of an indicator are named and written. */
export interface Level {
  /** As the subject of a sentence: `The share of 5xx answers`. */
  readonly what: string;
  readonly unit: string;
  /** From the indicator's unit to the gate's. */
  readonly scale: number;
  tell(value: number, beside?: number): string;
}

const percent = (ratio: number, beside: number = ratio): string => `${shown(ratio * 100, beside * 100)} %`;
const ms = (value: number, beside?: number): string => `${shown(value, beside)} ms`;

/** Unit of what counters count in a second. */
export const RATE = 'a second';
const rate = (value: number, beside?: number): string => `${shown(value, beside)} ${RATE}`;

const KNOWN: Readonly<Record<string, Level>> = {
  availability: { what: 'Availability', unit: 'ratio', scale: 1, tell: percent },
  latency_p95: { what: 'The 95th percentile of latency', unit: 'ms', scale: 1000, tell: ms },
  latency_p99: { what: 'The 99th percentile of latency', unit: 'ms', scale: 1000, tell: ms },
  error_ratio: { what: 'The share of 5xx answers', unit: 'ratio', scale: 1, tell: percent },
  stack_traces: {
    what: 'The number of responses with a stack trace',
    unit: 'responses',
    scale: 1,
    tell: (value) => String(value),
  },
  db_pool: { what: 'Use of the database connection pool', unit: 'ratio', scale: 1, tell: percent },
  auth_failures: { what: 'Authentication failures', unit: RATE, scale: 1, tell: rate },
  jwt_replay: { what: 'The number of replayed tokens prevented', unit: '', scale: 1, tell: shown },
  cors_denied: { what: 'The number of origins denied by CORS', unit: '', scale: 1, tell: shown },
};

/** A level of an indicator by whatever name; a gate may name its unit and scale. */
export function levelOf(given: {
  readonly indicator: string;
  readonly unit?: string | undefined;
  readonly scale?: number | undefined;
}): Level {
  const known = KNOWN[given.indicator];
  if (known !== undefined && given.unit === undefined && given.scale === undefined) return known;
  const unit = given.unit ?? known?.unit ?? '';
  return {
    what: known?.what ?? given.indicator,
    unit,
    scale: given.scale ?? known?.scale ?? 1,
    tell: (value, beside) => `${shown(value, beside)}${unit === '' ? '' : ` ${unit}`}`,
  };
}

/** `The share of …` within a sentence. */
export const inSentence = (what: string): string => what.replace(/^The /, 'the ');
