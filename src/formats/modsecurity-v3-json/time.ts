import { toIso } from '../../domain/time.ts';
import { isEpochMs } from '../instant.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LOCAL_TIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})$/;
const EPOCH_DIGITS = /^\d{10}/;

const QUARTER_HOUR_SECONDS = 900;
const OFFSET_SECONDS_MAX = 14 * 3_600;

export interface TransactionTime {
  readonly at: string;
  /** What settled the server's zone; without an epoch second in the id it is taken to be UTC. */
  readonly zoneFrom: 'unique_id' | 'assumed';
}

/**
 * `time_stamp` is the server's local time without a zone. The engine's own transaction ids begin with the
 * epoch second; ids that a proxy sets may begin with digits too, and then differ by no zone's offset.
 */
export function transactionTime(timeStamp: unknown, id: string | undefined): TransactionTime | undefined {
  const localMs = typeof timeStamp === 'string' ? localTimeMs(timeStamp) : undefined;
  if (localMs === undefined) return undefined;
  const epochSeconds = Number(EPOCH_DIGITS.exec(id ?? '')?.[0] ?? Number.NaN);
  return isSameInstant(localMs / 1_000 - epochSeconds)
    ? { at: toIso(epochSeconds * 1_000), zoneFrom: 'unique_id' }
    : { at: toIso(localMs), zoneFrom: 'assumed' };
}

const isSameInstant = (offsetSeconds: number): boolean =>
  Math.abs(offsetSeconds) <= OFFSET_SECONDS_MAX &&
  Math.abs(offsetSeconds - QUARTER_HOUR_SECONDS * Math.round(offsetSeconds / QUARTER_HOUR_SECONDS)) <= 1;

function localTimeMs(timeStamp: string): number | undefined {
  const match = LOCAL_TIME.exec(timeStamp);
  if (match === null) return undefined;
  const [, month, ...digits] = match;
  const [day, hour, minute, second, year] = digits.map(Number);
  const monthIndex = MONTHS.indexOf(month ?? '');
  if (monthIndex === -1 || year === undefined) return undefined;
  const atMs = Date.UTC(year, monthIndex, day, hour, minute, second);
  return isEpochMs(atMs) ? atMs : undefined;
}
