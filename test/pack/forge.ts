import { open } from 'node:fs/promises';
import { sha256Hex } from '../../src/domain/canonical.ts';
import { readBaseDocument } from '../../src/pack/base-document.ts';
import { writeSums } from '../../src/pack/sums.ts';
import { UpdateWriter } from '../../src/pack/update-writer.ts';
import { attachmentsOf } from './attachments.ts';
import type { Sample } from './sample.ts';

export type Attachments = Map<string, Buffer>;

/** Replaces text in one attachment; the text must be there. */
export function replace(attachments: Attachments, name: string, from: string | RegExp, to: string): void {
  const before = String(attachments.get(name));
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} does not hold ${from}`);
  attachments.set(name, Buffer.from(after));
}

/** Makes SHA256SUMS agree with what is attached, as a careful forger would. */
export function resum(attachments: Attachments): void {
  const sums = [...attachments]
    .filter(([name]) => name !== 'SHA256SUMS')
    .map(([name, bytes]) => ({ name, sha256: sha256Hex(bytes) }));
  attachments.set('SHA256SUMS', Buffer.from(writeSums(sums)));
}

/** Writes a well-formed pack again with other attachments. */
export async function forge(
  { input }: Sample,
  packFile: string,
  forgedFile: string,
  change: (attachments: Attachments) => void,
): Promise<void> {
  const attachments = new Map(await attachmentsOf(packFile));
  change(attachments);
  await using out = await open(forgedFile, 'w');
  const base = await readBaseDocument(input.basePdf);
  const writer = await UpdateWriter.begin(out, base, input.caseFile.asOf);
  const described = { description: 'Forged', relationship: 'Data', mediaType: 'application/json' } as const;
  for (const [name, bytes] of attachments) await writer.attach({ ...described, name }, bytes);
  await writer.end();
}
