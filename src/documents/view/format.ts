import { oneLine } from '../../domain/visible.ts';

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });
const tick = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 8 });
const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 });

/** `12,453`. */
export const count = (value: number): string => grouped.format(value);

/** `1 record`, `12,453 records`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** `2026-01-27 10:00:00.123`, UTC; a fraction of zero is left out. */
export function stamp(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)(\.\d+)?Z$/.exec(iso);
  if (!match) return oneLine(iso, 40);
  const fraction = match[3] !== undefined && /[1-9]/.test(match[3]) ? match[3] : '';
  return `${match[1]} ${match[2]}${fraction}`;
}

/** The same to the second. */
export const stampSeconds = (iso: string): string => stamp(iso).slice(0, 19);

/** The end of a span, shortened to the clock time when it ends on the day that it began. */
export const stampAfter = (from: string, to: string): string =>
  from.slice(0, 10) === to.slice(0, 10) ? stamp(to).slice(11) : stamp(to);

const UNITS_MS: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
];

/** `1 h 24 min`: the two largest units, or milliseconds. */
export function duration(durationMs: number): string {
  if (durationMs < 1_000) return `${count(durationMs)} ms`;
  const parts: string[] = [];
  let restMs = durationMs;
  for (const [unit, unitMs] of UNITS_MS) {
    const whole = Math.floor(restMs / unitMs);
    if (whole > 0 && parts.length < 2) parts.push(`${whole} ${unit}`);
    else if (parts.length > 0) break;
    restMs -= whole * unitMs;
  }
  return parts.join(' ');
}

/** `1.4 MB`, in powers of 1000. */
export function bytes(sizeBytes: number): string {
  if (sizeBytes < 1_000) return counted(sizeBytes, 'byte');
  const power = Math.min(3, Math.floor(Math.log10(sizeBytes) / 3));
  return `${(sizeBytes / 1_000 ** power).toFixed(1)} ${['', 'kB', 'MB', 'GB'][power]}`;
}

const UNIT_CHARACTERS_MAX = 60;
const NBSP = '\u00A0';

/** A measured value in the unit that people read it in: ratios as per cent, parts of seconds as milliseconds. */
export function figure(value: number, unit: string | null): string {
  if (unit === 'ratio') return `${percent.format(value * 100)}${NBSP}%`;
  if (unit === 'seconds') {
    return Math.abs(value) < 1
      ? `${precise.format(value * 1_000)}${NBSP}ms`
      : `${precise.format(value)}${NBSP}s`;
  }
  if (unit === null || unit === '' || unit === 'count') return precise.format(value);
  const whole = /^share of (.+)$/.exec(unit)?.[1];
  if (whole !== undefined)
    return `${percent.format(value * 100)}${NBSP}% of ${oneLine(whole, UNIT_CHARACTERS_MAX)}`;
  return `${precise.format(value)}${unit.length <= 3 ? NBSP : ' '}${oneLine(unit, UNIT_CHARACTERS_MAX)}`;
}

const DIGITS_MAX = 12;

/** A value beside its limit: never printed so that the two look alike when they are not. */
export function figureBeside(value: number, limit: number | null, unit: string | null): string {
  const told = figure(value, unit);
  if (limit === null || value === limit || told !== figure(limit, unit)) return told;
  const scale =
    unit === 'ratio' || unit?.startsWith('share of ')
      ? 100
      : unit === 'seconds' && Math.abs(value) < 1
        ? 1_000
        : 1;
  for (let digits = 5; digits <= DIGITS_MAX; digits += 1) {
    const exact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits });
    if (exact.format(value * scale) === exact.format(limit * scale)) continue;
    return told.replace(/^[\d.,-]+/, exact.format(value * scale));
  }
  return told;
}

/** A value on an axis whose unit stands in the title. */
export const axisFigure = (value: number, unit: string): string =>
  unit === 'ratio' || unit === 'seconds' ? figure(value, unit) : tick.format(value);

const ACRONYMS: Readonly<Record<string, string>> = {
  cors: 'CORS',
  db: 'database',
  jwt: 'JWT',
  sre: 'SRE',
  waf: 'WAF',
};

/** Words for a name such as `waf-block-mode`. */
export function words(name: string): string {
  const spaced = name
    .split(/[-_]/)
    .map((word) => ACRONYMS[word] ?? word)
    .join(' ');
  return /^p\d/.test(spaced) ? spaced : spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
