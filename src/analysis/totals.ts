import type { Gap } from '../domain/gap.ts';
import { counted, grouped } from '../timeline/words.ts';
import type { Context } from './context.ts';
import { total } from './facts/minutes.ts';

/** An absence when the source counted other blocks than the records that we hold. */
export function totalsGaps({ sourceTotals, waf, incident }: Context): readonly Gap[] {
  if (!sourceTotals) return [];
  const ours = total(waf.awsBlocked);
  const difference = sourceTotals.blocked - ours;
  if (difference === 0) return [];
  return [
    {
      source: sourceTotals.source,
      window: incident.window,
      why: `the source counts ${grouped(sourceTotals.blocked)} blocked requests in its totals (${sourceTotals.evidence.join(', ')}), the records hold ${grouped(ours)}: ${counted(Math.abs(difference), 'record')} ${difference > 0 ? 'missing' : 'more than the totals'}`,
      mend: 'collect the window again; if the difference stays, look for a logging filter or a log group that was not asked',
    },
  ];
}
