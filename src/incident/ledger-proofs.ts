import { userError } from '../domain/errors.ts';
import { proveConsistency, proveInclusion } from '../evidence/merkle/prove.ts';
import { type ConsistencyProof, hexOf, type InclusionProof } from '../pack/ledger-proof.ts';
import { keepHead } from './checkpoint.ts';
import type { Context } from './context.ts';

export async function proveEntry(context: Context, incident: string, seq: number): Promise<InclusionProof> {
  const lines = await context.store.ledger(incident);
  const line = lines[seq];
  if (line === undefined) throw unknown(`the ledger of ${incident} has no entry ${seq}`, lines.length - 1);
  const { note } = await keepHead(context, incident, lines);
  return { proof: 'inclusion', seq, line, path: hexOf(proveInclusion(lines, seq)), checkpoint: note };
}

export async function proveSince(
  context: Context,
  incident: string,
  size: number,
): Promise<ConsistencyProof> {
  const lines = await context.store.ledger(incident);
  if (size > lines.length) throw unknown(`the ledger of ${incident} has no ${size} lines`, lines.length);
  const { note } = await keepHead(context, incident, lines);
  return { proof: 'consistency', size, path: hexOf(proveConsistency(lines, size)), checkpoint: note };
}

const unknown = (message: string, last: number) =>
  userError({
    code: 'LEDGER_ENTRY_UNKNOWN',
    message,
    mend: `give a number from 0 to ${last}; if the ledger was longer once, run rca verify --store`,
  });
