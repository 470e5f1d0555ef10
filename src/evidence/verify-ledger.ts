import { z } from 'zod';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import { emptyHead, type LedgerHead } from '../domain/ledger.ts';

const entrySchema = z.strictObject({
  v: z.literal(1),
  seq: z.number(),
  at: z.string(),
  type: z.string(),
  actor: z.string(),
  body: z.record(z.string(), z.unknown()),
  prev: z.string(),
});

export interface LedgerFault {
  /** Place of the line, from 0. */
  readonly line: number;
  readonly why: string;
}

export interface LedgerVerdict {
  readonly head: LedgerHead;
  /** Empty when the ledger is whole: each line canonical, numbered from 0 without a hole, linked to the one before. */
  readonly faults: readonly LedgerFault[];
}

/** Judges ledger lines (without newline) by themselves; whether they are all of them only a checkpoint can tell. */
export function verifyLedger(lines: Iterable<string>): LedgerVerdict {
  const faults: LedgerFault[] = [];
  let head = emptyHead;
  for (const line of lines) {
    for (const why of faultsOf(line, head)) faults.push({ line: head.size, why });
    head = { size: head.size + 1, tip: sha256Hex(line) };
  }
  return { head, faults };
}

function faultsOf(line: string, before: LedgerHead): readonly string[] {
  const parsed = parseJson(line);
  const entry = entrySchema.safeParse(parsed);
  if (!entry.success) return ['is not a ledger entry of version 1'];
  const faults: string[] = [];
  if (canonicalJson(parsed) !== line) faults.push('is not canonical JSON');
  if (entry.data.seq !== before.size) faults.push(`has sequence number ${entry.data.seq}`);
  if (entry.data.prev !== before.tip) faults.push('does not link to the line before');
  return faults;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}
