import { toIso } from '../domain/time.ts';
import type { Argument, Hypothesis, LensKind } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import { changedLens } from '../lenses/changed.ts';
import { credentialExpiry, credentialStuffing, rotation } from '../lenses/credentials.ts';
import { injection } from '../lenses/injection.ts';
import type { Candidate, Facts, Lens } from '../lenses/lens.ts';
import { dependency, saturation, traffic } from '../lenses/load.ts';
import { minuteOf } from '../timeline/words.ts';

const lenses: readonly Lens[] = [
  changedLens('deployment'),
  changedLens('configuration'),
  injection,
  credentialStuffing,
  credentialExpiry,
  rotation,
  saturation,
  dependency,
  traffic,
];

/** What would tell of an explanation that nothing in evidence speaks to. */
const WOULD_TELL: Readonly<Partial<Record<LensKind, string>>> = {
  deployment: 'records of deployments, or a series with a label of the version',
  configuration: 'records of configuration changes',
  injection: 'firewall logs',
  'credential-stuffing': 'records of sign-ins, or a series of their failures',
  'credential-expiry': 'a series of the validity that is left',
  rotation: 'the keys that were published, at two times',
  saturation: 'series of pools, memory, processors and disks',
  dependency: 'series of calls to dependencies',
  traffic: 'a series of requests',
};

/** A hypothesis with what its lens offers for the phases. */
export interface Explained {
  readonly group: EffectGroup;
  readonly hypothesis: Hypothesis;
  readonly candidate: Candidate;
}

const countOf = (list: readonly Argument[], weight: Argument['weight']): number =>
  list.filter((one) => one.weight === weight).length;

interface Rank {
  readonly againstDecisive: number;
  readonly decisive: number;
  /** Strong arguments for, less those against. */
  readonly strong: number;
  readonly againstWeak: number;
}

const rankOf = (candidate: Candidate): Rank => ({
  againstDecisive: countOf(candidate.against, 'decisive'),
  decisive: countOf(candidate.for, 'decisive'),
  strong: countOf(candidate.for, 'strong') - countOf(candidate.against, 'strong'),
  againstWeak: countOf(candidate.against, 'weak'),
});

const better = (a: Rank, b: Rank): number =>
  a.againstDecisive - b.againstDecisive ||
  b.decisive - a.decisive ||
  b.strong - a.strong ||
  a.againstWeak - b.againstWeak;

/** Enough to lead: one decisive argument or two strong ones, and none decisive against. */
const carries = ({ againstDecisive, decisive, strong }: Rank): boolean =>
  againstDecisive === 0 && (decisive > 0 || strong >= 2) && strong >= 0;

/** All explanations of one group of effects side by side: what is inconsistent with the evidence counts first. */
export function explain(group: EffectGroup, facts: Facts): readonly Explained[] {
  const entries = lenses
    .flatMap(({ kind, candidates }) =>
      candidates(group, facts).map((candidate) => ({ kind, candidate, rank: rankOf(candidate) })),
    )
    .sort(
      (a, b) =>
        better(a.rank, b.rank) ||
        nearness(a.candidate, group) - nearness(b.candidate, group) ||
        (a.kind + a.candidate.subject < b.kind + b.candidate.subject ? -1 : 1),
    );
  const top = entries[0];
  return entries.map(({ kind, candidate, rank }) => ({
    group,
    candidate,
    hypothesis: {
      kind,
      verdict:
        rank.againstDecisive > 0
          ? 'ruled-out'
          : top !== undefined && carries(rank) && better(rank, top.rank) === 0 && !isTie(entries, kind, rank)
            ? 'leading'
            : 'possible',
      subject: candidate.subject,
      at: candidate.at,
      text: candidate.text,
      for: candidate.for,
      against: candidate.against,
      missing: candidate.missing,
    },
  }));
}

/** Another kind that stands as well leaves the question open. */
const isTie = (
  entries: readonly { readonly kind: LensKind; readonly rank: Rank }[],
  kind: LensKind,
  rank: Rank,
): boolean => entries.some((other) => other.kind !== kind && better(other.rank, rank) === 0);

