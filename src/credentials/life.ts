import type { CredentialState } from '../domain/understanding.ts';
import type { CredentialEvent, Happening } from './event.ts';

/** One credential from its first event to its last. */
export interface Life {
  readonly credentialKind: string;
  readonly id: string;
  readonly holder: string | null;
  /** In order of time. */
  readonly events: readonly CredentialEvent[];
  readonly state: CredentialState;
  /** When it was last made useless, and not made useful again since. */
  readonly ended: CredentialEvent | null;
  /** What happened after its end that cannot happen to a credential that has ended. */
  readonly contradictions: readonly CredentialEvent[];
  /** It was refused after its end. */
  readonly refused: CredentialEvent | null;
}

const AFTER: Readonly<Record<Happening, CredentialState | null>> = {
  created: 'valid',
  present: null,
  absent: 'gone',
  changed: null,
  'rotation-requested': null,
  rotated: 'valid',
  'rotation-failed': null,
  used: null,
  'previous-used': null,
  disabled: 'disabled',
  enabled: 'valid',
  deleted: 'gone',
  expired: 'expired',
  refused: null,
};

const ENDS: ReadonlySet<CredentialState> = new Set(['disabled', 'gone', 'expired']);

/** Every credential that events tell of. */
export function livesOf(events: readonly CredentialEvent[]): readonly Life[] {
  const byId = Map.groupBy(events, ({ credentialKind, id }) => JSON.stringify([credentialKind, id]));
  return [...byId.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [lifeOf(first, own)];
  });
}

function lifeOf({ credentialKind, id }: CredentialEvent, events: readonly CredentialEvent[]): Life {
  let state: CredentialState = 'unknown';
  let ended: CredentialEvent | null = null;
  let refused: CredentialEvent | null = null;
  const contradictions: CredentialEvent[] = [];
  for (const event of events) {
    const next = AFTER[event.happening];
    if (next !== null) {
      if (ENDS.has(next)) {
        ended = ENDS.has(state) ? ended : event;
      } else if (ended !== null) {
        // It is as good as before: what ended it does not stand.
        contradictions.push(event);
        ended = null;
        refused = null;
      }
      state = next;
    } else if (event.happening === 'used') {
      if (ended !== null) contradictions.push(event);
      else if (state === 'unknown') state = 'valid';
    } else if (event.happening === 'refused' && ended !== null) {
      refused = event;
    }
  }
  return {
    credentialKind,
    id,
    holder: events.find(({ holder }) => holder !== null)?.holder ?? null,
    events,
    state,
    ended,
    contradictions,
    refused,
  };
}
