import { asList, asObject, asText, type JsonObject } from '../json.ts';
import type { TrailEvent } from './event.ts';

/** Stands where AWS hides a value: what was typed for a name may be a password. */
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const LISTED_MAX = 3;

const ROOTS: Readonly<Record<string, (event: TrailEvent) => JsonObject>> = {
  response: ({ response }) => response,
  additional: ({ additional }) => additional,
  service: ({ serviceDetails }) => serviceDetails,
  identity: ({ identity }) => identity,
};

/** The first of these places that holds a text or a number. */
export function textAt(event: TrailEvent, places: readonly string[]): string | undefined {
  for (const place of places) {
    const text = textOf(valueAt(event, place));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The texts of the first of these places that holds any: what one call is about can be many. */
export function textsAt(event: TrailEvent, places: readonly string[]): readonly string[] {
  for (const place of places) {
    const value = valueAt(event, place);
    const texts = (Array.isArray(value) ? asList(value) : [value]).flatMap((one) => textOf(one) ?? []);
    if (texts.length > 0) return texts;
  }
  return [];
}

/** `instancesSet.items[0].instanceId` of the request; of another part with its name before it. */
export function valueAt(event: TrailEvent, place: string): unknown {
  if (place === 'resource') return asObject(asList(event.record['resources'])[0])?.['ARN'];
  const [first = '', ...rest] = place.split('.');
  const root = ROOTS[first];
  const path = root === undefined ? [first, ...rest] : rest;
  return path.reduce<unknown>(memberOf, root === undefined ? event.request : root(event));
}

function memberOf(value: unknown, step: string): unknown {
  const [, name = step, index] = /^(\w+)\[(\d+)\]$/.exec(step) ?? [];
  const object = asObject(value);
  const member = object !== null && Object.hasOwn(object, name) ? object[name] : undefined;
  return index === undefined ? member : asList(member)[Number(index)];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) {
    const texts = asList(value).flatMap((one) => asText(one) ?? []);
    return texts.length === 0 ? undefined : texts.slice(0, LISTED_MAX).join(', ');
  }
  const text = asText(value);
  return text === HIDDEN ? undefined : text;
}
