/** Prometheus' own words for a request that it refuses as `bad_data`. */
export class ApiError extends Error {}

/** Unix seconds with fraction, or RFC 3339. */
export function parseTimeSeconds(name: string, text: string): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(seconds)) return seconds;
  const atMs = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(atMs)) {
    throw new ApiError(`invalid parameter "${name}": cannot parse "${text}" to a valid timestamp`);
  }
  return atMs / 1_000;
}

const UNIT_SECONDS = { ms: 0.001, s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 } as const;

/** Seconds with fraction, or a duration such as `15s`. */
export function parseDurationSeconds(name: string, text: string): number {
  const seconds = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(seconds)) return seconds;
  const match = /^(\d+)(ms|[smhdwy])$/.exec(text);
  if (!match) throw new ApiError(`invalid parameter "${name}": cannot parse "${text}" to a valid duration`);
  return Number(match[1]) * UNIT_SECONDS[match[2] as keyof typeof UNIT_SECONDS];
}

const OPENERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const NAMES: Readonly<Record<string, string>> = { '(': 'parenthesis', '[': 'bracket', '{': 'brace' };

/** The expression, if it is not empty and its brackets match: all of the grammar that is needed here. */
export function balanced(expr: string): string {
  if (expr.trim() === '') {
    throw new ApiError('unknown position: parse error: no expression found in input');
  }
  const open: string[] = [];
  const withoutStrings = expr.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, (text) =>
    ' '.repeat(text.length),
  );
  for (const [index, character] of [...withoutStrings].entries()) {
    if (character in NAMES) open.push(character);
    if (character in OPENERS && open.pop() !== OPENERS[character]) {
      throw new ApiError(`1:${index + 1}: parse error: unexpected right bracket '${character}'`);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) {
    throw new ApiError(`1:${expr.length + 1}: parse error: unclosed left ${NAMES[unclosed]}`);
  }
  return expr;
}
