const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** A moment of the Gregorian calendar, without a zone; month from 1. */
export interface Moment {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** What of a moment does not exist, such as “30 February 2026 does not exist”; null when all of it does. */
export function impossibleIn({ year, month, day, hour, minute, second }: Moment): string | null {
  const name = MONTHS[month - 1];
  if (name === undefined) return `month ${month} does not exist`;
  if (day < 1 || day > daysIn(year, month)) return `${day} ${name} ${year} does not exist`;
  if (hour > 23 || minute > 59) return `${two(hour)}:${two(minute)} is not a time of day`;
  if (second === 60) return 'a leap second (:60) has no place in this time scale';
  if (second > 59) return `second ${second} does not exist`;
  return null;
}

/** Milliseconds of a moment that exists, read as UTC. */
export const momentMs = ({ year, month, day, hour, minute, second }: Moment): number =>
  new Date(0).setUTCFullYear(year, month - 1, day) + ((hour * 60 + minute) * 60 + second) * 1_000;

const daysIn = (year: number, month: number): number =>
  new Date(Date.UTC(2_000 + (year % 400), month, 0)).getUTCDate();

const two = (value: number): string => String(value).padStart(2, '0');
