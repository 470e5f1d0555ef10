import { actorCollector } from '../actors/collector.ts';
import { changeCollector } from '../changes/collector.ts';
import { credentialCollector } from '../credentials/collector.ts';
import { credentialsOf } from '../credentials/index.ts';
import type { EvidenceItem } from '../domain/evidence-item.ts';
import { cycleSpans, type Incident } from '../domain/incident.ts';
import type { SourcedObservation } from '../domain/observation.ts';
import { toIso, type Window, windowOf } from '../domain/time.ts';
import { type Phase, type Phases, phasesOfWhole } from '../domain/timeline.ts';
import type { Change, Episode, Understanding } from '../domain/understanding.ts';
import { episodesOf, silencesOf } from '../indicators/episodes.ts';
import { type EffectGroup, effectGroups, effectName } from '../indicators/groups.ts';
import { type Indicator, indicatorOf } from '../indicators/indicator.ts';
import { affectedServices } from '../indicators/services.ts';
import type { Candidate, Facts } from '../lenses/lens.ts';
import { sortedIds } from '../timeline/evidence-ids.ts';
import { pointsWithin, seriesStore } from '../timeline/series.ts';
import { explanatoryCollector } from './facts/explanatory.ts';
import { probeBursts } from './facts/probe-bursts.ts';
import { type Explained, explain, explainAlone, notChecked } from './hypotheses.ts';
import { type Policy, sliThresholds } from './policy.ts';

/** Takes observations one by one, each new (see `deduplicator`), in any order. */
export interface UnderstandingBuilder {
  add(sourced: SourcedObservation): void;
  finish(items: readonly EvidenceItem[]): Understanding;
}

/** Effects, changes and explanations: before phases are placed, and never out of what notes say. */
export function understandingBuilder(incident: Incident, policy: Policy): UnderstandingBuilder {
  const window = windowOf(incident.window);
  const series = seriesStore();
  const changes = changeCollector();
  const probes = probeBursts(window);
  const actors = actorCollector();
  const credentials = credentialCollector();
  const explanatory = explanatoryCollector(window);
  const limits = sliThresholds(policy);

  return {
    add(sourced) {
      if (sourced.observation.kind === 'sli.sample') {
        series.add(sourced);
        return;
      }
      for (const collector of [changes, probes, explanatory, actors, credentials]) collector.add(sourced);
    },
    finish(items) {
      const indicators = series.all().map(indicatorOf);
      const seen = actors.actors();
      const lives = credentialsOf(credentials, seen, items, window);
      const smears = smearsOf(items);
      const episodes = indicators
        .flatMap((one) => episodesOf(one, window, smears.get(one.name) ?? 0, limits[one.name]))
        .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.indicator < b.indicator ? -1 : 1));
      const facts: Facts = {
        services: incident.services,
        window,
        indicators: indicators.filter((one) => speaksOf(one, window)),
        episodes,
        silences: indicators.flatMap((one) => silencesOf(one, window)),
        changes: changes.changes(indicators, window),
        probes: probes.find(),
        ...explanatory.facts(),
      };
      return { ...concluded(facts, cycleSpans(incident)), actors: seen, ...lives };
    },
  };
}

/** What is left until a certificate ends, and which version runs, holds beyond its last sample. */
const speaksOf = ({ role, points }: Indicator, { fromMs, toMs }: Window): boolean =>
  role === 'validity' || role === 'version' || pointsWithin(points, fromMs, toMs).length > 0;

function concluded(
  facts: Facts,
  spans: readonly Window[],
): Omit<Understanding, 'actors' | 'credentials' | 'rotations'> {
  const groups = effectGroups(facts.episodes);
  const explained = [...explainAlone(facts, groups), ...groups.flatMap((group) => explain(group, facts))];
  const cycles = spans.map(({ fromMs, toMs }, index) => {
    const isFirst = index === 0;
    const isLast = index === spans.length - 1;
    const isOwn = (atMs: number): boolean => (isFirst || atMs >= fromMs) && (isLast || atMs < toMs);
    const own = groups.filter((group) => isOwn(group.fromMs));
    const explainedHere = explained.filter(({ group, candidate }) =>
      isOwn(group?.fromMs ?? candidate.marks.startedMs ?? Date.parse(candidate.at)),
    );
    return phasesOf(own, explainedHere, facts.changes);
  });
  return {
    episodes: facts.episodes,
    services: affectedServices(facts.episodes),
    silences: facts.silences,
    changes: facts.changes,
    hypotheses: [...explained.map(({ hypothesis }) => hypothesis), ...notChecked(explained, facts)],
    phases: phasesOfWhole(cycles),
    ...(cycles.length > 1 && { cycles }),
  };
}

