import type { Kind, Observation } from '../domain/observation.ts';
import { textOf } from './attributes.ts';
import type { FacetName } from './facets.ts';
import { ranked, type Tally } from './tally.ts';
import { cleaned, counted, grouped } from './words.ts';

/** What the records of a kind are, one and many, with the verb that says what happened. */
const NOUNS: Readonly<Partial<Record<Kind, readonly [string, string]>>> = {
  'waf.blocked': ['request blocked by the firewall', 'requests blocked by the firewall'],
  'waf.challenged': ['request challenged by the firewall', 'requests challenged by the firewall'],
  'waf.counted': [
    'request matched firewall rules and was let through',
    'requests matched firewall rules and were let through',
  ],
  'waf.allowed': ['request allowed by the firewall', 'requests allowed by the firewall'],
  'waf.detected': [
    'request detected, not stopped, by the firewall',
    'requests detected, not stopped, by the firewall',
  ],
  'auth.failed': ['failed authentication', 'failed authentications'],
  'auth.succeeded': ['successful authentication', 'successful authentications'],
  'db.statement': ['database statement', 'database statements'],
  'http.request': ['request served', 'requests served'],
  'credential.used': ['use of a credential', 'uses of credentials'],
  'credential.changed': ['change to a credential', 'changes to credentials'],
  'credential.present': ['credential seen', 'credentials seen'],
  'credential.created': ['credential created', 'credentials created'],
  'credential.rotation-requested': ['rotation requested', 'rotations requested'],
  'credential.rotated': ['credential rotated', 'credentials rotated'],
  'credential.rotation-failed': ['rotation failed', 'rotations failed'],
  'credential.disabled': ['credential disabled', 'credentials disabled'],
  'credential.deleted': ['credential deleted', 'credentials deleted'],
  'db.role-changed': ['database role statement', 'database role statements'],
  'alert.fired': ['alert fired', 'alerts fired'],
  'alert.acknowledged': ['alert acknowledged', 'alerts acknowledged'],
  'alert.resolved': ['alert resolved', 'alerts resolved'],
  'config.changed': ['configuration change', 'configuration changes'],
  'config.observed': ['configuration read', 'configurations read'],
  'deploy.started': ['deployment started', 'deployments started'],
  'scale.changed': ['change of scale', 'changes of scale'],
  'probe.result': ['synthetic probe', 'synthetic probes'],
  message: ['message', 'messages'],
};

const LEADING: readonly FacetName[] = ['rule', 'error', 'binding', 'status', 'subject'];

/** `1,204 requests blocked by the firewall, mostly SQLi_QUERYARGUMENTS (900), from 35 clients; 310 bots` */
export function clusterTitle(
  kind: Kind,
  count: number,
  bots: number,
  tallies: ReadonlyMap<FacetName, Tally>,
): string {
  const [one, many] = NOUNS[kind] ?? [kind, kind];
  const parts = [counted(count, one, many)];
  const leading = LEADING.map((facet) => tallies.get(facet)).find((tally) => tally && tally.size > 0);
  const first = leading && ranked(leading)[0];
  if (first)
    parts.push(`, ${first[1] < count ? 'mostly ' : ''}${cleaned(first[0], 60)} (${grouped(first[1])})`);
  const clients = tallies.get('client')?.size ?? 0;
  if (clients > 0) parts.push(`, from ${counted(clients, 'client')}`);
  if (bots > 0) parts.push(`; ${counted(bots, 'bot')}`);
  return parts.join('');
}

type Teller = (observation: Observation) => string;
const told = (observation: Observation, name: string, absent = 'unknown'): string =>
  cleaned(textOf(observation, name) ?? absent, 60);

const credential =
  (verb: string): Teller =>
  (observation) =>
    `${told(observation, 'credential.kind', 'credential')} ${told(observation, 'credential.id')} ${verb}`;

const TELLERS: Readonly<Partial<Record<Kind, Teller>>> = {
  'alert.fired': (o) => `alert ${told(o, 'alert.name')} fired`,
  'alert.acknowledged': (o) => `alert ${told(o, 'alert.name')} acknowledged`,
  'alert.resolved': (o) => `alert ${told(o, 'alert.name')} resolved`,
  'config.changed': (o) =>
    textOf(o, 'config.to') === undefined
      ? `${told(o, 'config.key', 'configuration')} of ${told(o, 'config.name')} changed`
      : `${told(o, 'config.key', 'configuration')} of ${told(o, 'config.name')} changed to ${told(o, 'config.to')}`,
  'deploy.started': (o) =>
    `${cleaned(o.summary, 60)}: ${told(o, 'service.name')}, ${told(o, 'deployment.id', 'version not named')}`,
  'scale.changed': (o) => `${cleaned(o.summary, 60)}: ${told(o, 'service.name')}, to ${told(o, 'scale.to')}`,
  'config.observed': (o) =>
    `${told(o, 'config.key', 'configuration')} of ${told(o, 'config.name')} was ${told(o, 'config.value', 'read')}`,
  'db.role-changed': (o) =>
    `${told(o, 'db.operation.name', 'role statement')} ${told(o, 'db.role.name')}: ${told(o, 'outcome')}`,
  'probe.result': (o) =>
    `probe ${told(o, 'probe.check')} of ${told(o, 'probe.target')} answered ${told(o, 'probe.seen')}, expected ${told(o, 'probe.expected')}`,
  'credential.created': credential('created'),
  'credential.rotation-requested': credential('asked to rotate'),
  'credential.rotated': credential('rotated'),
  'credential.rotation-failed': credential('did not rotate'),
  'credential.disabled': credential('disabled'),
  'credential.deleted': credential('deleted'),
  'credential.used': credential('used'),
  'credential.changed': credential('changed'),
  'credential.present': credential('published'),
};

/** Title of a single record. */
export const singleTitle: Teller = (observation) =>
  TELLERS[observation.kind]?.(observation) ?? cleaned(observation.summary);
