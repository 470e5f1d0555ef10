import { seemsHostile } from '../actors/collector.ts';
import type { EvidenceItem } from '../domain/evidence-item.ts';
import { toIso, type Window, windowOf } from '../domain/time.ts';
import type { Actor, Credential, CredentialPurpose, Rotation } from '../domain/understanding.ts';
import { canYield } from '../domain/yields.ts';
import { sortedIds } from '../timeline/evidence-ids.ts';
import { minuteOf } from '../timeline/words.ts';
import type { CredentialCollector } from './collector.ts';
import type { CredentialEvent } from './event.ts';
import { type Life, livesOf } from './life.ts';
import { rotationsOf, type Surroundings } from './rotations.ts';

export interface Credentials {
  readonly credentials: readonly Credential[];
  readonly rotations: readonly Rotation[];
}

/** What became of each credential, and which of it was a rotation. */
export function credentialsOf(
  collector: CredentialCollector,
  actors: readonly Actor[],
  items: readonly EvidenceItem[],
  window: Window,
): Credentials {
  const lives = livesOf(collector.events());
  const unrecorded = collector.unrecorded();
  const hostile = actors.filter(seemsHostile);
  const byHostile = ({ byKey, address, actor }: CredentialEvent): boolean =>
    hostile.some(
      (one) => one.address === address && (one.key === null ? one.principal === actor : one.key === byKey),
    );
  const around: Surroundings = {
    trailShortfall(from) {
      const hole = unrecorded.find(({ to }) => to === null || Date.parse(to) > Date.parse(from));
      if (hole !== undefined) return `a trail was switched off at ${minuteOf(hole.from)}`;
      return trailShortfall(items, { fromMs: Date.parse(from), toMs: window.toMs });
    },
    isHostile: ({ events }) => events.some((event) => event.happening === 'created' && byHostile(event)),
    isStolen: ({ events }) => events.some((event) => event.happening === 'used' && byHostile(event)),
  };
  const rotations = rotationsOf(lives, around);
  const rotated = new Set(
    rotations.map(({ credentialKind, credentialId }) => `${credentialKind} ${credentialId}`),
  );
  return {
    rotations,
    credentials: lives.filter(isTold).map((life) => told(life, purposeOf(life, around, rotated))),
  };
}

/** That a credential was used is a matter of actors, unless something happened to it. */
const isTold = ({ events }: Life): boolean =>
  events.some(({ happening }) => happening !== 'used' && happening !== 'present');

function purposeOf(life: Life, around: Surroundings, rotated: ReadonlySet<string>): CredentialPurpose | null {
  const { events, ended, contradictions, state } = life;
  if (around.isHostile(life)) return 'hostile';
  if (around.isStolen(life)) return ended === null ? null : 'emergency';
  if (state === 'expired') return 'expiry';
  const wasDisabled = events.some(({ happening }) => happening === 'disabled');
  if (wasDisabled && contradictions.some(({ happening }) => happening === 'enabled')) return 'mistake';
  return rotated.has(`${life.credentialKind} ${life.id}`) ? 'planned' : null;
}

const STEPS_MAX = 50;

const told = (life: Life, purpose: CredentialPurpose | null): Credential => ({
  kind: life.credentialKind,
  id: life.id,
  holder: life.holder,
  state: life.state,
  purpose,
  contradicted: life.contradictions.length > 0,
  steps: stepsOf(life),
  evidence: sortedIds(new Set(life.events.map(({ evidence }) => evidence))),
});

/** All that was done to it; of uses and refusals the first and the last, and those that contradict its end. */
function stepsOf({ events, contradictions }: Life): Credential['steps'] {
  const seen = new Map<string, CredentialEvent[]>();
  for (const event of events) {
    const key =
      event.happening === 'used' || event.happening === 'refused'
        ? `${event.happening} ${event.address}`
        : '';
    if (key !== '') seen.set(key, [...(seen.get(key) ?? []), event]);
  }
  const kept = new Set([...seen.values()].flatMap((list) => [list[0], list.at(-1)]));
  return events
    .filter(
      (event) =>
        (event.happening !== 'used' && event.happening !== 'refused') ||
        kept.has(event) ||
        contradictions.includes(event),
    )
    .slice(0, STEPS_MAX)
    .map(({ at, happening, what, actor, address, evidence }) => ({
      at,
      happening,
      what,
      actor,
      address,
      evidence: [evidence],
    }));
}

/** Why the trails do not show every use of a key in a time; null when they do. A lookup by one attribute does not. */
function trailShortfall(items: readonly EvidenceItem[], window: Window): string | null {
  if (window.fromMs >= window.toMs) return null;
  const trails = items.filter(
    ({ format, query }) => canYield(format, 'credential.enabled') && query['value'] === undefined,
  );
  const whole = trails
    .filter(({ coverage }) => coverage.state === 'complete')
    .map((item) => windowOf(item.answered ?? item.asked))
    .sort((a, b) => a.fromMs - b.fromMs);
  let reachedMs = window.fromMs;
  for (const { fromMs, toMs } of whole) if (fromMs <= reachedMs) reachedMs = Math.max(reachedMs, toMs);
  if (reachedMs >= window.toMs) return null;
  if (trails.length === 0) return 'no whole trail is in evidence';
  return `trails are not known to be whole from ${minuteOf(toIso(reachedMs))} on`;
}
