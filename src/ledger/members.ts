import { z } from 'zod';

/** Patterns that every regular-expression engine reads alike. */
const text = (pattern: RegExp) => z.string().regex(pattern);

export const sha256 = text(/^[0-9a-f]{64}$/);

/** An id of ours, a configured name or a code: printable ASCII without a space. */
export const name = text(/^[!-~]{1,200}$/);
/** The same with spaces. */
export const words = text(/^[ -~]{1,250}$/);

export const numbered = (letters: string) => text(new RegExp(`^[${letters}]-[0-9]{4,9}$`));
export const incidentId = text(/^INC-[0-9]{4}-[0-9]{4,9}$/);

/** A time of ours: UTC, whole milliseconds at most. */
export const INSTANT =
  /^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{3})?Z$/;
/** A time that others gave, as finely as they did. */
export const givenInstant = text(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?Z$/);
export const window = z.strictObject({ from: givenInstant, to: givenInstant });

const INTEGER_MAX = 2_147_483_647;
export const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
export const version = z.int().min(1).max(INTEGER_MAX);
/** Of a version that follows another. */
export const laterVersion = z.int().min(2).max(INTEGER_MAX);
