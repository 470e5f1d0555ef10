import type { Redacted } from '../../domain/redacted.ts';
import { type AddressPolicy, addressSpans, truncateAddress } from './address-spans.ts';
import { committer, incidentKey, type Tokeniser, tokeniser } from './commitment.ts';
import { looksLikeJson } from './json-spans.ts';
import type { OwnRule } from './own-rules.ts';
import { pageSpans } from './page-spans.ts';
import { ruleSetOf } from './rule-set.ts';
import type { Span } from './span.ts';
import { union } from './union.ts';

export interface RedactionSettings {
  /** At least 16 bytes that the operator holds. */
  readonly masterKey: Uint8Array;
  /** Tokens of one incident cannot be linked to those of another. */
  readonly incident: string;
  readonly ipAddresses: AddressPolicy;
  /** Of a customer's own, beside the built-in ones. */
  readonly rules?: readonly OwnRule[];
}

export interface RedactedPage {
  readonly bytes: Redacted<Uint8Array>;
  /** How often each rule found something. */
  readonly redactions: Readonly<Record<string, number>>;
  /** The commitment of each token that was put in, once: lines like `email 9f86d0…`. */
  readonly commitments: readonly string[];
}

/** Takes secrets and personal data out of texts and pages. Redacting twice changes nothing more. */
export interface Redactor {
  /** To make the same redactor in another thread. */
  readonly settings: RedactionSettings;
  /** Digest of the rules, so that an item tells which ones it went through. */
  readonly ruleSetSha256: string;
  redactText(text: string): Redacted<string>;
  /** Every string of a JSON object, by the same rules as a page. */
  redactObject(value: Readonly<Record<string, unknown>>): Redacted<Record<string, JsonValue>>;
  /**
   * JSON stays JSON of the same shape; bytes outside of what is redacted stay as they are, also those that
   * are no UTF-8. A number that is redacted becomes a string.
   */
  redactPage(bytes: Uint8Array, mediaType: string): RedactedPage;
  /** Of a whole file's SHA-256 that must not be published: 64 hexadecimal digits. */
  commitFile(sha256: Uint8Array): string;
}

export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  readonly text: string;
  /** Line of the token's commitment; null where no token was put in. */
  readonly commitment: string | null;
}

export function createRedactor(settings: RedactionSettings): Redactor {
  const commit = committer(incidentKey(settings.masterKey, settings.incident));
  const token = tokeniser(commit);
  const rules = ruleSetOf(settings.rules ?? []);

  const found = (text: string, isJson: boolean): Found => {
    const { hidden, keptAttacks } = decided(pageSpans(text, isJson, rules));
    const replacements = hidden.map((span) => replacementOf(span, token));
    if (settings.ipAddresses === 'keep') return { replacements, keptAttacks };
    const addresses = addressReplacements(text, settings.ipAddresses, token);
    return { replacements: merge(replacements, addresses), keptAttacks };
  };

  const redactPage = (bytes: Uint8Array, mediaType: string): RedactedPage => {
    const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const text = page.toString('latin1');
    const { replacements, keptAttacks } = found(text, mediaType.includes('json') || looksLikeJson(text));
    return {
      bytes: rewrite(page, replacements) as Redacted<Uint8Array>,
      redactions: { ...countByRule(replacements), ...(keptAttacks > 0 && { [KEPT_ATTACK]: keptAttacks }) },
      commitments: commitmentsOf(replacements),
    };
  };

  return {
    settings,
    ruleSetSha256: rules.sha256,
    redactPage,
    redactText: (text) => {
      const { bytes } = redactPage(Buffer.from(text), 'text/plain');
      return Buffer.from(bytes).toString() as Redacted<string>;
    },
    redactObject: (value) => {
      const { bytes } = redactPage(Buffer.from(JSON.stringify(value)), 'application/json');
      return JSON.parse(Buffer.from(bytes).toString()) as Redacted<Record<string, JsonValue>>;
    },
    commitFile: (sha256) => commit('file', sha256).commitment.toString('hex'),
  };
}

/** Under this name it is counted what was kept. */
const KEPT_ATTACK = 'attack-kept';

interface Found {
  readonly replacements: Replacement[];
  readonly keptAttacks: number;
}

/** An attack is kept unless its text is a secret elsewhere in the page, or a part of it is hidden anyway. */
function decided(spans: readonly Span[]): { hidden: readonly Span[]; keptAttacks: number } {
  const attacks = spans.filter((span) => span.isKept);
  if (attacks.length === 0) return { hidden: spans, keptAttacks: 0 };
  const others = spans.filter((span) => !span.isKept);
  const secrets = new Set(others.map((span) => span.value));
  const known = attacks.filter((span) => secrets.has(span.value));
  const kept = new Set(attacks.filter((span) => !secrets.has(span.value)).map((span) => span.start));
  return { hidden: union(others, known.map(hiding)), keptAttacks: kept.size };
}

function hiding({ isKept: _kept, ...span }: Span): Span {
  return span;
}

function replacementOf(span: Span, token: Tokeniser): Replacement {
  let quote = '';
  if (span.quotedAtDepth !== undefined) {
    quote = '"';
    for (let depth = 0; depth < span.quotedAtDepth; depth += 1) quote = JSON.stringify(quote).slice(1, -1);
  }
  const { text, line } = token(span.class, span.value);
  const written = inOrder(quote + text + quote, span.wide);
  return { start: span.start, end: span.end, rule: span.rule, text: written, commitment: line };
}

function inOrder(text: string, order: Span['wide']): string {
  if (order === undefined) return text;
  const bytes = Buffer.from(text, 'utf16le');
  return (order === 'little' ? bytes : bytes.swap16()).toString('latin1');
}

function addressReplacements(text: string, policy: AddressPolicy, token: Tokeniser): Replacement[] {
  return addressSpans(text)
    .map(({ start, end, value }): Replacement => {
      const place = { start, end, rule: 'ip-address' };
      if (policy === 'truncate') return { ...place, text: truncateAddress(value), commitment: null };
      const { text: pseudonym, line } = token('ip', value.toLowerCase());
      return { ...place, text: pseudonym, commitment: line };
    })
    .filter(({ start, end, text: replacement }) => replacement !== text.slice(start, end));
}

/** Both are in order; of two that overlap the first list's stands. */
function merge(first: readonly Replacement[], second: readonly Replacement[]): Replacement[] {
  const merged: Replacement[] = [];
  let next = 0;
  for (const replacement of first) {
    while ((second[next]?.end ?? Number.POSITIVE_INFINITY) <= replacement.start) {
      merged.push(second[next] as Replacement);
      next += 1;
    }
    while ((second[next]?.start ?? Number.POSITIVE_INFINITY) < replacement.end) next += 1;
    merged.push(replacement);
  }
  return merged.concat(second.slice(next));
}

function rewrite(page: Buffer, replacements: readonly Replacement[]): Uint8Array {
  if (replacements.length === 0) return page;
  const sizeBytes = replacements.reduce(
    (size, { start, end, text }) => size + text.length - (end - start),
    page.length,
  );
  const out = Buffer.allocUnsafeSlow(sizeBytes);
  let read = 0;
  let written = 0;
  for (const { start, end, text } of replacements) {
    written += page.copy(out, written, read, start);
    written += out.write(text, written, 'latin1');
    read = end;
  }
  page.copy(out, written, read);
  return out;
}

function countByRule(replacements: readonly Replacement[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of replacements) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

function commitmentsOf(replacements: readonly Replacement[]): readonly string[] {
  const lines = new Set<string>();
  for (const { commitment } of replacements) if (commitment !== null) lines.add(commitment);
  return [...lines];
}
