import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import { outsideError } from '../domain/errors.ts';
import { emptyHead } from '../domain/ledger.ts';
import { merkleRoot } from '../evidence/merkle.ts';
import { attachItem } from './attach-evidence.ts';
import { type BaseDocument, readBaseDocument } from './base-document.ts';
import { layBeside } from './beside.ts';
import { checkpointBody } from './checkpoint.ts';
import { documentHead, partHeads } from './heads.ts';
import { type HowTo, howToVerify } from './how-to.ts';
import type { PackInput, WrittenPack } from './input.ts';
import { makeManifest } from './make-manifest.ts';
import type { ManifestItem } from './manifest.ts';
import { type PageTokens, pageTokens } from './page-tokens.ts';
import { ATTACHED_BYTES_MAX, placePages, plainMediaType } from './placement.ts';
import { redactionLines } from './redaction-lines.ts';
import { writeRedactions } from './redactions.ts';
import { signNote } from './seal/signed-note.ts';
import { writeSums } from './sums.ts';
import { type AttachedSum, UpdateWriter } from './update-writer.ts';

/**
 * Writes an evidence pack of format 1. Pages are streamed from disk, so memory does not grow with
 * the evidence. The file appears whole or not at all; one that was there is replaced.
 */
export async function writePack(input: PackInput, outFile: string): Promise<WrittenPack> {
  const ledger = ledgerUpToHead(input);
  const items = placePages(input.caseFile.items, input.attachedBytesMax ?? ATTACHED_BYTES_MAX);
  const tokens = pageTokens(attachedBytes(items));
  const unfinished = join(dirname(outFile), `.${basename(outFile)}.${randomUUID()}.unfinished`);
  try {
    const base = readBaseDocument(input.basePdf);
    const beside = await layBeside(items, input, outFile);
    await using out = await open(unfinished, 'wx', 0o600);
    const written = await writeUpdate(out, input, { base, items, ledger, beside: beside.files, tokens });
    await out.sync();
    await rename(unfinished, outFile);
    return { path: outFile, ...written, version: input.version, evidence: items.length, beside };
  } catch (error) {
    throw isSystemError(error) ? unwritten(outFile, error) : error;
  } finally {
    await Promise.all([tokens.close(), rm(unfinished, { force: true })]);
  }
}

const attachedBytes = (items: readonly ManifestItem[]): number =>
  items
    .flatMap(({ pages }) => pages.filter(({ placed }) => placed === 'attached'))
    .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error;

const unwritten = (file: string, cause: Error) =>
  outsideError(
    {
      code: 'PACK_UNWRITTEN',
      message: `the pack could not be written: ${cause.message}`,
      where: file,
      mend: 'choose a folder with room that this account may write to',
    },
    cause,
  );

interface Prepared {
  readonly base: BaseDocument;
  readonly items: readonly ManifestItem[];
  readonly ledger: readonly string[];
  readonly beside: number;
  readonly tokens: PageTokens;
}

async function writeUpdate(
  out: FileHandle,
  input: PackInput,
  { base, items, ledger, beside, tokens }: Prepared,
): Promise<Pick<WrittenPack, 'sha256' | 'sizeBytes' | 'manifestSha256' | 'authorityClock'>> {
  const { caseFile } = input;
  const writer = await UpdateWriter.begin(out, base, caseFile.asOf);
  for (const [index, placed] of items.entries()) {
    const item = caseFile.items[index];
    if (item !== undefined) await attachItem(writer, input, item, placed, tokens);
  }
  const documents: (AttachedSum & { mediaType: string })[] = [];
  for (const { name, mediaType, bytes } of input.documents) {
    const plain = plainMediaType(mediaType);
    documents.push({ ...(await writer.attach(documentHead(name, plain), bytes)), mediaType: plain });
  }
  const baseRef = { sha256: base.sha256, sizeBytes: base.bytes.length };
  const catalogSha256 = sha256Hex(base.catalogObject);
  const redactions = await redactionLines(input, await tokens.counts());
  const ledgerRoot = Buffer.from(merkleRoot(ledger)).toString('hex');
  const manifest = makeManifest(input, {
    base: baseRef,
    catalogSha256,
    items,
    documents,
    redactions,
    ledgerRoot,
  });
  const text = (part: keyof typeof partHeads, body: string) =>
    writer.attach(partHeads[part], Buffer.from(body));
  const { sealer } = input;
  // Loaded where it is needed: its libraries take as long to load as many megabytes of evidence to write.
  const seal = sealer === null ? null : { sealer, ...(await import('./attach-seal.ts')) };
  const signer = seal?.sealer.signingKey ?? null;
  await text('redactions', writeRedactions(redactions));
  await text('ledger', ledger.map((line) => `${line}\n`).join(''));
  const checkpoint = checkpointBody(input.origin, manifest.ledger);
  await text('checkpoint', signer === null ? checkpoint : signNote(checkpoint, input.origin, signer));
  if (seal !== null) await seal.attachPublicHalves(writer, input.origin, seal.sealer);
  await text('howTo', howToVerify(howToOf(input, baseRef, beside)));
  const { sha256: manifestSha256 } = await text('manifest', canonicalJson(manifest));
  const sums = writeSums(writer.sums.values());
  await text('sums', sums);
  const authorityClock =
    seal === null ? null : await seal.attachSumsSeal(writer, sums, manifest, seal.sealer);
  const ended = await writer.end(seal === null ? null : seal.signingOf(base, seal.sealer));
  return { ...ended, manifestSha256, authorityClock };
}

const howToOf = ({ caseFile, version, sealer }: PackInput, base: HowTo['base'], beside: number): HowTo => ({
  incident: caseFile.incident.id,
  version,
  seal: sealer && {
    name: sealer.name,
    keyId: sealer.signingKey?.publicKey.id.toString('hex') ?? null,
    certificate: sealer.certified !== null,
    timestamp: sealer.timestamp !== null,
  },
  base,
  beside,
});

/** The ledger as it was when the case file was made: later entries are not what the documents stand on. */
function ledgerUpToHead({ ledger, caseFile }: PackInput): readonly string[] {
  const { size, tip } = caseFile.ledger;
  const lines = ledger.slice(0, size);
  const last = lines.at(-1);
  const foundTip = last === undefined ? emptyHead.tip : sha256Hex(last);
  if (lines.length === size && foundTip === tip) return lines;
  throw outsideError({
    code: 'LEDGER_CONTRADICTED',
    message: `the ledger is not the one of ${size} entries that the documents were made from`,
    where: caseFile.incident.id,
    mend: 'check the store with rca verify --store',
  });
}
