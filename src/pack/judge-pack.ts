import { parseJson } from '../domain/parse-json.ts';
import { checkConsistency } from './checks/consistency-check.ts';
import { checkCitations, checkDocuments } from './checks/document-checks.ts';
import { checkBeside, checkItems } from './checks/evidence-checks.ts';
import { checkChain, checkCustody, checkRoot } from './checks/ledger-checks.ts';
import { checkBase, checkManifest, checkStructure, checkSums } from './checks/pack-checks.ts';
import { checkRedactions } from './checks/redaction-checks.ts';
import { checkSeal, type SealVerdict, trustedKey, type VerifyOptions } from './checks/seal-checks.ts';
import { checkSignoffs } from './checks/signoff-checks.ts';
import { withForgers } from './forgers.ts';
import { type Manifest, manifestSchema } from './manifest.ts';
import { parts } from './part-names.ts';
import type { Beside, RandomAccess } from './random-access.ts';
import type { ReadPack } from './read-pack.ts';
import { digestOfRange } from './read-signature.ts';
import {
  type Check,
  type CheckId,
  checkIds,
  judged,
  notJudged,
  type ReportedCheck,
  type VerifyReport,
} from './report.ts';
import { utf8 } from './utf8.ts';

export interface CheckedPack {
  readonly report: VerifyReport;
  /** What the pack says about itself; undefined when it cannot be read. */
  readonly manifest: Manifest | undefined;
}

/** Runs all checks over what was read of a pack; undefined when the mark before its update was damaged. */
export async function judgePack(
  { file, beside }: { readonly file: RandomAccess; readonly beside: Beside },
  pack: ReadPack | undefined,
  options: VerifyOptions,
): Promise<CheckedPack> {
  const manifest = pack?.complete === true ? readManifest(pack) : undefined;
  const integrity = pack === undefined ? [markMissing] : await integrityChecks(beside, pack, manifest);
  const seal =
    pack && manifest ? await checkSeal(pack, manifest, await signedDigest(file, pack), options) : UNREAD;
  const consistency =
    pack && manifest ? [checkConsistency(pack, options.checkpoints ?? [], trustedKey(options))] : [];
  const intact = [...integrity, ...seal.own].every(({ ok }) => ok !== false);
  const asked = [...seal.asked, ...consistency].every(({ ok }) => ok !== false);
  const report = {
    ok: intact && asked && (options.strict !== true || seal.signer === 'verified'),
    intact,
    signer: seal.signer,
    checks: inOrder([...integrity, ...consistency, ...seal.own, ...seal.asked]),
  };
  return { report, manifest };
}

const signedDigest = async (file: RandomAccess, { signature }: ReadPack): Promise<Buffer> =>
  signature === null ? Buffer.alloc(0) : (signature.digest ?? digestOfRange(file, signature.range));

/** Of a pack that is not intact, because its manifest cannot be read. */
const UNREAD: SealVerdict = { own: [], asked: [], signer: 'unchecked' };

const markMissing = judged('pack.structure', ['the mark between base document and update was changed'], '');

async function integrityChecks(
  beside: Beside,
  pack: ReadPack,
  manifest: Manifest | undefined,
): Promise<readonly Check[]> {
  const structure = checkStructure(pack);
  if (!pack.complete) return [structure];
  const sums = checkSums(pack);
  const chain = checkChain(pack);
  if (manifest === undefined) {
    return [
      structure,
      sums,
      judged('pack.manifest', [`${parts.manifest} is missing or cannot be read`], ''),
      chain,
    ];
  }
  return [
    structure,
    checkBase(pack, manifest),
    sums,
    checkManifest(pack, manifest),
    checkItems(pack, manifest),
    await checkBeside(beside, manifest),
    checkRedactions(pack),
    chain,
    checkRoot(pack, manifest),
    checkCustody(pack, manifest),
    checkSignoffs(pack),
    checkDocuments(pack, manifest),
    checkCitations(pack, manifest),
  ];
}

function readManifest(pack: ReadPack): Manifest | undefined {
  const text = utf8(pack.attachments.get(parts.manifest)?.bytes);
  return manifestSchema.safeParse(text === undefined ? undefined : parseJson(text)).data;
}

function inOrder(made: readonly Check[]): readonly ReportedCheck[] {
  const byId = new Map<CheckId, Check>(made.map((check) => [check.check, check]));
  return withForgers(
    checkIds.map((id) => byId.get(id) ?? notJudged(id, 'not checked: what it needs could not be read')),
  );
}