/** The worst of the groups is what the incident is about; of two alike the first. */
function mainGroup(groups: readonly EffectGroup[], explained: readonly Explained[]): EffectGroup | undefined {
  const leads = (group: EffectGroup): number =>
    explained.some((one) => one.group === group && one.hypothesis.verdict === 'leading') ? 1 : 0;
  return [...groups].sort((a, b) => leads(b) - leads(a) || a.fromMs - b.fromMs)[0];
}

function phasesOf(
  groups: readonly EffectGroup[],
  explained: readonly Explained[],
  changes: readonly Change[],
): Phases {
  const leading = explained.filter(({ hypothesis }) => hypothesis.verdict === 'leading');
  const alone = leading.find(
    ({ group, candidate }) => group === null && candidate.marks.startedMs !== undefined,
  );
  const group = mainGroup(groups, explained);
  if (alone !== undefined && !leading.some((one) => one.group !== null)) return actsOf(alone.candidate);
  if (group === undefined) return {};
  const leads = leading.find((one) => one.group === group);
  const leader = leads?.candidate;
  const names = [...new Set(group.episodes.map(effectName))].slice(0, 3).join(', ');
  const startedMs = leader?.marks.startedMs ?? group.fromMs;
  const last =
    groups.findLast((other) =>
      explained.some(
        ({ group: of, hypothesis }) =>
          of === other && hypothesis.verdict === 'leading' && hypothesis.kind === leads?.hypothesis.kind,
      ),
    ) ?? group;
  const marked = leader?.marks.mitigated ?? answered(changes, startedMs, group);
  return {
    started: phase(startedMs, group.evidence, `first effect: ${names} left the usual band`),
    ...(last.toMs !== null && {
      mitigated: marked
        ? phase(marked.atMs, marked.evidence, marked.why)
        : phase(turningMs(group.episodes), group.evidence, `turning point: ${names} got better from then on`),
      resolved: phase(last.toMs, last.evidence, 'effects were back in the usual band from then on'),
    }),
  };
}

/** Of what somebody did, where no indicator shows an effect of it. */
function actsOf({ marks, text, for: speaks }: Candidate): Phases {
  const { startedMs, mitigated } = marks;
  if (startedMs === undefined) return {};
  const evidence = sortedIds(new Set(speaks.flatMap((one) => one.evidence)));
  return {
    started: phase(startedMs, evidence, `first act: ${text}`),
    ...(mitigated && { mitigated: phase(mitigated.atMs, mitigated.evidence, mitigated.why) }),
    ...(marks.overMs !== undefined && {
      resolved: phase(marks.overMs, evidence, 'nothing more was done from then on'),
    }),
  };
}

const ANSWERS: ReadonlySet<Change['kind']> = new Set(['firewall', 'scale', 'credential']);
const ANSWER_MS = 15 * 60_000;

/** The last change of a kind that answers incidents, shortly before the effects ended. */
function answered(changes: readonly Change[], startedMs: number, { toMs }: EffectGroup) {
  if (toMs === null) return undefined;
  const change = changes.findLast(({ kind, at }) => {
    const atMs = Date.parse(at);
    return ANSWERS.has(kind) && atMs > startedMs && atMs <= toMs && toMs - atMs <= ANSWER_MS;
  });
  return (
    change && {
      atMs: Date.parse(change.at),
      why: `${change.what} (${change.subject}), after which the effects ended`,
      evidence: change.evidence,
    }
  );
}

const phase = (atMs: number, evidence: readonly string[], why: string): Phase => ({
  at: toIso(atMs),
  evidence,
  setBy: 'evidence',
  why,
});

const turningMs = (episodes: readonly Episode[]): number =>
  Math.max(...episodes.map(({ worstAt }) => Date.parse(worstAt)));

const RANGE = /\[(\d+)(s|m|h|d)\]/g;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The span that a query averages over, as its own expression says. */
function smearsOf(items: readonly EvidenceItem[]): ReadonlyMap<string, number> {
  const smears = new Map<string, number>();
  for (const { format, query } of items) {
    if (format !== 'prometheus.query') continue;
    const spans = [...String(query['expr'] ?? '').matchAll(RANGE)].map(
      ([, count, unit]) => Number(count) * (UNIT_MS[unit ?? ''] ?? 0),
    );
    const name = String(query['name']);
    smears.set(name, Math.max(smears.get(name) ?? 0, ...spans));
  }
  return smears;
}
