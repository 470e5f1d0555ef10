import { canonicalJson } from '../../domain/canonical.ts';
import { type EvidenceItem, evidenceItemSchema } from '../../domain/evidence-item.ts';
import { parseJson } from '../../domain/parse-json.ts';
import type { Manifest, ManifestItem, ManifestPage } from '../manifest.ts';
import type { Beside } from '../random-access.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged, notJudged } from '../report.ts';
import { utf8 } from '../utf8.ts';

/** Each item's description and pages are what the manifest says, and the description agrees with it. */
export function checkItems(pack: ReadPack, manifest: Manifest): Check {
  const problems = manifest.items.flatMap((item) => [
    ...descriptionProblems(pack, manifest, item),
    ...item.pages.flatMap((page) => pageProblems(pack, item, page)),
  ]);
  const pages = manifest.items.reduce((sum, item) => sum + item.pages.length, 0);
  return judged('evidence.items', problems, `${manifest.items.length} items with ${pages} pages`);
}

function descriptionProblems(pack: ReadPack, manifest: Manifest, item: ManifestItem): readonly string[] {
  const attachment = pack.attachments.get(item.file);
  if (attachment?.sha256 !== item.sha256) return [`${item.id}: its description was changed`];
  const text = utf8(attachment.bytes);
  const parsed = evidenceItemSchema.safeParse(text === undefined ? undefined : parseJson(text));
  if (!parsed.success) return [`${item.id}: its description cannot be read`];
  return contradictions(parsed.data, text, manifest, item);
}

function contradictions(
  described: EvidenceItem,
  text: string | undefined,
  manifest: Manifest,
  item: ManifestItem,
): readonly string[] {
  const pages = item.pages.map(({ sha256, sizeBytes, records }) => ({ sha256, sizeBytes, records }));
  const claims: readonly (readonly [string, boolean])[] = [
    ['is not canonical', text === canonicalJson(described)],
    ['is of another item', described.id === item.id && described.incident === manifest.incident],
    ['has other pages', canonicalJson(described.pages) === canonicalJson(pages)],
    ['has another coverage', canonicalJson(described.coverage) === canonicalJson(item.coverage)],
    [
      'counts other records',
      described.records === item.records && described.records === recordsOf(described),
    ],
  ];
  return claims.filter(([, holds]) => !holds).map(([claim]) => `${item.id}: its description ${claim}`);
}

const recordsOf = (item: EvidenceItem): number => item.pages.reduce((sum, { records }) => sum + records, 0);

function pageProblems(pack: ReadPack, item: ManifestItem, page: ManifestPage): readonly string[] {
  if (page.placed === 'beside')
    return page.file === page.sha256 ? [] : [`${item.id}: ${page.file} is misnamed`];
  const attachment = pack.attachments.get(page.file);
  if (attachment === undefined) return [`${item.id}: ${page.file} is missing`];
  const same = attachment.sha256 === page.sha256 && attachment.sizeBytes === page.sizeBytes;
  return same ? [] : [`${item.id}: ${page.file} was changed`];
}

/** Evidence that did not fit lies in a folder beside the pack. Its absence is told, its change is a failure. */
export async function checkBeside(beside: Beside, manifest: Manifest): Promise<Check> {
  const pages = manifest.items.flatMap((item) => item.pages.filter(({ placed }) => placed === 'beside'));
  if (pages.length === 0) return notJudged('evidence.beside', 'all evidence is attached');
  const problems: string[] = [];
  let absent = 0;
  for (const { sha256, sizeBytes } of pages) {
    if (!/^[0-9a-f]{64}$/.test(sha256)) continue;
    const found = await beside.find(sha256);
    if (found === undefined) absent++;
    else if (found.sizeBytes !== sizeBytes || (await found.digest()) !== sha256) {
      problems.push(`${sha256} beside the pack was changed`);
    }
  }
  if (problems.length > 0 || absent === 0) {
    return judged('evidence.beside', problems, `${pages.length} files beside the pack have their digests`);
  }
  return notJudged(
    'evidence.beside',
    `${absent} of ${pages.length} files are not in ${beside.place}: their digests are in the manifest`,
  );
}
