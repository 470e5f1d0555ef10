import type { Kind, Observation } from '../domain/observation.ts';
import { listOf, textOf } from './attributes.ts';
import { cleaned } from './words.ts';

/** What the records of a cluster are counted by: `by.rule`, `by.client`, … */
export type FacetName =
  | 'rule'
  | 'ruleset'
  | 'label'
  | 'client'
  | 'path'
  | 'error'
  | 'binding'
  | 'sqlstate'
  | 'status'
  | 'subject';

const bounded = (value: string | undefined): readonly string[] =>
  value === undefined ? [] : [cleaned(value)];

/** The rules a record is counted under: the one that decided, or, when none did, all that matched. */
function rulesOf(observation: Observation): readonly string[] {
  if (observation.kind === 'waf.counted')
    return listOf(observation, 'waf.counted_rules').map((r) => cleaned(r));
  return bounded(
    textOf(observation, 'security_rule.name') ?? textOf(observation, 'security_rule.ruleset.name'),
  );
}

type FacetReader = (observation: Observation) => readonly string[];
const attribute =
  (name: string): FacetReader =>
  (observation) =>
    bounded(textOf(observation, name));

const CLIENT = attribute('client.address');
const PATH = attribute('url.path');
const WAF: Readonly<Partial<Record<FacetName, FacetReader>>> = {
  rule: rulesOf,
  ruleset: attribute('security_rule.ruleset.name'),
  label: (observation) => listOf(observation, 'waf.labels').map((label) => cleaned(label)),
  client: CLIENT,
  path: PATH,
};
const AUTH = { client: CLIENT, error: attribute('error.type') };
const CREDENTIAL = { subject: attribute('credential.id') };
const CONFIG = { subject: attribute('config.name') };
const ALERT = { subject: attribute('alert.name') };

const READERS: Readonly<Partial<Record<Kind, Readonly<Partial<Record<FacetName, FacetReader>>>>>> = {
  'waf.blocked': WAF,
  'waf.challenged': WAF,
  'waf.counted': WAF,
  'waf.allowed': WAF,
  'waf.detected': WAF,
  'auth.failed': AUTH,
  'auth.succeeded': AUTH,
  'db.statement': { binding: attribute('db.binding'), sqlstate: attribute('db.response.status_code') },
  'http.request': { client: CLIENT, path: PATH, status: attribute('http.response.status_code') },
  'probe.result': { subject: attribute('probe.outcome'), path: attribute('probe.target') },
  'db.role-changed': { subject: attribute('db.role.name') },
  'config.changed': CONFIG,
  'deploy.started': { subject: attribute('service.name') },
  'scale.changed': { subject: attribute('service.name') },
  'config.observed': CONFIG,
  'alert.fired': ALERT,
  'alert.acknowledged': ALERT,
  'alert.resolved': ALERT,
  'credential.created': CREDENTIAL,
  'credential.rotation-requested': CREDENTIAL,
  'credential.rotated': CREDENTIAL,
  'credential.rotation-failed': CREDENTIAL,
  'credential.disabled': CREDENTIAL,
  'credential.deleted': CREDENTIAL,
  'credential.used': CREDENTIAL,
  'credential.changed': CREDENTIAL,
  'credential.present': CREDENTIAL,
};

/** Names of the facets that records of a kind have, in the order in which a reader cares. */
export const facetNamesOf = (kind: Kind): readonly FacetName[] =>
  Object.keys(READERS[kind] ?? {}) as FacetName[];

/** The values of one facet of one record, bounded and cleaned; none when the source gives none. */
export const facetOf = (observation: Observation, name: FacetName): readonly string[] =>
  READERS[observation.kind]?.[name]?.(observation) ?? [];
