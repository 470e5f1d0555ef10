import type { Claim } from '../../domain/claim.ts';
import { toIso } from '../../domain/time.ts';
import { counted, minuteOf } from '../../timeline/words.ts';

/** A claim, or none where there is no evidence for it. */
export const claim = (
  name: string,
  basis: Claim['basis'],
  text: string,
  evidence: readonly string[],
): readonly Claim[] => (evidence.length === 0 ? [] : [{ name, text, evidence: [...evidence], basis }]);

/** Parts of a name that evidence gave. */
export const slug = (...parts: readonly string[]): string =>
  parts
    .map((part) =>
      part
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '')
        .slice(0, 40),
    )
    .join('.');

export const momentOf = (atMs: number): string => minuteOf(toIso(atMs));

const MINUTE_MS = 60_000;

/** `3 hours 20 minutes`, `45 seconds` */
export function durationOf(ms: number): string {
  if (ms < MINUTE_MS) return counted(Math.round(ms / 1000), 'second');
  const minutes = Math.round(ms / MINUTE_MS);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return counted(minutes, 'minute');
  return rest === 0 ? counted(hours, 'hour') : `${counted(hours, 'hour')} ${counted(rest, 'minute')}`;
}

const PERCENT = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 4 });

export const percentOf = (ratio: number): string => `${PERCENT.format(ratio * 100)} %`;

/** `A (12), B (7) and C (1)` */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
