import { toIso } from '../../domain/time.ts';
import { isEpochMs } from '../instant.ts';
import { type GivenZone, offsetMs, utcMs, zonedMs } from '../local-time.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LOCAL_TIME = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (\d{4})$/;
const EPOCH_DIGITS = /^\d{10}/;

export interface TransactionTime {
  readonly at: string;
  /** What settled the server's zone; without an epoch second in the id, and without a zone given, it is taken to be UTC. */
  readonly zoneFrom: 'unique_id' | 'given' | 'assumed';
}

/**
 * `time_stamp` is the server's local time without a zone. The engine's own transaction ids begin with the
 * epoch second; ids that a proxy sets may begin with digits too, and then differ by no zone's offset.
 */
export function transactionTime(
  timeStamp: unknown,
  id: string | undefined,
  given: GivenZone,
): TransactionTime | { readonly why: string } {
  const match = typeof timeStamp === 'string' ? LOCAL_TIME.exec(timeStamp) : null;
  const month = MONTHS.indexOf(match?.[1] ?? '') + 1;
  if (match === null || month === 0)
    return { why: 'time_stamp is not a time like "Sun Nov 22 00:58:05 2026"' };
  const [day = 0, hour = 0, minute = 0, second = 0, year = 0] = match.slice(2).map(Number);
  const moment = { year, month, day, hour, minute, second };
  const localMs = utcMs(moment);
  if (typeof localMs !== 'number') return { why: `time_stamp is not a time: ${localMs.why}` };
  const epochMs = Number(EPOCH_DIGITS.exec(id ?? '')?.[0] ?? Number.NaN) * 1_000;
  if (offsetMs(localMs, epochMs) !== undefined) return timeOf(epochMs, 'unique_id');
  if (given === undefined) return timeOf(localMs, 'assumed');
  const atMs = zonedMs(moment, given);
  return typeof atMs === 'number' ? timeOf(atMs, 'given') : { why: `time_stamp is not a time: ${atMs.why}` };
}

const timeOf = (
  atMs: number,
  zoneFrom: TransactionTime['zoneFrom'],
): TransactionTime | { readonly why: string } =>
  isEpochMs(atMs) ? { at: toIso(atMs), zoneFrom } : { why: 'time_stamp is not a time of these centuries' };
