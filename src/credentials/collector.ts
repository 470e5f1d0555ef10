import type { SourcedObservation } from '../domain/observation.ts';
import { compareInstants } from '../domain/time.ts';
import { listOf, textOf } from '../timeline/attributes.ts';
import { cleaned } from '../timeline/words.ts';
import { type CredentialEvent, type Happening, happeningOf } from './event.ts';

/** All that is known of each credential, in order. */
export interface CredentialCollector {
  add(sourced: SourcedObservation): void;
  events(): readonly CredentialEvent[];
  /** Times in which a trail was switched off; `to` is null while it still was. */
  unrecorded(): readonly { readonly from: string; readonly to: string | null }[];
}

interface Use {
  readonly firstMs: number;
  readonly event: CredentialEvent;
}

/** Of each credential the first and the last use from each address are kept, and every use after it was ended. */
export function credentialCollector(): CredentialCollector {
  const events: CredentialEvent[] = [];
  const uses = new Map<string, { first: Use; last: Use; readonly all: CredentialEvent[] }>();
  const switched: { at: string; isOn: boolean }[] = [];

  const addUse = (event: CredentialEvent): void => {
    const key = JSON.stringify([event.credentialKind, event.id, event.happening, event.address]);
    const use = { firstMs: Date.parse(event.at), event };
    const known = uses.get(key);
    if (known === undefined) {
      uses.set(key, { first: use, last: use, all: [event] });
      return;
    }
    if (use.firstMs < known.first.firstMs) known.first = use;
    if (use.firstMs >= known.last.firstMs) known.last = use;
    if (known.all.length < USES_MAX) known.all.push(event);
  };

  return {
    add(sourced) {
      const { observation } = sourced;
      const { kind, at } = observation;
      if (textOf(observation, 'event.service') === 'cloudtrail') {
        if (kind === 'logging.stopped') switched.push({ at, isOn: false });
        if (kind === 'logging.started') switched.push({ at, isOn: true });
      }
      const use = useOf(sourced);
      if (use !== null) addUse(use);
      const event = kind === 'db.role-changed' ? roleEvent(sourced) : ownEvent(sourced);
      if (event !== null) events.push(event);
    },
    events: () => {
      const used = [...uses.values()].flatMap(({ first, last, all }) =>
        all.length < USES_MAX ? all : [...new Set([first.event, ...all, last.event])],
      );
      return [...events, ...used].sort(
        (a, b) => compareInstants(a.at, b.at) || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
      );
    },
    unrecorded: () => {
      const inTime = switched.toSorted((a, b) => compareInstants(a.at, b.at));
      return inTime.flatMap(({ at, isOn }, index) =>
        isOn ? [] : [{ from: at, to: inTime.slice(index + 1).find((later) => later.isOn)?.at ?? null }],
      );
    },
  };
}

const USES_MAX = 500;

const clean = (text: string | undefined): string | null => (text === undefined ? null : cleaned(text));

function common({ observation, evidence }: SourcedObservation) {
  return {
    at: observation.at,
    actor: clean(textOf(observation, 'user.name') ?? textOf(observation, 'aws.principal.arn')),
    address: clean(textOf(observation, 'client.address')),
    byKey: textOf(observation, 'aws.access_key.id') ?? null,
    version: null,
    related: [],
    evidence,
  };
}

function ownEvent(sourced: SourcedObservation): CredentialEvent | null {
  const { observation } = sourced;
  const happening = happeningOf(observation.kind);
  if (happening === undefined) return null;
  const credentialKind = textOf(observation, 'credential.kind') ?? 'credential';
  const holder = textOf(observation, 'credential.holder');
  return {
    ...common(sourced),
    happening,
    credentialKind,
    id: textOf(observation, 'credential.id') ?? 'unknown',
    // Facts of older versions name the holder of an access key as the user.
    holder: clean(holder ?? (credentialKind === 'iam-key' ? textOf(observation, 'user.name') : undefined)),
    what: WORDS[happening] ?? cleaned(observation.summary),
    version: clean(
      textOf(observation, 'jwk.thumbprint') ??
        (observation.attributes['credential.made_current'] === false
          ? undefined
          : textOf(observation, 'credential.version')),
    ),
    ...(observation.attributes['credential.made_current'] === false && { happening: 'present' as const }),
  };
}

