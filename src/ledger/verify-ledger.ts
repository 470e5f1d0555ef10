import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import { emptyHead, type LedgerEntry, type LedgerHead } from '../domain/ledger.ts';
import { parseJson } from '../domain/parse-json.ts';
import { envelopeOf } from './envelope.ts';
import { BACK_TOLERATED_MS, effectsOf, ruleFaults, type Standing, timeOf } from './judge.ts';

export interface LedgerFault {
  /** Place of the line, from 0. */
  readonly line: number;
  readonly why: string;
}

export interface LedgerVerdict {
  readonly head: LedgerHead;
  /**
   * Empty when the ledger is whole: each line canonical, numbered from 0 without a hole, linked to the one before, of
   * a known type, in order of time, and allowed where it stands.
   */
  readonly faults: readonly LedgerFault[];
}

/** Judges ledger lines (without newline) by themselves; whether they are all of them only a checkpoint can tell. */
export function verifyLedger(lines: Iterable<string>, backMs: number = BACK_TOLERATED_MS): LedgerVerdict {
  const faults: LedgerFault[] = [];
  const facts = new Set<string>();
  let head = emptyHead;
  let latestMs: number | null = null;
  for (const line of lines) {
    const { entry, faults: own } = readEntry(line, head);
    const standing: Standing = {
      latestMs,
      has: (fact) => facts.has(fact),
      hasAny: (beginning) => [...facts].some((fact) => fact.startsWith(beginning)),
    };
    const broken = entry === null ? [] : ruleFaults(entry, standing, backMs);
    for (const why of [...own, ...broken]) faults.push({ line: head.size, why });
    if (entry !== null) {
      const { needs, gives, ends } = effectsOf(entry);
      // What was missing is told once.
      for (const fact of [...needs, ...gives]) facts.add(fact);
      for (const fact of ends) facts.delete(fact);
      const atMs = timeOf(entry.at);
      if (atMs !== undefined && (latestMs === null || atMs > latestMs)) latestMs = atMs;
    }
    head = { size: head.size + 1, tip: sha256Hex(line) };
  }
  return { head, faults };
}

function readEntry(
  line: string,
  before: LedgerHead,
): { readonly entry: LedgerEntry | null; readonly faults: readonly string[] } {
  const entry = envelopeOf(line);
  if (entry === undefined) return { entry: null, faults: ['is not a ledger entry of version 1'] };
  const faults: string[] = [];
  if (canonicalJson(parseJson(line)) !== line) faults.push('is not canonical JSON');
  if (entry.seq !== before.size) faults.push(`has sequence number ${entry.seq}`);
  if (entry.prev !== before.tip) faults.push('does not link to the line before');
  return { entry, faults };
}
