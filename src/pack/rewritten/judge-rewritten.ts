import { parseJson } from '../../domain/parse-json.ts';
import { type Manifest, manifestSchema } from '../manifest.ts';
import { parts, sealParts } from '../part-names.ts';
import { pieces } from '../pieces.ts';
import type { RandomAccess } from '../random-access.ts';
import {
  type AttachmentState,
  type Check,
  type CheckId,
  checkIds,
  judged,
  notJudged,
  type VerifyReport,
} from '../report.ts';
import { unlisted } from '../seal/signatures.ts';
import { readSums } from '../sums.ts';
import { utf8 } from '../utf8.ts';
import { type AttachedFile, attachedFiles } from './attached-files.ts';
import { type PdfObjects, readObjects } from './objects.ts';

/** A rewritten pack is read as a whole. */
const BYTES_MAX = 256 * 1024 * 1024;

export interface RewrittenPack {
  readonly report: VerifyReport;
  readonly manifest: Manifest | undefined;
}

/**
 * What is left of a pack that another program wrote again, so that its bytes are no longer those that were made and
 * sealed: the state of each attachment by the digests that it carries. Undefined for a file that never was a pack.
 */
export async function judgeRewritten(
  file: RandomAccess,
  sizeBytes: number,
): Promise<RewrittenPack | undefined> {
  if (sizeBytes > BYTES_MAX) return undefined;
  const read: Buffer[] = [];
  for await (const piece of pieces(file, 0, sizeBytes)) read.push(Buffer.from(piece));
  const bytes = Buffer.concat(read);
  if (bytes.subarray(0, 1024).indexOf('%PDF-') < 0) return undefined;
  const objects = await readObjects(bytes);
  if (objects.isEncrypted)
    return hasAttachments(objects) ? { report: encrypted(), manifest: undefined } : undefined;
  const files = await attachedFiles(objects);
  if (!files.has(parts.manifest) && !(files.has(parts.sums) && files.has(parts.ledger))) return undefined;
  return judgeFiles(files);
}

const hasAttachments = ({ byNumber }: PdfObjects): boolean =>
  [...byNumber.values()].some(
    ({ text }) => /\/Type\s*\/EmbeddedFile\b/.test(text) || /\/EmbeddedFiles\b/.test(text),
  );

function judgeFiles(files: ReadonlyMap<string, AttachedFile>): RewrittenPack {
  const manifest = manifestSchema.safeParse(parseJson(utf8(files.get(parts.manifest)?.bytes) ?? '')).data;
  const sums = readSums(utf8(files.get(parts.sums)?.bytes) ?? '');
  const attachments = statesOf(files, sums, manifest);
  const names = (state: AttachmentState['state']): readonly string[] =>
    attachments.filter((one) => one.state === state).map(({ name }) => name);
  const problems = (['changed', 'missing', 'unlisted'] as const).flatMap((state) =>
    names(state).map((name) => `${name} is ${state}`),
  );
  const told = `${names('unchanged').length} of ${attachments.length} attachments are unchanged by its own digests`;
  const checks = new Map<CheckId, Check>([
    ['pack.structure', judged('pack.structure', [`${REWRITTEN}; ${told}`], '')],
    [
      'pack.sums',
      sums === undefined
        ? judged('pack.sums', [`${parts.sums} is missing or cannot be read`], '')
        : judged('pack.sums', problems, told),
    ],
  ]);
  const isSealed = Object.values(sealParts).some((name) => files.has(name));
  return { report: reportOf(checks, isSealed ? 'unchecked' : 'unsealed', attachments), manifest };
}

const REWRITTEN =
  'rewritten since: another program wrote the file again, so that pages, structure and any signature are not as they were made';

const encrypted = (): VerifyReport =>
  reportOf(
    new Map([
      [
        'pack.structure',
        judged(
          'pack.structure',
          [
            'rewritten since: the file is encrypted, which no pack is, so that no attachment can be compared; take the encryption off to see which are unchanged',
          ],
          '',
        ),
      ],
    ]),
    'unchecked',
    [],
  );

function reportOf(
  checks: ReadonlyMap<CheckId, Check>,
  signer: VerifyReport['signer'],
  attachments: readonly AttachmentState[],
): VerifyReport {
  return {
    ok: false,
    intact: false,
    signer,
    checks: checkIds.map((id) => ({
      ...(checks.get(id) ?? notJudged(id, 'not judged: the file was rewritten')),
      forgedBy: null,
    })),
    attachments,
  };
}

/** By SHA256SUMS, and by the manifest's digests where that says otherwise. */
function statesOf(
  files: ReadonlyMap<string, AttachedFile>,
  sums: ReadonlyMap<string, string> | undefined,
  manifest: Manifest | undefined,
): readonly AttachmentState[] {
  const promised = new Map<string, string[]>();
  const promise = (name: string, sha256: string): void => {
    promised.set(name, [...(promised.get(name) ?? []), sha256]);
  };
  for (const [name, sha256] of sums ?? []) promise(name, sha256);
  for (const { file, sha256 } of manifest?.documents ?? []) promise(file, sha256);
  for (const { file, sha256, pages } of manifest?.items ?? []) {
    promise(file, sha256);
    for (const page of pages) if (page.placed === 'attached') promise(page.file, page.sha256);
  }
  const states: AttachmentState[] = [...promised].map(([name, digests]) => {
    const found = files.get(name);
    if (found === undefined) return { name, state: 'missing' };
    return { name, state: digests.every((sha256) => sha256 === found.sha256) ? 'unchanged' : 'changed' };
  });
  for (const name of files.keys()) {
    if (!promised.has(name)) states.push({ name, state: unlisted.has(name) ? 'unjudged' : 'unlisted' });
  }
  return states.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
