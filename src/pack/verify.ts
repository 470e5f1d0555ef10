import { type FileHandle, open, stat } from 'node:fs/promises';
import { messageOf, userError } from '../domain/errors.ts';
import { checkCitations, checkDocuments } from './checks/document-checks.ts';
import { checkBeside, checkItems } from './checks/evidence-checks.ts';
import { checkChain, checkCustody, checkRoot } from './checks/ledger-checks.ts';
import { checkBase, checkManifest, checkStructure, checkSums } from './checks/pack-checks.ts';
import { checkRedactions } from './checks/redaction-checks.ts';
import { checkSeal, type SealVerdict, type VerifyOptions } from './checks/seal-checks.ts';
import { findPack } from './find-pack.ts';
import { isDescription, type Manifest, manifestSchema, parts, sealParts } from './manifest.ts';
import { parseJson } from './parse-json.ts';
import { type ReadPack, readPack } from './read-pack.ts';
import { digestOfRange } from './read-signature.ts';
import { type Check, type CheckId, checkIds, judged, notJudged, type VerifyReport } from './report.ts';

/**
 * Checks a pack against its own digests, with nothing but the file: no store, configuration or network.
 * Memory does not grow with the evidence. Throws `NOT_A_PACK` for a file that is none and `FILE_UNREADABLE`.
 */
export async function verifyPack(file: string, options: VerifyOptions = {}): Promise<VerifyReport> {
  await using handle = await openFile(file);
  const { size } = await handle.stat();
  const baseBytes = await findPack(handle, size, file);
  const pack =
    baseBytes === undefined ? undefined : await readPack(handle, size, baseBytes, keepWithin(KEPT_BYTES_MAX));
  const manifest = pack?.complete === true ? readManifest(pack) : undefined;
  const integrity = pack === undefined ? [markMissing] : await integrityChecks(file, pack, manifest);
  const seal =
    pack && manifest ? await checkSeal(pack, manifest, await signedDigest(handle, pack), options) : UNREAD;
  const intact = [...integrity, ...seal.own].every(({ ok }) => ok !== false);
  const asked = seal.asked.every(({ ok }) => ok !== false);
  return {
    ok: intact && asked && (options.strict !== true || seal.signer === 'verified'),
    intact,
    signer: seal.signer,
    checks: inOrder([...integrity, ...seal.own, ...seal.asked]),
  };
}

const signedDigest = async (handle: FileHandle, { signature }: ReadPack): Promise<Buffer> =>
  signature === null ? Buffer.alloc(0) : digestOfRange(handle, signature.range);

/** Of a pack that is not intact, because its manifest cannot be read. */
const UNREAD: SealVerdict = { own: [], asked: [], signer: 'unchecked' };

const markMissing = judged('pack.structure', ['the mark between base document and update was changed'], '');

async function openFile(file: string): Promise<FileHandle> {
  try {
    if ((await stat(file)).isFile()) return await open(file, 'r');
  } catch (error) {
    throw unreadable(file, messageOf(error), error);
  }
  throw unreadable(file, 'it is not a regular file');
}

const unreadable = (file: string, why: string, cause?: unknown) =>
  userError(
    {
      code: 'FILE_UNREADABLE',
      message: `the file cannot be opened: ${why}`,
      where: file,
      mend: 'name a PDF that rca pack wrote',
    },
    cause,
  );

async function integrityChecks(
  file: string,
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
    await checkBeside(file, manifest),
    checkRedactions(pack),
    chain,
    checkRoot(pack, manifest),
    checkCustody(pack, manifest),
    checkDocuments(pack, manifest),
    checkCitations(pack, manifest),
  ];
}

function readManifest(pack: ReadPack): Manifest | undefined {
  const text = pack.attachments.get(parts.manifest)?.bytes?.toString('utf8');
  return manifestSchema.safeParse(text === undefined ? undefined : parseJson(text)).data;
}

const KEPT_BYTES_MAX = 128 * 1024 * 1024;
const TEXT_BYTES_MAX = 32 * 1024 * 1024;
const PARTS: ReadonlySet<string> = new Set([...Object.values(parts), ...Object.values(sealParts)]);
const DOCUMENT = /\.(?:md|json)$/;

/** Holds what is read as text, up to a sum of sizes: the pages of evidence are only digested. */
function keepWithin(budgetBytes: number): (name: string, sizeBytes: number) => boolean {
  let leftBytes = budgetBytes;
  return (name, sizeBytes) => {
    const isText =
      PARTS.has(name) || isDescription(name) || (DOCUMENT.test(name) && !name.startsWith('evidence-'));
    if (!isText || sizeBytes > TEXT_BYTES_MAX || sizeBytes > leftBytes) return false;
    leftBytes -= sizeBytes;
    return true;
  };
}

function inOrder(made: readonly Check[]): readonly Check[] {
  const byId = new Map<CheckId, Check>(made.map((check) => [check.check, check]));
  return checkIds.map((id) => byId.get(id) ?? notJudged(id, 'not checked: what it needs could not be read'));
}
