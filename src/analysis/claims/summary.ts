import type { Claim } from '../../domain/claim.ts';
import type { GateResult } from '../../domain/gate.ts';
import type { Phase } from '../../domain/timeline.ts';
import type { Episode } from '../../domain/understanding.ts';
import { effectGroups, effectName } from '../../indicators/groups.ts';
import { isHarm, roleOf } from '../../indicators/indicator.ts';
import { sortedIds } from '../../timeline/evidence-ids.ts';
import { ranked } from '../../timeline/tally.ts';
import { cleaned, counted, grouped, minuteOf } from '../../timeline/words.ts';
import { type Context, phaseMs } from '../context.ts';
import { estimatesOf } from '../impact/index.ts';
import { timesBaselineOf } from '../policy.ts';
import { claim, durationOf, listed, momentOf } from './claim.ts';
import { explanation, level } from './effects.ts';
import { leads } from './explained.ts';

/** Three to five sentences for a person: what happened and how long, why, how it was found and in what state it is. */
export function summaryOf(context: Context, gates: readonly GateResult[]): readonly Claim[] {
  return [
    ...service(context),
    ...explanation(context),
    ...attack(context),
    ...blocks(context),
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

/** Explanations that what the firewall refuses has to do with; else its blocks are background. */
const OF_FIREWALL = ['injection', 'firewall-false-positive', 'credential-stuffing', 'traffic'] as const;

function blocks(context: Context): readonly Claim[] {
  const { waf } = context;
  if (waf.blocked === 0 || !OF_FIREWALL.some((kind) => leads(context, kind))) return [];
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

/** What those who use the services met with, and from when to when; the two worst kinds of effect. */
function service(context: Context): readonly Claim[] {
  const { understanding, incident } = context;
  const groups = effectGroups(understanding.episodes);
  const startedMs = phaseMs(context, 'started') ?? Number.NaN;
  const group =
    groups.find(({ fromMs, toMs }) => startedMs >= fromMs - LAG_MS && (toMs === null || startedMs <= toMs)) ??
    groups[0];
  if (group === undefined) return unharmed(context);
  const worst = [...group.episodes]
    .sort((a, b) => HARM_ORDER.indexOf(a.role) - HARM_ORDER.indexOf(b.role) || (a.from < b.from ? -1 : 1))
    .filter((one, index, all) => all.findIndex((other) => effectOf(other) === effectOf(one)) === index)
    .slice(0, EFFECTS_SHOWN);
  const who = group.services.length > 0 ? group.services : incident.services;
  const parts = worst.map(
    (one) => `${spoken(one)} was ${level(one.worst, one)} at its worst, usually ${level(one.baseline, one)}`,
  );
  const { failed, refused } = estimatesOf(context);
  const lost = failed ?? refused;
  const requests =
    lost === null || lost.count < 1
      ? ''
      : `; ${lost.lacks.length > 0 ? 'at least about' : 'about'} ${grouped(lost.count)} requests ${failed === null ? 'were refused' : 'failed'}`;
  const end =
    group.toMs === null ? `, and still so at the end of what was collected` : ` to ${momentOf(group.toMs)}`;
  const others =
    groups.length > 1 ? `; ${counted(groups.length - 1, 'other time')} it was out of its usual band too` : '';
  return claim(
    'summary.service',
    'observed',
    `From ${momentOf(group.fromMs)}${end}${who.length > 0 ? `, of ${cleaned(listed(who), 120)}` : ''}: ${listed(parts)}${requests}${others}.`,
    sortedIds([
      ...worst.flatMap(({ evidence }) => evidence),
      ...(lost && lost.count >= 1 ? lost.evidence : []),
    ]),
  );
}

const LAG_MS = 60_000;
const EFFECTS_SHOWN = 2;
const HARM_ORDER: readonly string[] = ['good-ratio', 'error-ratio', 'latency', 'outcome', 'failures'];

/** Shares of good and of bad answers are one effect told twice. */
const effectOf = ({ role }: Episode): string => (role === 'error-ratio' ? 'good-ratio' : role);

/** As it is said aloud: names of queries are for programs. */
const spoken = (one: Episode): string =>
  cleaned(effectName(one), 100)
    .replace(/^error_ratio\b/, 'the share of failed requests')
    .replace(/^latency_p(\d\d)\b/, 'the $1th percentile of latency')
    .replaceAll('_', ' ');

/** What was watched and kept to its band is said; over nothing nothing is. */
function unharmed({ series }: Context): readonly Claim[] {
  const watched = series.filter((one) => isHarm(roleOf(one)));
  return claim(
    'summary.service',
    'observed',
    'No indicator of harm to those who use the services left its usual band in what was collected.',
    sortedIds(watched.flatMap(({ evidence }) => evidence)),
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
  const state = resolved ? [] : ['is not resolved in evidence'];
  const course = listed([...parts, ...state]);
  return claim(
    'summary.response',
    'inferred',
    `The incident started at ${minuteOf(started.at)} and ${course}.`,
    sortedIds([started, detected, mitigated, resolved].flatMap((phase) => phase?.evidence ?? [])),
  );
}
