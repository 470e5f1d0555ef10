import { hash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.ts';
import type { Observation } from '../domain/observation.ts';
import { entryOf } from '../domain/vocabulary/index.ts';
import { listOf, textOf } from './attributes.ts';

/** What makes a record the same record when two collections hold it. */
export interface Identity {
  readonly key: string;
  /**
   * The record bears no id of its own: equal records within one evidence item are then different events that
   * look alike, and only a repetition in another item is the same record again.
   */
  readonly anonymous: boolean;
}

const named = (...parts: readonly (string | undefined)[]): Identity => ({
  key: JSON.stringify(parts),
  anonymous: false,
});

const anonymous = (observation: Observation): Identity => ({
  key: canonicalJson([observation.kind, observation.at, observation.summary, observation.attributes]),
  anonymous: true,
});

/** The identity of a record, the same whichever source or file it came through. */
export function identityOf(observation: Observation): Identity {
  return wafIdentity(observation) ?? nativeIdentity(observation) ?? anonymous(observation);
}

function wafIdentity(observation: Observation): Identity | undefined {
  if (!observation.kind.startsWith('waf.')) return undefined;
  const request = textOf(observation, 'http.request.id');
  if (request === undefined || request === '' || request === 'null') return undefined;
  const rules = [
    textOf(observation, 'security_rule.ruleset.name') ?? '',
    textOf(observation, 'security_rule.name') ?? '',
    ...listOf(observation, 'waf.matched_rules'),
  ];
  return named(
    observation.kind,
    request,
    observation.at,
    textOf(observation, 'client.address'),
    textOf(observation, 'waf.web_acl'),
    ...rules,
  );
}

/** What facts of any kind can be about; ids of entries stand on their number and order. */
const ABOUT = ['credential.id', 'config.name', 'config.key'];

function nativeIdentity(observation: Observation): Identity | undefined {
  const { kind, at } = observation;
  const event = textOf(observation, 'event.id') ?? textOf(observation, 'cloud.event.id');
  if (event !== undefined) {
    return named(
      kind,
      event,
      ...[...ABOUT, ...entryOf(kind).identity].map((name) => textOf(observation, name)),
    );
  }
  const fingerprint = textOf(observation, 'alert.fingerprint');
  if (fingerprint !== undefined) return named(kind, fingerprint, at);
  const thumbprint = textOf(observation, 'jwk.thumbprint');
  if (thumbprint !== undefined) return named(kind, textOf(observation, 'credential.id'), thumbprint, at);
  return undefined;
}

/** Sixteen bytes of SHA-256 in sixteen characters: a million of them fit in memory. */
export const compactDigest = (text: string): string => hash('sha256', text, 'binary').slice(0, 16);
