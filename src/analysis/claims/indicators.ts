import type { Claim } from '../../domain/claim.ts';
import type { GateResult } from '../../domain/gate.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { ranked } from '../../timeline/tally.ts';
import { counted, grouped, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { claim, listed } from './claim.ts';

const SHOWN = 5;

const topOf = (tally: ReadonlyMap<string, number>): string =>
  listed(
    ranked(tally)
      .slice(0, SHOWN)
      .map(([name, count]) => `${name} (${grouped(count)})`),
  );

export function indicatorsOf(context: Context, gates: readonly GateResult[]): readonly Claim[] {
  const { waf } = context;
  return [
    ...(waf.blocked > 0
      ? [
          ...claim(
            'indicator.rules',
            'observed',
            `Rules that blocked most: ${topOf(waf.blockedByRule)}.`,
            waf.evidence,
          ),
          ...claim(
            'indicator.blocked-addresses',
            'observed',
            `Addresses that were blocked most: ${topOf(waf.blockedByClient)}.`,
            waf.evidence,
          ),
        ]
      : []),
    ...(waf.sqliMatches > 0
      ? [
          ...claim(
            'indicator.probed-paths',
            'observed',
            `Paths that were probed for SQL injection: ${topOf(waf.sqliPaths)}.`,
            waf.sqliEvidence,
          ),
          ...claim(
            'indicator.probing-addresses',
            'observed',
            `Addresses that probed most: ${topOf(waf.sqliClients)}.`,
            waf.sqliEvidence,
          ),
        ]
      : []),
    ...alerts(context),
    ...['auth-failures', 'jwt-replay', 'cors-denied'].flatMap((id) => fired(gates, id)),
  ];
}

function alerts({ timeline: { entries } }: Context): readonly Claim[] {
  const firedAlerts = entries.filter(({ kind }) => kind === 'alert.fired');
  const first = firedAlerts[0];
  if (!first) return [];
  const count = firedAlerts.reduce((sum, entry) => sum + entry.count, 0);
  return claim(
    'indicator.alerts',
    'observed',
    `${counted(count, 'alert')} fired, the first at ${minuteOf(first.at)}: ${first.title}.`,
    sortedIds(firedAlerts.flatMap(({ evidence }) => evidence)),
  );
}

/** A gate's trigger that fired is an indicator, in the gate's own words. */
function fired(gates: readonly GateResult[], id: string): readonly Claim[] {
  const gate = gates.find(({ gate }) => gate === id);
  return gate?.verdict === 'not-satisfied'
    ? claim(`indicator.${id}`, 'observed', gate.why, gate.evidence)
    : [];
}
