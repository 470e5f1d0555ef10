import { userError } from '../../domain/errors.ts';
import { type PlannedProbe, type ProbeCheck, probeChecks } from '../../domain/probe.ts';
import { planOf } from '../../sources/probe/plan.ts';
import { type ProbeSettings, type ProbesConfig, probeSettingsSchema } from '../../sources/probe/schema.ts';
import { openSource } from '../../sources/registry.ts';
import type { ConfiguredSource } from '../context.ts';

/** Which probes are asked for; empty lists stand for all that there are. */
export interface AskedProbes {
  readonly targets: readonly string[];
  readonly checks: readonly string[];
}

const PREFIX = 'probe/';

/**
 * The id of a target's probes in collections, items and the ledger: `probe/search`, or `probe/search/sqli+token-expired`
 * for some of its checks. It says all that is asked, so that a job that is resumed sends the same.
 */
const idOf = (target: string, checks: readonly ProbeCheck[]): string =>
  `${PREFIX}${target}${checks.length === 0 ? '' : `/${checks.join('+')}`}`;

export const isProbes = (source: string): boolean => source.startsWith(PREFIX);

/** Settings of a target's probes by id; null for ids of anything else. */
export function settingsOf(probes: ProbesConfig | null, id: string): ProbeSettings | null {
  if (!isProbes(id) || probes === null) return null;
  const [name, checks] = id.slice(PREFIX.length).split('/');
  const { targets, ...pacing } = probes;
  const target = targets.find((each) => each.name === name);
  if (target === undefined) return null;
  const settings = { ...target, ...pacing, ...(checks && { checks: checks.split('+') }) };
  return probeSettingsSchema.safeParse(settings).data ?? null;
}

/** The probes of a target as a source that can be collected from; null for ids of anything else. */
export function openProbes(probes: ProbesConfig | null, id: string): ConfiguredSource | null {
  const settings = settingsOf(probes, id);
  return settings === null ? null : { id, open: openSource('probe', settings) };
}

/** All probes of each configured target. */
export const configuredProbes = (probes: ProbesConfig | null): readonly ConfiguredSource[] =>
  (probes?.targets ?? []).flatMap(({ name }) => openProbes(probes, idOf(name, [])) ?? []);

/** Ids of what is asked, a target each. Throws `PROBES_NOT_CONFIGURED`, `PROBE_TARGET_UNKNOWN`, `PROBE_CHECK_UNKNOWN`. */
export function askedIds(probes: ProbesConfig | null, { targets, checks }: AskedProbes): readonly string[] {
  if (probes === null) {
    throw userError({
      code: 'PROBES_NOT_CONFIGURED',
      message: 'no target of probes is configured',
      where: 'rca.yaml, probes',
      mend: 'add probes with their targets to rca.yaml, as docs/probes.md says',
    });
  }
  const names = probes.targets.map(({ name }) => name);
  const known = checks.map((check) => probeChecks.find((each) => each === check) ?? unknownCheck(check));
  const some = probeChecks.filter((check) => known.includes(check));
  return (targets.length === 0 ? names : [...new Set(targets)]).map((target) =>
    names.includes(target) ? idOf(target, some) : unknownTarget(target, names),
  );
}

/** What would be sent. Throws as `askedIds` does. */
export const planProbes = (probes: ProbesConfig | null, asked: AskedProbes): readonly PlannedProbe[] =>
  askedIds(probes, asked).flatMap((id) => {
    const settings = settingsOf(probes, id);
    return settings === null ? [] : planOf(settings).planned;
  });

const TRIES = 2;

/** The longest that the probes of these ids can take. */
export const longestMs = (probes: ProbesConfig | null, ids: readonly string[]): number =>
  Math.max(
    1_000,
    ...ids.map((id) => {
      const settings = settingsOf(probes, id);
      if (settings === null) return 0;
      const eachMs = settings.timeoutSeconds * 1_000 + 1_000 / settings.perSecond;
      return Math.ceil(settings.checks.length * TRIES * eachMs);
    }),
  );

function unknownTarget(target: string, names: readonly string[]): never {
  throw userError({
    code: 'PROBE_TARGET_UNKNOWN',
    message: `there is no target "${target}"`,
    where: 'rca.yaml, probes.targets',
    mend: `use one of ${names.join(', ')}, or add it there: nothing else is ever probed`,
  });
}

function unknownCheck(check: string): never {
  throw userError({
    code: 'PROBE_CHECK_UNKNOWN',
    message: `there is no check "${check}"`,
    mend: `use one of ${probeChecks.join(', ')}`,
  });
}
