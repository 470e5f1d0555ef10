import { canonicalJson } from '../../domain/canonical.ts';
import type { PlannedProbe } from '../../domain/probe.ts';
import { toIso } from '../../domain/time.ts';
import type { Answered } from './send.ts';

/** A probe that was sent, and what came: an answer, or the network's words for there being none. */
export interface Sent {
  readonly planned: PlannedProbe;
  readonly sentAtMs: number;
  /** How often it may have been sent, this time included. */
  readonly attempt: number;
  readonly outcome: { readonly answered: Answered } | { readonly unanswered: string };
  /** Spellings of tokens, which an answer could give back. */
  readonly secrets: readonly string[];
}

const WITHHELD = '(token withheld)';

/** One line of NDJSON, the record of the format `probe.result`. No token stands in it. */
export function transcriptOf({ planned, sentAtMs, attempt, outcome, secrets }: Sent): Buffer {
  const { target, check, expected, method, url, headers, credential } = planned;
  const transcript = {
    probe: { target, check, expected, attempt, sentAt: toIso(sentAtMs) },
    request: { method, url, headers, credential },
    answer: 'answered' in outcome ? answerOf(outcome.answered, secrets) : null,
    ...('unanswered' in outcome ? { unanswered: outcome.unanswered } : {}),
  };
  return Buffer.from(`${canonicalJson(transcript)}\n`);
}

function answerOf(answered: Answered, secrets: readonly string[]) {
  const { status, body, truncated, remoteAddress, tls, timings } = answered;
  const without = (text: string): string =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, WITHHELD), text);
  const headers = Object.fromEntries(
    Object.entries(answered.headers).map(([name, value]) => [
      name,
      typeof value === 'string' ? without(value) : value.map(without),
    ]),
  );
  const text = textOf(body, truncated);
  return {
    status,
    headers,
    body: text === null ? null : withoutBeginning(without(text), truncated ? secrets : []),
    bodyBytes: body.length,
    truncated,
    remoteAddress,
    tls,
    timings,
  };
}

const BEGINNING_CHARS_MIN = 4;

/** A secret that the end of what was read cuts through leaves its beginning: that goes too. */
function withoutBeginning(text: string, secrets: readonly string[]): string {
  const longest = Math.max(0, ...secrets.map((secret) => beginningAtEnd(text, secret)));
  return longest === 0 ? text : `${text.slice(0, text.length - longest)}${WITHHELD}`;
}

/** How many characters at the end of a text are the beginning of a secret. */
function beginningAtEnd(text: string, secret: string): number {
  for (let length = Math.min(secret.length - 1, text.length); length >= BEGINNING_CHARS_MIN; length -= 1) {
    if (text.endsWith(secret.slice(0, length))) return length;
  }
  return 0;
}

/** Null when it is no text: redaction could not read it, so that it is not kept. */
function textOf(body: Uint8Array, truncated: boolean): string | null {
  try {
    // `stream`: a character that was cut through at the end is left out.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body, { stream: truncated });
  } catch (cause) {
    if (cause instanceof TypeError) return null;
    throw cause;
  }
}
