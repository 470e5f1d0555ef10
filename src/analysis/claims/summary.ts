import type { Claim } from '../../domain/claim.ts';
import type { GateResult } from '../../domain/gate.ts';
import type { Phase } from '../../domain/timeline.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { ranked } from '../../timeline/tally.ts';
import { counted, grouped, minuteOf } from '../../timeline/words.ts';
import type { Context } from '../context.ts';
import { timesBaselineOf } from '../policy.ts';
import { claim, durationOf, listed, momentOf, percentOf } from './claim.ts';
import { availabilityCourse, latencyCourse } from './course.ts';
import { explanation } from './effects.ts';
import { leads } from './explained.ts';

/** Three to five sentences with numbers, as far as evidence carries them. */
export function summaryOf(context: Context, gates: readonly GateResult[]): readonly Claim[] {
  return [
    ...explanation(context),
    ...attack(context),
    ...blocks(context),
    ...service(context),
    ...authentication(context, gates),
    ...response(context),
  ];
}

function attack(context: Context): readonly Claim[] {
  const { waf } = context;
  if (!leads(context, 'injection')) return [];
  if (waf.sqliMatches === 0) return [];
  const path = ranked(waf.sqliPaths)[0]?.[0] ?? 'unknown paths';
  return claim(
    'summary.attack',
    'observed',
    `The firewall recorded ${counted(waf.sqliMatches, 'request')} that matched its rules against SQL injection, most often on ${path}, from ${counted(waf.sqliClients.size, 'client address', 'client addresses')}.`,
    waf.sqliEvidence,
  );
}

function blocks({ waf }: Context): readonly Claim[] {
  if (waf.blocked === 0) return [];
  const sets = ranked(waf.blockedByRuleSet)
    .slice(0, 4)
    .map(([name, count]) => `${name} (${grouped(count)})`);
  const bots = waf.bots > 0 ? `, ${grouped(waf.bots)} of them labelled as bots` : '';
  return claim(
    'summary.blocks',
    'observed',
    `The firewall blocked ${counted(waf.blocked, 'request')} in the window${bots}, most by ${listed(sets)}.`,
    waf.evidence,
  );
}

function service(context: Context): readonly Claim[] {
  const availability = availabilityCourse(context);
  const latency = latencyCourse(context);
  const parts = [
    ...(availability
      ? [
          `availability was ${percentOf(availability.worst.value)} at its lowest, at ${momentOf(availability.worst.atMs)}`,
        ]
      : []),
    ...(latency
      ? [
          `the 95th percentile of latency was ${Math.round(latency.worst.value * 1000)} ms at its highest, at ${momentOf(latency.worst.atMs)}`,
        ]
      : []),
  ];
  const text = parts.join(', and ');
  return claim(
    'summary.service',
    'observed',
    `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    sortedIds([...(availability?.sli.evidence ?? []), ...(latency?.sli.evidence ?? [])]),
  );
}

function authentication({ policy }: Context, gates: readonly GateResult[]): readonly Claim[] {
  const spec = timesBaselineOf(policy, 'auth_failures');
  const gate = gates.find(({ gate }) => gate === spec?.id);
  if (gate?.verdict !== 'not-satisfied' || gate.figure === null) return [];
  return claim(
    'summary.authentication',
    'observed',
    `Authentication failures stood at ${gate.figure.toFixed(1)} times their baseline for at least ${spec?.forMinutes} minutes.`,
    gate.evidence,
  );
}

function response({ timeline: { phases } }: Context): readonly Claim[] {
  const { started, detected, mitigated, resolved } = phases;
  if (!started) return [];
  const told = (phase: Phase | undefined, words: (duration: string) => string): readonly string[] => {
    const ms = phase ? Date.parse(phase.at) - Date.parse(started.at) : -1;
    return ms <= 0 ? [] : [words(durationOf(ms))];
  };
  const parts = [
    ...told(detected, (duration) => `was detected ${duration} later`),
    ...told(mitigated, (duration) => `was mitigated after ${duration}`),
    ...told(resolved, (duration) => `was resolved after ${duration}`),
  ];
  const course = parts.length === 0 ? 'has no later phase in evidence' : listed(parts);
  return claim(
    'summary.response',
    'inferred',
    `The incident started at ${minuteOf(started.at)} and ${course}.`,
    sortedIds([started, detected, mitigated, resolved].flatMap((phase) => phase?.evidence ?? [])),
  );
}
