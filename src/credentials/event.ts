import type { Kind } from '../domain/observation.ts';

/** What can happen to a credential, or be seen of it. */
export type Happening =
  | 'created'
  | 'present'
  | 'absent'
  | 'changed'
  | 'rotation-requested'
  | 'rotated'
  | 'rotation-failed'
  | 'used'
  | 'previous-used'
  | 'disabled'
  | 'enabled'
  | 'deleted'
  | 'expired'
  | 'refused';

/** One thing that happened to a credential, or one time that it was seen. */
export interface CredentialEvent {
  readonly at: string;
  readonly happening: Happening;
  readonly credentialKind: string;
  readonly id: string;
  /** Whose it is, for credentials that come and go under one holder. */
  readonly holder: string | null;
  /** In words. */
  readonly what: string;
  readonly actor: string | null;
  readonly address: string | null;
  /** Key that the call was made with. */
  readonly byKey: string | null;
  /** Thumbprint of a key, id of a version. */
  readonly version: string | null;
  /** Other credentials that the event names: a role that another one was granted to. */
  readonly related: readonly string[];
  readonly evidence: string;
}

const BY_KIND: Readonly<Partial<Record<Kind, Happening>>> = {
  'credential.created': 'created',
  'credential.present': 'present',
  'credential.changed': 'changed',
  'credential.rotation-requested': 'rotation-requested',
  'credential.rotated': 'rotated',
  'credential.rotation-failed': 'rotation-failed',
  'credential.used': 'used',
  'credential.disabled': 'disabled',
  'credential.enabled': 'enabled',
  'credential.deleted': 'deleted',
};

export const happeningOf = (kind: Kind): Happening | undefined => BY_KIND[kind];
