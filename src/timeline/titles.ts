import type { Kind, Observation } from '../domain/observation.ts';
import type { FacetName } from '../domain/vocabulary/entry.ts';
import { entryOf } from '../domain/vocabulary/index.ts';
import { textOf } from './attributes.ts';
import { ranked, type Tally } from './tally.ts';
import { cleaned, counted, grouped } from './words.ts';

const LEADING: readonly FacetName[] = ['rule', 'error', 'binding', 'status', 'subject', 'action'];

/** `1,204 requests blocked by the firewall, mostly SQLi_QUERYARGUMENTS (900), from 35 clients; 310 bots` */
export function clusterTitle(
  kind: Kind,
  count: number,
  bots: number,
  tallies: ReadonlyMap<FacetName, Tally>,
): string {
  const { one, many } = entryOf(kind);
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

/** `{name}`, `{name|word for its absence}`, `{name!}`: without it the title is not told. */
const PLACE = /\{([\w.]+)(?:(!)|\|([^}]*))?\}/g;
const VALUE_CHARS_MAX = 60;

/** Title of a single record, by the first of its kind's templates that it can fill. */
export function singleTitle(observation: Observation): string {
  for (const template of entryOf(observation.kind).titles) {
    const title = filled(template, observation);
    if (title !== null) return title;
  }
  return cleaned(observation.summary);
}

function filled(template: string, observation: Observation): string | null {
  let isWhole = true;
  const title = template.replace(PLACE, (_, name: string, required?: string, absent = 'unknown') => {
    const value = name === 'summary' ? observation.summary : textOf(observation, name);
    if (value === undefined && required !== undefined) isWhole = false;
    return cleaned(value ?? absent, VALUE_CHARS_MAX);
  });
  return isWhole ? title : null;
}
