import type { Rotation } from '../domain/case-file.ts';
import type { Kind } from '../domain/observation.ts';
import { cleaned } from '../timeline/words.ts';
import type { CredentialFact } from './facts/credentials.ts';

type Step = Rotation['steps'][number];

const step = (fact: CredentialFact, what: string): Step => ({ at: fact.at, what, evidence: [fact.evidence] });

/** Every rotation that evidence shows, whole or not, by kind of credential. */
export function rotationsOf(facts: readonly CredentialFact[]): readonly Rotation[] {
  const ofKind = (kind: string): readonly CredentialFact[] =>
    facts.filter((fact) => fact.credentialKind === kind);
  return [
    ...jwkRotations(ofKind('jwk')),
    ...roleRotations(ofKind('db-role')),
    ...['secret', 'kms-key', 'k8s-secret'].flatMap((kind) => rotationsInPlace(kind, ofKind(kind))),
    ...iamKeyRotations(ofKind('iam-key')),
  ];
}

/** The key sets as they were published, each one JWKS at one time. */
function keySets(facts: readonly CredentialFact[]): readonly (readonly CredentialFact[])[] {
  const sets = new Map<string, CredentialFact[]>();
  for (const fact of facts.filter(({ kind }) => kind === 'credential.present')) {
    const key = JSON.stringify([fact.at, fact.evidence]);
    sets.set(key, [...(sets.get(key) ?? []), fact]);
  }
  return [...sets.values()];
}

/** One rotation a key that is gone from the last set; a key that stays is not rotated. */
function jwkRotations(facts: readonly CredentialFact[]): readonly Rotation[] {
  const sets = keySets(facts);
  const [first, last] = [sets[0], sets.at(-1)];
  if (!first || !last || first === last) return [];
  const gone = without(first, last);
  const added = without(last, first).map((key) => firstSeen(sets, key.id) ?? key);
  const newSteps = added.map((key) => step(key, `new key ${cleaned(key.id, 60)} published`));
  const names = added.map(({ id }) => cleaned(id, 60)).join(', ');
  const end = last[0];
  if (gone.length === 0) {
    return added.map(({ id }) => ({
      credentialKind: 'jwk',
      credentialId: id,
      steps: newSteps,
      complete: false,
      why: 'the new key is published; no old key was taken out of the set',
    }));
  }
  return gone.map((old) => ({
    credentialKind: 'jwk',
    credentialId: old.id,
    steps: [
      step(old, 'old key published'),
      ...newSteps,
      ...(end ? [step(end, 'old key no longer published')] : []),
    ],
    complete: added.length > 0,
    why:
      added.length > 0
        ? `the published keys hold ${names} and no longer the old key; whether the old one is rejected was not probed`
        : 'the old key is gone, but no new one is published',
  }));
}

const without = (
  keys: readonly CredentialFact[],
  others: readonly CredentialFact[],
): readonly CredentialFact[] => keys.filter(({ id }) => !others.some((other) => other.id === id));

const firstSeen = (sets: readonly (readonly CredentialFact[])[], id: string): CredentialFact | undefined =>
  sets.flat().find((fact) => fact.id === id);

const CREATES = /^CREATE\b/i;
const DROPS = /^DROP\b/i;

function roleRotations(facts: readonly CredentialFact[]): readonly Rotation[] {
  if (facts.length === 0) return [];
  const done = facts.filter(({ outcome }) => outcome === 'succeeded');
  const created = done.find(({ operation }) => CREATES.test(operation ?? ''));
  const dropped = done.findLast(({ operation, id }) => DROPS.test(operation ?? '') && id !== created?.id);
  const undropped = facts.find(
    ({ operation, outcome }) => DROPS.test(operation ?? '') && outcome !== 'succeeded',
  );
  const old = dropped ?? undropped;
  return [
    {
      credentialKind: 'db-role',
      credentialId: (old ?? created ?? facts[0])?.id ?? 'unknown',
      steps: facts.map((fact) =>
        step(
          fact,
          `${cleaned(fact.operation ?? 'role statement', 60)} ${cleaned(fact.id, 60)}: ${fact.outcome ?? 'unknown'}`,
        ),
      ),
      complete: created !== undefined && dropped !== undefined,
      why: dropped
        ? created
          ? 'the new role was created, and the old one was dropped in the end'
          : 'the old role was dropped; the log shows no new one'
        : created
          ? 'a new role was created; the log does not show the old one dropped'
          : 'the log shows neither a role created nor one dropped without an error',
    },
  ];
}

const WORDS: Readonly<Partial<Record<Kind, string>>> = {
  'credential.created': 'created',
  'credential.rotation-requested': 'rotation requested',
  'credential.rotated': 'rotated',
  'credential.rotation-failed': 'rotation failed',
  'credential.disabled': 'made inactive',
  'credential.deleted': 'deleted',
  'credential.changed': 'changed',
};

const told = (facts: readonly CredentialFact[], withId: boolean): readonly Step[] =>
  facts.flatMap((fact) => {
    const word = WORDS[fact.kind];
    return word ? [step(fact, withId ? `${cleaned(fact.id, 60)} ${word}` : word)] : [];
  });

/** Credentials that keep their name: a secret, a KMS key. Only the service's own event proves the rotation. */
function rotationsInPlace(kind: string, facts: readonly CredentialFact[]): readonly Rotation[] {
  const byId = Map.groupBy(facts, ({ id }) => id);
  return [...byId].flatMap(([id, ofId]) => {
    const last = ofId.findLast((fact) =>
      ['credential.rotation-requested', 'credential.rotated', 'credential.rotation-failed'].includes(
        fact.kind,
      ),
    );
    if (!last) return [];
    const complete = last.kind === 'credential.rotated';
    return [
      {
        credentialKind: kind,
        credentialId: id,
        steps: told(ofId, false),
        complete,
        why: complete
          ? 'the service reports the rotation as succeeded'
          : last.kind === 'credential.rotation-failed'
            ? 'the last rotation did not succeed'
            : 'a rotation was asked for; its outcome is not in evidence',
      },
    ];
  });
}

function iamKeyRotations(facts: readonly CredentialFact[]): readonly Rotation[] {
  const byHolder = Map.groupBy(facts, ({ holder }) => holder ?? 'unknown');
  return [...byHolder.values()].flatMap((ofHolder) => {
    const created = ofHolder.find(({ kind }) => kind === 'credential.created');
    const ended = ofHolder.findLast(
      ({ kind, id }) =>
        (kind === 'credential.disabled' || kind === 'credential.deleted') && id !== created?.id,
    );
    const subject = ended ?? created;
    if (!subject) return [];
    const complete = created !== undefined && ended !== undefined;
    return [
      {
        credentialKind: 'iam-key',
        credentialId: subject.id,
        steps: told(ofHolder, true),
        complete,
        why: complete
          ? 'a new key was created and the old one made inactive or deleted'
          : created
            ? 'a new key was created; the old one is not shown to be inactive'
            : 'the old key was made inactive or deleted; no new one is shown',
      },
    ];
  });
}
