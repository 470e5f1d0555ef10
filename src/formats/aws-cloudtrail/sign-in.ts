import { type Reading, routine } from '../record.ts';
import { factOf, type TrailEvent } from './event.ts';

const OUTCOMES = new Map<unknown, 'auth.succeeded' | 'auth.failed'>([
  ['Success', 'auth.succeeded'],
  ['Failure', 'auth.failed'],
]);

/**
 * Only `responseElements.ConsoleLogin` says whether a sign-in succeeded: a failed one has no `errorCode`.
 * `CheckMfa` and the like are steps of a sign-in, and have no such member.
 */
export function readSignIn(event: TrailEvent): Reading {
  const kind = OUTCOMES.get(event.response['ConsoleLogin']);
  if (kind === undefined) return routine(event.name);
  const mfa = event.additional['MFAUsed'];
  const verdict = kind === 'auth.failed' ? 'failed' : 'succeeded';
  const reason = event.error === undefined ? '' : `: ${event.error}`;
  return [
    factOf(event, kind, `console sign-in ${verdict}${reason}`, {
      'auth.mfa_used': mfa === 'Yes' ? true : mfa === 'No' ? false : undefined,
    }),
  ];
}
