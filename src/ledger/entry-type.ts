import type { z } from 'zod';

/**
 * What one type of entry says and when it may stand. A fact is a short text, `evidence E-0001`; rules write it as a
 * template over the body: `{member}`, `{member.member}`, `{list*}` (one fact each), `{list*.member}`, `{number-1}`.
 * A template over a member that is missing or null asks for nothing.
 */
export interface EntryType {
  readonly body: z.ZodType;
  /** Must not stand yet, and stand from here on: each is stated once. */
  readonly once: readonly string[];
  /** Must stand. */
  readonly needs: readonly string[];
  /** Must not stand; a template that ends in `…` means every fact that begins so. */
  readonly bars: readonly string[];
  /** Stand from here on. */
  readonly gives: readonly string[];
  /** Stand no longer. */
  readonly ends: readonly string[];
}

/** Every entry but the first follows it. */
export const STARTED = 'the incident';
/** Nothing that has content follows it. */
export const DESTRUCTION_BEGUN = 'a destruction was begun';
export const DESTROYED = 'the content was destroyed';

type Rules = Partial<Omit<EntryType, 'body'>>;

const NONE = { once: [], needs: [], bars: [], gives: [], ends: [] } as const;

/** A type that may stand anywhere behind the first entry. */
export const entryType = (body: z.ZodType, rules: Rules = {}): EntryType => ({
  ...NONE,
  ...rules,
  body,
  needs: [STARTED, ...(rules.needs ?? [])],
});

/** A type that tells of content: it does not follow a destruction. */
export const contentType = (body: z.ZodType, rules: Rules = {}): EntryType =>
  entryType(body, { ...rules, bars: [DESTRUCTION_BEGUN, ...(rules.bars ?? [])] });

/** The type that begins a ledger. */
export const firstType = (body: z.ZodType, rules: Rules): EntryType => ({ ...NONE, ...rules, body });
