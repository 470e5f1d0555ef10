import { outsideError } from '../domain/errors.ts';
import { originOf } from '../domain/origin.ts';
import { merkleRoot, rootsAt } from '../evidence/merkle.ts';
import type { KeptCheckpoint } from '../evidence/store.ts';
import type { Handlers } from '../jobs/jobs.ts';
import { type Checkpoint, checkpointBody, readCheckpoint } from '../pack/checkpoint.ts';
import { relationTo } from '../pack/checkpoint-consistency.ts';
import { signNote } from '../pack/seal/signed-note.ts';
import { act, type Context } from './context.ts';
import type { CheckpointResult } from './use-cases.ts';

type Needs = Pick<Context, 'store' | 'checkpoints' | 'sealer' | 'nowMs'>;

/** Makes a checkpoint of the ledger as it is now, and keeps it; the same head again gives the same one. */
export async function checkpoint(context: Needs, incident: string): Promise<CheckpointResult> {
  return keepHead(context, incident, await context.store.ledger(incident));
}

/**
 * Makes a checkpoint over the lines given, all of the ledger from the first, and keeps it in the store and in the
 * folder. Throws `LEDGER_CONTRADICTED` when one that was kept before says otherwise: then none is made.
 */
export async function keepHead(
  context: Needs,
  incident: string,
  lines: readonly string[],
): Promise<CheckpointResult> {
  const { store, checkpoints: folder, sealer } = context;
  const kept = [...(await store.checkpoints(incident)), ...(await folder.list(incident))];
  const roots = refuseContradiction(incident, lines, kept);
  const head: Checkpoint = {
    origin: originOf(incident, lines),
    size: lines.length,
    root: roots.get(lines.length) ?? '',
  };
  const key = sealer?.signingKey ?? null;
  const body = checkpointBody(head.origin, head);
  const signer = key === null ? 'unsigned' : key.publicKey.id.toString('hex');
  const made: KeptCheckpoint = {
    size: head.size,
    signer,
    note: key === null ? body : signNote(body, head.origin, key),
  };
  // The file first: what is in the store is never without one.
  if (!(await folder.keep(incident, `${head.size}`, made.note))) {
    await folder.keep(incident, `${head.size}-${signer}`, made.note);
  }
  await store.keepCheckpoint(incident, made, act(context, 'rca').at);
  return { ...made, ...head };
}

/** The checkpoint of these lines as a text to send away, signed when there is a signing key; it is not kept. */
export function noteOver(
  { sealer }: Pick<Context, 'sealer'>,
  incident: string,
  lines: readonly string[],
): string {
  const origin = originOf(incident, lines);
  const root = Buffer.from(merkleRoot(lines)).toString('hex');
  const body = checkpointBody(origin, { size: lines.length, root });
  const key = sealer?.signingKey ?? null;
  return key === null ? body : signNote(body, origin, key);
}

function refuseContradiction(
  incident: string,
  lines: readonly string[],
  kept: readonly { readonly note: string; readonly path?: string }[],
): ReadonlyMap<number, string> {
  const read = kept.map(({ note, path }) => ({ path, head: readCheckpoint(note) }));
  const roots = rootsAt(lines, [lines.length, ...read.flatMap(({ head }) => (head ? [head.size] : []))]);
  for (const { path, head } of read) {
    const where = path ?? `${incident}, table rca.checkpoints`;
    if (head === undefined) throw contradicted('a checkpoint that was kept cannot be read', where);
    const relation = relationTo(head, (size) => roots.get(size));
    if (relation === 'forked') {
      throw contradicted(`the first ${head.size} lines of the ledger are not those of its checkpoint`, where);
    }
    if (relation === 'shorter') {
      throw contradicted(`the ledger has ${lines.length} lines, its checkpoint ${head.size}`, where);
    }
  }
  return roots;
}

const contradicted = (message: string, where: string) =>
  outsideError({
    code: 'LEDGER_CONTRADICTED',
    message: `${message}: the ledger was rewritten or restored from an old backup, or the checkpoint was changed`,
    where,
    mend: 'see what contradicts what with rca verify --store, and keep that checkpoint: it is evidence',
  });

/** Makes the checkpoints that are due: of each incident whose ledger grew since its last one. */
export const checkpointHandlers = (context: Needs): Handlers => ({
  async 'ledger.checkpoint'() {
    const troubles: unknown[] = [];
    for (const incident of await context.store.withoutCheckpoint()) {
      // One that is contradicted must not keep the others from having theirs.
      await checkpoint(context, incident).catch((cause) => troubles.push(cause));
    }
    if (troubles.length > 0) throw troubles[0];
  },
});
