import type { Kind, SourcedObservation } from '../../domain/observation.ts';
import { textOf } from '../../timeline/attributes.ts';
import { inOrder } from './in-order.ts';

/** One thing that happened to a credential, or one time that it was seen. */
export interface CredentialFact {
  readonly at: string;
  readonly kind: Kind;
  readonly credentialKind: string;
  readonly id: string;
  /** Whose key it is, for keys that come and go under one user. */
  readonly holder: string | undefined;
  readonly operation: string | undefined;
  readonly outcome: string | undefined;
  readonly evidence: string;
}

export interface CredentialCollector {
  add(sourced: SourcedObservation): void;
  /** In order of time. */
  facts(): readonly CredentialFact[];
}

export function credentialCollector(): CredentialCollector {
  const facts: CredentialFact[] = [];
  return {
    add({ evidence, observation }) {
      const { kind, at } = observation;
      const isRole = kind === 'db.role-changed';
      if (!isRole && !kind.startsWith('credential.')) return;
      facts.push({
        at,
        kind,
        credentialKind: isRole ? 'db-role' : (textOf(observation, 'credential.kind') ?? 'credential'),
        id: textOf(observation, isRole ? 'db.role.name' : 'credential.id') ?? 'unknown',
        holder: textOf(observation, 'user.name'),
        operation: textOf(observation, 'db.operation.name'),
        outcome: textOf(observation, 'outcome'),
        evidence,
      });
    },
    facts: () => inOrder(facts),
  };
}
