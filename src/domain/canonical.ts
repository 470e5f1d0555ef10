import { canonicalize } from 'json-canonicalize';
import { createHash } from '#platform/crypto';

const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Lone surrogates have no UTF-8 form: they are shown as `\uD800` in six characters. */
export const wellFormed = (text: string): string =>
  text.isWellFormed()
    ? text
    : text.replace(LONE_SURROGATE, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * One line of canonical JSON (RFC 8785). Undefined members are left out; NaN and infinities are refused
 * with a TypeError, because two readers would disagree about them.
 */
export function canonicalJson(value: unknown): string {
  return canonicalize(clean(value));
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${value} has no JSON form`);
  }
  if (Array.isArray(value)) return value.map(clean);
  if (value !== null && typeof value === 'object') {
    const cleaned = Object.create(null) as Record<string, unknown>;
    for (const [key, member] of Object.entries(value)) {
      if (member !== undefined) cleaned[wellFormed(key)] = clean(member);
    }
    return cleaned;
  }
  return value;
}

/** Lower-case hexadecimal SHA-256. Text is taken as UTF-8. */
export const sha256Hex = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');
