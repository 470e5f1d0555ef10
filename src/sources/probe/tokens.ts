import { createHmac, randomBytes } from 'node:crypto';
import type { PlannedProbe } from '../../domain/probe.ts';

export type Credential = PlannedProbe['credential'];

/** Claims of a token, when it is a JWT. */
type Claims = Readonly<Record<string, unknown>>;

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function decode(part: string | undefined): Claims | null {
  if (part === undefined || !/^[\w-]+$/.test(part)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null;
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

interface Jwt {
  readonly header: Claims;
  readonly claims: Claims;
  readonly signature: string;
}

/** https://www.rfc-editor.org/rfc/rfc7519#section-3; null for a token of another kind. */
export function readJwt(token: string): Jwt | null {
  const parts = token.split('.');
  const [header, claims] = [decode(parts[0]), decode(parts[1])];
  if (parts.length !== 3 || header === null || claims === null) return null;
  return { header, claims, signature: parts[2] ?? '' };
}

const HOUR_S = 3_600;

/** Stands in for a token that is not a JWT, or not configured. */
const generated = (nowS: number): Jwt => ({
  header: { alg: 'HS256', typ: 'JWT' },
  claims: { sub: 'rca-probe', iat: nowS - HOUR_S, exp: nowS + HOUR_S },
  signature: '',
});

/**
 * The token of a kind that goes into a request; null for none. The forged ones carry the claims of the valid one
 * if that is a JWT. The signing key is not ours, so that the expired one is signed with a key of its own.
 */
export function tokenOf(credential: Credential, valid: string | null, nowMs: number): string | null {
  const nowS = Math.floor(nowMs / 1_000);
  const jwt = (valid === null ? null : readJwt(valid)) ?? generated(nowS);
  switch (credential) {
    case 'none':
      return null;
    case 'valid':
      return valid;
    case 'malformed':
      return `${encode(jwt.header)}.${encode(jwt.claims).slice(0, -3)}.!`;
    case 'unsigned':
      // https://www.rfc-editor.org/rfc/rfc7519#section-6
      return `${encode({ ...jwt.header, alg: 'none' })}.${encode(jwt.claims)}.`;
    case 'expired': {
      const claims = {
        ...jwt.claims,
        nbf: nowS - 3 * HOUR_S,
        iat: nowS - 3 * HOUR_S,
        exp: nowS - 2 * HOUR_S,
      };
      const signed = `${encode({ ...jwt.header, alg: 'HS256' })}.${encode(claims)}`;
      return `${signed}.${createHmac('sha256', randomBytes(32)).update(signed).digest('base64url')}`;
    }
  }
}

const PART_CHARS_MIN = 12;

/** Spellings under which an answer could give a token back: itself, its parts, and as URLs and JSON write it. */
export function spellingsOf(token: string): readonly string[] {
  const parts = [token, ...token.split('.').filter((part) => part.length >= PART_CHARS_MIN)];
  const spelled = parts.flatMap((part) => {
    const encoded = encodeURIComponent(part);
    const lower = encoded.replace(/%../g, (hex) => hex.toLowerCase());
    return [part, encoded, lower, part.replaceAll('/', '\\/')];
  });
  return [...new Set(spelled)].sort((a, b) => b.length - a.length);
}