const WORDS: Readonly<Partial<Record<Happening, string>>> = {
  created: 'created',
  changed: 'changed',
  'rotation-requested': 'rotation requested',
  rotated: 'rotated',
  'rotation-failed': 'rotation failed',
  disabled: 'made inactive',
  enabled: 'made active',
  deleted: 'deleted',
};

/** What a statement did to a role; one that failed or was taken back did nothing. */
function roleEvent(sourced: SourcedObservation): CredentialEvent | null {
  const { observation } = sourced;
  const operation = textOf(observation, 'db.operation.name') ?? 'role statement';
  const outcome = textOf(observation, 'outcome') ?? 'unknown';
  const id = textOf(observation, 'db.role.name') ?? 'unknown';
  const other = textOf(observation, 'db.role.other');
  return {
    ...common(sourced),
    happening:
      outcome === 'succeeded' ? roleHappening(operation, listOf(observation, 'db.role.sets')) : 'present',
    credentialKind: 'db-role',
    id,
    holder: null,
    what: `${cleaned(operation, 60)} ${cleaned(id, 60)}: ${outcome}`,
    related: other === undefined ? [] : [cleaned(other)],
  };
}

function roleHappening(operation: string, sets: readonly string[]): Happening {
  if (/^CREATE\b/i.test(operation)) return 'created';
  if (/^DROP\b/i.test(operation)) return 'deleted';
  if (!/^ALTER\b/i.test(operation)) return 'present';
  if (sets.includes('nologin')) return 'disabled';
  if (sets.includes('password')) return 'rotated';
  return sets.includes('login') ? 'enabled' : 'present';
}

/** Codes that tell of the credential, not of what was asked for with it. */
const EXPIRED = /expired/i;

/** A use of a long-lived key, a sign-in of a role, or a refusal of either. */
function useOf(sourced: SourcedObservation): CredentialEvent | null {
  const { observation } = sourced;
  const { kind } = observation;
  if (textOf(observation, 'db.system.name') !== undefined) {
    const role = textOf(observation, 'user.name');
    if (role === undefined || (kind !== 'auth.succeeded' && kind !== 'auth.failed')) return null;
    const happening = kind === 'auth.succeeded' ? 'used' : 'refused';
    return {
      ...common(sourced),
      happening,
      credentialKind: 'db-role',
      id: role,
      holder: null,
      what: `sign-in ${happening === 'used' ? 'succeeded' : 'refused'}`,
    };
  }
  const previous = textOf(observation, 'data.version') === 'AWSPREVIOUS';
  if (kind === 'data.read' && previous) {
    const id = textOf(observation, 'resource.id') ?? 'unknown';
    return {
      ...common(sourced),
      happening: 'previous-used',
      credentialKind: 'secret',
      id,
      holder: null,
      what: 'previous version read',
    };
  }
  const key = textOf(observation, 'aws.access_key.id');
  if (key === undefined || key === '' || /^ASIA/.test(key)) return null;
  const isRefused = observation.attributes['credential.refused'] === true;
  const happening = isRefused
    ? EXPIRED.test(textOf(observation, 'error.code') ?? '')
      ? 'expired'
      : 'refused'
    : 'used';
  const action = cleaned(textOf(observation, 'event.name') ?? 'a call', 60);
  return {
    ...common(sourced),
    happening,
    credentialKind: 'iam-key',
    id: key,
    holder: clean(textOf(observation, 'user.name')),
    what: isRefused ? `refused for ${action}` : `used for ${action}`,
  };
}
