import { userError } from '../domain/errors.ts';

export const PERIOD = /^(\d{1,4})([dwmy])$/;

/** The moment a period (`90d`, `12w`, `18m`, `7y`) after another; months and years by the calendar, in UTC. */
export function afterPeriod(fromMs: number, period: string, where: string): number {
  const match = PERIOD.exec(period);
  if (!match) {
    throw userError({
      code: 'PERIOD_INVALID',
      message: `"${period}" is not a period`,
      where,
      mend: 'write a whole number and a unit: 90d, 12w, 18m or 7y',
    });
  }
  const count = Number(match[1]);
  const at = new Date(fromMs);
  if (match[2] === 'd' || match[2] === 'w') return fromMs + count * (match[2] === 'd' ? 1 : 7) * 86_400_000;
  const months = at.getUTCMonth() + count * (match[2] === 'y' ? 12 : 1);
  // The 31st of a month, and 29 February, become the last day of a month that has fewer.
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), months + 1, 0)).getUTCDate();
  const moved = new Date(at);
  moved.setUTCFullYear(at.getUTCFullYear(), months, Math.min(at.getUTCDate(), lastDay));
  return moved.getTime();
}
