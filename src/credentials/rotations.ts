import type { Rotation } from '../domain/understanding.ts';
import { cleaned, minuteOf } from '../timeline/words.ts';
import type { CredentialEvent } from './event.ts';
import type { Life } from './life.ts';

/** What the rules ask of the evidence around a credential. */
export interface Surroundings {
  /** Why the trail does not show every use from a time on; null when it does. */
  trailShortfall(fromIso: string): string | null;
  /** It was made, or made off with, by somebody who seems hostile. */
  isHostile(life: Life): boolean;
  isStolen(life: Life): boolean;
}

type Step = Rotation['steps'][number];

const step = (event: CredentialEvent, what: string): Step => ({
  at: event.at,
  what,
  evidence: [event.evidence],
});

const name = (id: string): string => cleaned(id, 60);

/** Events that tell how a credential was rotated, and what speaks against it. */
const steps = ({ events, contradictions, refused }: Life, withId: boolean): readonly Step[] =>
  events
    .filter(
      (event) => !WITHOUT_STEP.has(event.happening) || contradictions.includes(event) || event === refused,
    )
    .map((event) => step(event, withId ? `${name(event.id)} ${event.what}` : event.what));

const WITHOUT_STEP: ReadonlySet<string> = new Set(['used', 'refused', 'expired']);

const inTime = (list: readonly Step[]): readonly Step[] =>
  list.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));

/**
 * Every rotation that evidence shows. It is complete only when the old credential is refused or gone, nothing later
 * contradicts it, and, where it could still be of use, the trail that would show it is complete for the time after.
 * What is done to credentials in an emergency, by mistake or by somebody hostile is no rotation.
 */
export function rotationsOf(lives: readonly Life[], around: Surroundings): readonly Rotation[] {
  const ofKind = (...kinds: readonly string[]): readonly Life[] =>
    lives.filter(({ credentialKind }) => kinds.includes(credentialKind));
  return [
    ...jwkRotations(ofKind('jwk').flatMap(({ events }) => events)),
    ...roleRotations(ofKind('db-role'), around),
    ...IN_PLACE.flatMap((kind) => ofKind(kind).flatMap(rotationInPlace)),
    ...keyRotations(ofKind('iam-key'), around),
  ];
}

const IN_PLACE = ['secret', 'kms-key', 'k8s-secret', 'database-password'];

/** The key sets as they were published, each one JWKS at one time. */
function keySets(events: readonly CredentialEvent[]): readonly (readonly CredentialEvent[])[] {
  const seen = events.filter(({ happening }) => happening === 'present');
  const sets = Map.groupBy(seen, ({ at, evidence }) => JSON.stringify([at, evidence]));
  return [...sets.values()].toSorted((a, b) => Date.parse(a[0]?.at ?? '') - Date.parse(b[0]?.at ?? ''));
}

/** One rotation a key that is gone from the last set; a key that stays is not rotated. */
function jwkRotations(events: readonly CredentialEvent[]): readonly Rotation[] {
  const sets = keySets(events);
  const [first, last] = [sets[0], sets.at(-1)];
  if (!first || !last || first === last) return [];
  const gone = without(first, last);
  const added = without(last, first).map((key) => firstSeen(sets, key.id) ?? key);
  const newSteps = added.map((key) => step(key, `new key ${name(key.id)} published`));
  const names = added.map(({ id }) => name(id)).join(', ');
  const end = last[0];
  const replaced = inPlaceKeys(first, last);
  if (gone.length === 0) {
    return [
      ...replaced,
      ...added.map(({ id }) => ({
        credentialKind: 'jwk',
        credentialId: id,
        steps: newSteps,
        complete: false,
        missing: [],
        why: 'the new key is published; no old key was taken out of the set',
      })),
    ];
  }
  return [
    ...replaced,
    ...gone.map((old) => ({
      credentialKind: 'jwk',
      credentialId: old.id,
      steps: [
        step(old, 'old key published'),
        ...newSteps,
        ...(end ? [step(end, 'old key no longer published')] : []),
      ],
      complete: added.length > 0,
      missing: [],
      why:
        added.length > 0
          ? `the published keys hold ${names} and no longer the old key; whether the old one is rejected was not probed`
          : 'the old key is gone, but no new one is published',
    })),
  ];
}

/** The same id with another key: rotated in place. */
const inPlaceKeys = (
  first: readonly CredentialEvent[],
  last: readonly CredentialEvent[],
): readonly Rotation[] =>
  first.flatMap((old) => {
    const same = last.find(({ id }) => id === old.id);
    if (same === undefined || same.version === null || old.version === null || same.version === old.version)
      return [];
    return [
      {
        credentialKind: 'jwk',
        credentialId: old.id,
        steps: [step(old, 'old key published'), step(same, 'another key published under the same id')],
        complete: true,
        missing: [],
        why: 'another key is published under the same id, and no longer the old one; whether the old one is rejected was not probed',
      },
    ];
  });

const without = (
  keys: readonly CredentialEvent[],
  others: readonly CredentialEvent[],
): readonly CredentialEvent[] => keys.filter(({ id }) => !others.some((other) => other.id === id));

const firstSeen = (sets: readonly (readonly CredentialEvent[])[], id: string): CredentialEvent | undefined =>
  sets.flat().find((event) => event.id === id);

/** Why an old credential has not ended for good; null when it has. */
function contradiction({ contradictions, state }: Life): string | null {
  const [first] = contradictions;
  const last = contradictions.at(-1);
  if (first === undefined || last === undefined) return null;
  if (state === 'valid') return `the old one was made active again at ${minuteOf(last.at)}`;
  return `the old one was used at ${minuteOf(first.at)}, after it had been ended`;
}

