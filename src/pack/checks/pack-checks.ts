import { canonicalJson } from '../../domain/canonical.ts';
import type { Manifest } from '../manifest.ts';
import { descriptionName, parts, sealParts } from '../part-names.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged } from '../report.ts';
import { unlisted } from '../seal/signatures.ts';
import { readSums } from '../sums.ts';
import { utf8 } from '../utf8.ts';
import { encodingProblems, headProblems, summaryProblems } from './agreement.ts';

export const checkStructure = (pack: ReadPack): Check =>
  judged(
    'pack.structure',
    pack.problems,
    `one base document and one update with ${pack.attachments.size} attachments, nothing else${encodingUnfixed(pack)}`,
  );

/** Said of a pack from before: which of the many ways to deflate was taken, only a signature over the whole file fixes. */
const encodingUnfixed = ({ attachments, signature }: ReadPack): string =>
  signature === null && [...attachments.values()].some(({ head }) => head.deflated)
    ? '; small attachments are deflated, as packs had them before, and could be deflated otherwise'
    : '';

export const checkBase = (pack: ReadPack, manifest: Manifest): Check => {
  const problems: string[] = [];
  if (pack.base.sizeBytes !== manifest.base.sizeBytes) {
    problems.push(`the base document has ${pack.base.sizeBytes} bytes, not ${manifest.base.sizeBytes}`);
  }
  if (pack.base.sha256 !== manifest.base.sha256) problems.push('the pages of the document were changed');
  const { catalogSha256 } = manifest;
  if (catalogSha256 !== undefined && pack.catalogSha256 !== catalogSha256) {
    problems.push('the catalog of the document was changed');
  }
  return judged('pack.base', problems, `the first ${pack.base.sizeBytes} bytes have the manifest's digest`);
};

/** Nothing missing, nothing extra, every digest right. */
export function checkSums(pack: ReadPack): Check {
  const text = utf8(pack.attachments.get(parts.sums)?.bytes);
  const sums = text === undefined ? undefined : readSums(text);
  if (sums === undefined) return judged('pack.sums', [`${parts.sums} is missing or cannot be read`], '');
  const problems: string[] = [];
  for (const [name, sha256] of sums) {
    const attachment = pack.attachments.get(name);
    if (attachment === undefined) problems.push(`${name} is missing`);
    else if (attachment.sha256 === null) problems.push(`${name} was changed and cannot be unpacked`);
    else if (attachment.sha256 !== sha256) problems.push(`${name} was changed`);
  }
  for (const name of pack.attachments.keys()) {
    if (!unlisted.has(name) && !sums.has(name)) problems.push(`${name} is not listed`);
  }
  return judged('pack.sums', problems, `${sums.size} attachments have the digests that ${parts.sums} gives`);
}

/** The manifest is canonical and names each attachment; its sums, and how the attachments are described, agree. */
export function checkManifest(pack: ReadPack, manifest: Manifest): Check {
  const problems: string[] = [];
  if (utf8(pack.attachments.get(parts.manifest)?.bytes) !== canonicalJson(manifest)) {
    problems.push(`${parts.manifest} is not canonical JSON of format 1`);
  }
  const named = new Set<string>(Object.values(parts));
  const name = (file: string): void => {
    if (named.has(file)) problems.push(`${file} is named twice`);
    named.add(file);
  };
  const ids = new Set(manifest.items.map(({ id }) => id));
  if (ids.size !== manifest.items.length) problems.push('an evidence id stands twice');
  for (const item of manifest.items) {
    if (item.file !== descriptionName(item.id)) problems.push(`${item.id} is described in ${item.file}`);
    name(item.file);
    for (const page of item.pages) if (page.placed === 'attached') name(page.file);
  }
  for (const document of manifest.documents) name(document.file);
  for (const file of Object.values(sealParts)) if (pack.attachments.has(file)) name(file);
  for (const file of named) if (!pack.attachments.has(file)) problems.push(`${file} is not attached`);
  for (const file of pack.attachments.keys()) if (!named.has(file)) problems.push(`${file} is not named`);
  problems.push(...summaryProblems(pack, manifest));
  problems.push(...headProblems(pack, manifest), ...encodingProblems(pack, manifest));
  return judged(
    'pack.manifest',
    problems,
    `names each of ${pack.attachments.size} attachments and ${manifest.items.length} evidence items`,
  );
}