const nearness = ({ at }: Candidate, group: EffectGroup): number => Math.abs(Date.parse(at) - group.fromMs);

export function notChecked(explained: readonly Explained[], facts: Facts): readonly Hypothesis[] {
  return lenses
    .filter(({ kind }) => !explained.some(({ hypothesis }) => hypothesis.kind === kind))
    .filter(({ kind }) => !isCovered(kind, facts))
    .map(({ kind }) => ({
      kind,
      verdict: 'not-checked',
      subject: null,
      at: null,
      text: '',
      for: [],
      against: [],
      missing: [WOULD_TELL[kind] ?? 'evidence of another kind'],
    }));
}

function isCovered(kind: LensKind, { indicators, changes, keys, signIns, probes }: Facts): boolean {
  const has = (role: string): boolean => indicators.some((indicator) => indicator.role === role);
  if (kind === 'deployment') return has('version') || changes.length > 0;
  if (kind === 'configuration') return changes.length > 0;
  if (kind === 'injection') return probes !== null;
  if (kind === 'credential-stuffing') return signIns.failed.length > 0;
  if (kind === 'credential-expiry') return has('validity');
  if (kind === 'rotation') return keys.length > 1;
  if (kind === 'saturation' || kind === 'traffic') return has(kind);
  return false;
}

/** A burst of probing to which no effect on the service is joined. */
export const probingAlone = ({ probes }: Facts): Hypothesis | null =>
  probes === null
    ? null
    : {
        kind: 'injection',
        verdict: 'possible',
        subject: probes.path,
        at: toIso(probes.atMs),
        text: `Probing for SQL injection set in at ${minuteOf(toIso(probes.atMs))}`,
        for: [
          {
            text: `${probes.matches} matches of rules against SQL injection`,
            weight: 'strong',
            evidence: probes.evidence,
          },
        ],
        against: [],
        missing: ['an indicator of the service that changed with it'],
      };

const AT_ONCE_SHARE = 0.5;
const APART_MS = 3 * 60_000;
/** A restart of the monitoring leaves a shorter hole, and is no incident of its own. */
const BLIND_MS_MIN = 10 * 60_000;

/** Series that fall silent and return together tell of the monitoring, not of the service. */
export function monitoringGap({ silences, indicators }: Facts): Hypothesis | null {
  const series = indicators.filter(({ role }) => role !== 'version').length;
  const [first] = silences
    .filter(({ from, to }) => Date.parse(to) - Date.parse(from) >= BLIND_MS_MIN)
    .map((silence) => ({
      silence,
      alike: silences.filter(
        ({ from, to }) =>
          Math.abs(Date.parse(from) - Date.parse(silence.from)) <= APART_MS &&
          Math.abs(Date.parse(to) - Date.parse(silence.to)) <= APART_MS,
      ),
    }))
    .sort((a, b) => b.alike.length - a.alike.length || (a.silence.from < b.silence.from ? -1 : 1));
  if (first === undefined || first.alike.length < 2 || first.alike.length < AT_ONCE_SHARE * series)
    return null;
  const fromMs = Math.min(...first.alike.map(({ from }) => Date.parse(from)));
  const toMs = Math.max(...first.alike.map(({ to }) => Date.parse(to)));
  const evidence = [...new Set(first.alike.flatMap((one) => one.evidence))].sort();
  return {
    kind: 'monitoring-gap',
    verdict: 'leading',
    subject: `monitoring, from ${toIso(fromMs)} to ${toIso(toMs)}`,
    at: toIso(fromMs),
    text: `Nothing was measured from ${minuteOf(toIso(fromMs))} to ${minuteOf(toIso(toMs))}: a gap in the monitoring`,
    for: [
      {
        text: `${first.alike.length} of ${series} series have no sample from ${toIso(fromMs)} to ${toIso(toMs)}, and no effect on the service stands in evidence beside it`,
        weight: 'decisive',
        evidence,
      },
    ],
    against: [],
    missing: ['what the monitoring itself logged in that time'],
  };
}