/** Proof that a credential is of no more use, as far as it goes. */
function proofOf(old: Life, around: Surroundings): Pick<Rotation, 'complete' | 'missing' | 'why'> {
  const against = contradiction(old);
  if (against !== null) return { complete: false, missing: [], why: against };
  if (old.ended === null)
    return { complete: false, missing: [], why: 'the old one is not shown to be ended' };
  if (old.state === 'gone')
    return { complete: true, missing: [], why: 'the new one was created, and the old one is gone' };
  if (old.refused !== null)
    return {
      complete: true,
      missing: [],
      why: `the new one was created, and the old one is inactive and was refused at ${minuteOf(old.refused.at)}`,
    };
  const shortfall = around.trailShortfall(old.ended.at);
  return shortfall === null
    ? {
        complete: true,
        missing: [],
        why: 'the new one was created, the old one made inactive, and the trail shows no use of it since',
      }
    : {
        complete: false,
        missing: [`a refusal of the old one, or a trail that is whole for the time after: ${shortfall}`],
        why: `the new one was created and the old one made inactive; that it was not used since is not shown: ${shortfall}`,
      };
}

/** `app_rw_v2`, `app_rw` and `app_rw_2026` are of one stem. */
const stemOf = (id: string): string =>
  id.toLowerCase().replace(/(?:[_-]?(?:v?\d+|new|old|next|prev|previous|blue|green|[ab]))+$/, '');

const isRelated = (one: Life, other: Life): boolean =>
  (stemOf(one.id) !== '' && stemOf(one.id) === stemOf(other.id)) ||
  [...one.events, ...other.events].some(
    ({ id, related }) =>
      (id === one.id && related.includes(other.id)) || (id === other.id && related.includes(one.id)),
  );

function roleRotations(lives: readonly Life[], around: Surroundings): readonly Rotation[] {
  const created = lives.filter(({ events }) => events.some(({ happening }) => happening === 'created'));
  const pairs = created.flatMap((fresh) =>
    lives
      .filter((old) => old !== fresh && !created.includes(old) && isRelated(fresh, old))
      .map((old) => ({
        credentialKind: 'db-role',
        credentialId: old.id,
        steps: inTime([...steps(old, false), ...steps(fresh, false)]),
        ...proofOf(old, around),
      })),
  );
  return [...pairs, ...lives.flatMap(passwordChange)];
}

/** The password of a role was changed: what was valid before is not any more. */
function passwordChange(life: Life): readonly Rotation[] {
  const last = life.events.findLast(({ happening }) => happening === 'rotated');
  if (last === undefined) return [];
  return [
    {
      credentialKind: 'db-role',
      credentialId: life.id,
      steps: [step(last, `password of ${name(life.id)} changed in place`)],
      complete: true,
      missing: [],
      why: 'its password was changed in place, and the old one is gone with that',
    },
  ];
}

const ROTATES: ReadonlySet<string> = new Set(['rotation-requested', 'rotated', 'rotation-failed']);

/** Credentials that keep their name: a secret, a KMS key. Only the service's own event proves the rotation. */
function rotationInPlace(life: Life): readonly Rotation[] {
  const { credentialKind, id, events } = life;
  const last = events.findLast(({ happening }) => ROTATES.has(happening));
  const changed = events.findLast(({ happening, version }) => happening === 'changed' && version !== null);
  if (last === undefined && changed === undefined) return [];
  const shared = { credentialKind, credentialId: id, steps: steps(life, false) };
  if (last === undefined) {
    return [
      {
        ...shared,
        complete: false,
        missing: ['that what was valid before is refused'],
        why: 'another version was made the current one; whether the one before is still accepted is not shown',
      },
    ];
  }
  const after = events.find(
    ({ happening, at }) => happening === 'previous-used' && Date.parse(at) > Date.parse(last.at),
  );
  if (last.happening === 'rotated' && after !== undefined) {
    return [
      {
        ...shared,
        complete: false,
        missing: [],
        why: `the previous version was read at ${minuteOf(after.at)}, after the rotation`,
      },
    ];
  }
  const complete = last.happening === 'rotated';
  return [
    {
      ...shared,
      complete,
      missing: [],
      why: complete
        ? 'the service reports the rotation as succeeded'
        : last.happening === 'rotation-failed'
          ? 'the last rotation did not succeed'
          : 'a rotation was asked for; its outcome is not in evidence',
    },
  ];
}

/** Keys that come and go under one holder. */
function keyRotations(lives: readonly Life[], around: Surroundings): readonly Rotation[] {
  // What replaces a stolen key answers to the theft.
  const robbed = new Set(lives.filter((life) => around.isStolen(life)).map(({ holder, id }) => holder ?? id));
  const planned = lives.filter((life) => !around.isHostile(life) && !robbed.has(life.holder ?? life.id));
  const byHolder = Map.groupBy(planned, ({ holder, id }) => holder ?? id);
  return [...byHolder.values()].flatMap((own) => {
    const fresh = own.filter(
      (life) => life.events.some(({ happening }) => happening === 'created') && life.ended === null,
    );
    const old = own.filter(
      (life) => !fresh.includes(life) && (life.ended !== null || life.contradictions.length > 0),
    );
    const [newest] = fresh;
    if (newest === undefined) return [];
    if (old.length > 0) {
      return old.map((life) => ({
        credentialKind: 'iam-key',
        credentialId: life.id,
        steps: inTime([...steps(life, true), ...fresh.flatMap((one) => steps(one, true))]),
        ...proofOf(life, around),
      }));
    }
    return [
      {
        credentialKind: 'iam-key',
        credentialId: newest.id,
        steps: inTime(own.flatMap((one) => steps(one, true))),
        complete: false,
        missing: [],
        why: 'a new key was created; the old one is not shown to be inactive',
      },
    ];
  });
}
