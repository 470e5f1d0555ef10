import { z } from 'zod';
import { sha256Hex } from '../../domain/canonical.ts';
import { emptyHead } from '../../domain/ledger.ts';
import { installationOf } from '../../domain/origin.ts';
import { parseJson } from '../../domain/parse-json.ts';
import { merkleRoot } from '../../evidence/merkle.ts';
import { verifyLedger } from '../../ledger/verify-ledger.ts';
import { readCheckpoint } from '../checkpoint.ts';
import type { Manifest } from '../manifest.ts';
import { parts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged } from '../report.ts';
import { utf8 } from '../utf8.ts';

/** Lines of the ledger without their newline; undefined when the attachment is missing or ends within a line. */
export function ledgerLines(pack: ReadPack): readonly string[] | undefined {
  const text = utf8(pack.attachments.get(parts.ledger)?.bytes);
  if (text === undefined || text === '') return text === '' ? [] : undefined;
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : undefined;
}

/** Each line names the digest of the one before it. */
export function checkChain(pack: ReadPack): Check {
  const lines = ledgerLines(pack);
  if (lines === undefined)
    return judged('ledger.chain', [`${parts.ledger} is missing or cannot be read`], '');
  const unreadable = lines.findIndex((line) => parseJson(line) === undefined);
  if (unreadable >= 0) return judged('ledger.chain', [`line ${unreadable + 1} cannot be read`], '');
  const problems = verifyLedger(lines).faults.map(({ line, why }) => `line ${line + 1} ${why}`);
  return judged('ledger.chain', problems, `${lines.length} lines are linked`);
}

/** Size, tip and tree root of ledger, checkpoint and manifest are the same. */
export function checkRoot(pack: ReadPack, manifest: Manifest): Check {
  const lines = ledgerLines(pack);
  const text = utf8(pack.attachments.get(parts.checkpoint)?.bytes);
  const checkpoint = text === undefined ? undefined : readCheckpoint(text);
  if (lines === undefined || checkpoint === undefined) {
    return judged('ledger.root', [`${parts.ledger} or ${parts.checkpoint} cannot be read`], '');
  }
  const root = Buffer.from(merkleRoot(lines)).toString('hex');
  const last = lines.at(-1);
  const tip = last === undefined ? emptyHead.tip : sha256Hex(last);
  const claims: readonly (readonly [string, boolean])[] = [
    ['the checkpoint has another root than the ledger', checkpoint.root === root],
    ['the checkpoint is of another incident', checkpoint.origin.endsWith(`/${manifest.incident}`)],
    ['the checkpoint is of another installation', isOfInstallation(checkpoint.origin, lines[0])],
    ['the checkpoint has another size than the ledger', checkpoint.size === lines.length],
    ['the manifest has another root than the ledger', manifest.ledger.root === root],
    ['the manifest has another size than the ledger', manifest.ledger.size === lines.length],
    ['the manifest has another tip than the ledger', manifest.ledger.tip === tip],
  ];
  const problems = claims.filter(([, holds]) => !holds).map(([claim]) => claim);
  return judged('ledger.root', problems, `root ${root} over ${lines.length} lines`);
}

/** Ledgers that were begun before installations had names do not say. */
function isOfInstallation(origin: string, firstLine: string | undefined): boolean {
  const installation = installationOf(firstLine);
  return installation === undefined || origin.slice(0, origin.lastIndexOf('/')) === installation;
}

const TAKEN_IN: ReadonlySet<string> = new Set(['evidence.collected', 'evidence.imported']);

const entrySchema = z.object({
  type: z.string(),
  body: z.looseObject({ evidence: z.string().optional(), sha256: z.string().optional() }),
});

/** The ledger tells of each item's collection, with the digest of its description, and of no other item. */
export function checkCustody(pack: ReadPack, manifest: Manifest): Check {
  const collected = new Map<string, string>();
  const withdrawn = new Set<string>();
  for (const line of ledgerLines(pack) ?? []) {
    const entry = entrySchema.safeParse(parseJson(line));
    const { evidence, sha256 } = entry.data?.body ?? {};
    if (evidence === undefined) continue;
    if (TAKEN_IN.has(entry.data?.type ?? '') && sha256 !== undefined) collected.set(evidence, sha256);
    if (entry.data?.type === 'evidence.withdrawn') withdrawn.add(evidence);
  }
  const problems = manifest.items
    .filter(({ id, sha256 }) => collected.get(id) !== sha256)
    .map(({ id }) => `${id}: the ledger does not tell of its collection with this digest`);
  const attached = new Set(manifest.items.map(({ id }) => id));
  for (const id of collected.keys()) {
    if (!attached.has(id) && !withdrawn.has(id)) problems.push(`${id} was collected and is not in the pack`);
  }
  for (const id of withdrawn) if (attached.has(id)) problems.push(`${id} was withdrawn and is in the pack`);
  for (const id of manifest.withdrawn) if (!withdrawn.has(id)) problems.push(`${id} was not withdrawn`);
  return judged('ledger.custody', problems, `the ledger tells of the collection of ${attached.size} items`);
}
