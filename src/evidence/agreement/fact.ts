import { canonicalJson } from '../../domain/canonical.ts';

/** What ledger and rows both say: a name for people, and the whole of it. */
export type Fact = readonly [name: string, value: string];

export const fact = (name: string, value: unknown): Fact => [name, canonicalJson(value)];

/** Stands for the commitment to words that were destroyed: nobody can open it any more. */
export const DESTROYED = 'destroyed';

export const names = {
  incident: 'the incident',
  version: (version: number) => `version ${version} of the incident`,
  signoff: (id: string) => `the reason of sign-off ${id}`,
  hold: (id: string) => `hold ${id}`,
  release: (id: string) => `the release of hold ${id}`,
  pack: (version: number) => `pack version ${version}`,
  plan: 'the plan of the destruction',
  certificate: 'the certificate of the destruction',
};
