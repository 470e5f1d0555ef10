import { z } from 'zod';
import { verifyInclusion } from '../evidence/merkle/verify.ts';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';

const path = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(64);

const inclusionSchema = z.strictObject({
  proof: z.literal('inclusion'),
  seq: z.int().nonnegative(),
  line: z.string().describe('The ledger line, without newline.'),
  path: path.describe('RFC 9162 section 2.1.3.1, hexadecimal.'),
  checkpoint: z.string().describe('The C2SP checkpoint that the line stands under.'),
});

const consistencySchema = z.strictObject({
  proof: z.literal('consistency'),
  size: z.int().nonnegative().describe('Number of lines of the earlier ledger.'),
  path: path.describe('RFC 9162 section 2.1.4.1, hexadecimal.'),
  checkpoint: z.string().describe('The later C2SP checkpoint.'),
});

/** One ledger entry, or an earlier ledger, shown to stand under a checkpoint without the rest of the ledger. */
export const ledgerProofSchema = z.discriminatedUnion('proof', [inclusionSchema, consistencySchema]);

export type InclusionProof = z.infer<typeof inclusionSchema>;
export type ConsistencyProof = z.infer<typeof consistencySchema>;

export const pathOf = (hexadecimal: readonly string[]): readonly Uint8Array[] =>
  hexadecimal.map((hash) => Buffer.from(hash, 'hex'));

export const hexOf = (hashes: readonly Uint8Array[]): string[] =>
  hashes.map((hash) => Buffer.from(hash).toString('hex'));

/** The checkpoint that a line is shown to stand under; undefined when it is not shown. */
export function includedUnder({ seq, line, path, checkpoint }: InclusionProof): Checkpoint | undefined {
  const head = readCheckpoint(checkpoint);
  if (head === undefined) return undefined;
  const tree = { size: head.size, root: Buffer.from(head.root, 'hex') };
  return verifyInclusion(line, seq, tree, pathOf(path)) ? head : undefined;
}
