import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AlertmanagerSettings } from './settings.ts';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** In a time that does not depend on where two texts differ, nor on their length. */
const isSame = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

/** RFC 6750 section 2.1 and RFC 7617, as `http_config` of Alertmanager sends them. The scheme is of any case. */
export function isAuthorized(
  header: string | undefined,
  { bearerToken, basicAuth }: Pick<AlertmanagerSettings, 'bearerToken' | 'basicAuth'>,
): boolean {
  const [, scheme = '', credentials = ''] = /^([A-Za-z]+) +(\S+)$/.exec(header ?? '') ?? [];
  if (bearerToken !== undefined) return scheme.toLowerCase() === 'bearer' && isSame(credentials, bearerToken);
  if (basicAuth === undefined || scheme.toLowerCase() !== 'basic') return false;
  const given = Buffer.from(credentials, 'base64').toString('utf8');
  return isSame(given, `${basicAuth.username}:${basicAuth.password}`);
}

/** More than any sender has keys. */
const SIGNATURES_MAX = 8;

/**
 * Whether one of the signatures, parted by commas, is that of the body under one of our secrets:
 * https://developer.pagerduty.com/docs/verifying-webhook-signatures
 */
export function isSigned(body: Uint8Array, header: string | undefined, secrets: readonly string[]): boolean {
  const given = (header ?? '')
    .split(',', SIGNATURES_MAX)
    .map((part) => part.trim())
    .filter((part) => part.startsWith('v1='));
  const expected = secrets.map((secret) => `v1=${createHmac('sha256', secret).update(body).digest('hex')}`);
  // Every pair is compared, so that the time tells nothing of which one matched.
  const matches = expected.flatMap((signature) => given.map((one) => isSame(one, signature)));
  return matches.includes(true);
}
