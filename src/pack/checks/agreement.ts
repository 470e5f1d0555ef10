import { canonicalJson } from '../../domain/canonical.ts';
import { type EvidenceItem, evidenceItemSchema } from '../../domain/evidence-item.ts';
import { parseJson } from '../../domain/parse-json.ts';
import { headsOf } from '../heads.ts';
import { SMALL_BYTES_MAX } from '../layout.ts';
import type { Manifest, ManifestItem } from '../manifest.ts';
import { parts } from '../part-names.ts';
import { pdfDate } from '../pdfa/pdf-date.ts';
import { plainMediaType } from '../placement.ts';
import type { ReadPack } from '../read-pack.ts';
import { readRedactions } from '../redactions.ts';
import { ruleSetsOf, sumBy } from '../summaries.ts';
import { utf8 } from '../utf8.ts';

const textOf = (pack: ReadPack, name: string): string | undefined => utf8(pack.attachments.get(name)?.bytes);

function descriptionOf(pack: ReadPack, { file }: ManifestItem): EvidenceItem | undefined {
  const text = textOf(pack, file);
  return evidenceItemSchema.safeParse(text === undefined ? undefined : parseJson(text)).data;
}

/** Where the sums in a manifest are not those of what they sum up, as far as that can be read. */
export function summaryProblems(pack: ReadPack, manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  const expect = (what: string, told: unknown, summed: unknown): void => {
    if (canonicalJson(told) !== canonicalJson(summed)) problems.push(`${what} is not what the pack holds`);
  };
  expect('coverage', manifest.coverage, sumBy(manifest.items.map(({ coverage }) => [coverage.state, 1])));
  const items = manifest.items.map((item) => descriptionOf(pack, item)).filter((item) => item !== undefined);
  if (items.length === manifest.items.length) {
    const { rules, ruleSets } = manifest.redactions;
    expect('redactions.rules', rules, sumBy(items.flatMap(({ redactions }) => Object.entries(redactions))));
    expect('redactions.ruleSets', ruleSets, ruleSetsOf(items));
  }
  const read = [...readRedactions(textOf(pack, parts.redactions) ?? '')];
  const lines = read.filter((line) => line !== null);
  // A list that is not of its form is told by its own check.
  if (pack.attachments.get(parts.redactions)?.bytes !== undefined && lines.length === read.length) {
    const classes = sumBy(lines.map(({ class: tokenClass, count }) => [tokenClass, count]));
    expect('redactions.classes', manifest.redactions.classes, classes);
  }
  return problems;
}

/** Where attachments are deflated though the manifest has them stand as they are, or the other way round. */
export function encodingProblems(pack: ReadPack, { encoding }: Manifest): readonly string[] {
  const problems: string[] = [];
  for (const { name, sizeBytes, head } of pack.attachments.values()) {
    const deflated = encoding === undefined && sizeBytes <= SMALL_BYTES_MAX;
    if (head.deflated === deflated) continue;
    problems.push(`${name} is ${head.deflated ? '' : 'not '}deflated, which the manifest does not say`);
  }
  return problems;
}

/** Where attachments stand in another order, or are described otherwise, than a pack of this manifest has them. */
export function headProblems(pack: ReadPack, manifest: Manifest): readonly string[] {
  const described = new Map(manifest.items.map((item) => [item.file, descriptionOf(pack, item)?.mediaType]));
  const mediaTypeOf = ({ file }: ManifestItem): string => plainMediaType(described.get(file) ?? '');
  const expected = headsOf(manifest, mediaTypeOf, (name) => pack.attachments.has(name));
  const problems: string[] = [];
  const date = Number.isNaN(Date.parse(manifest.asOf)) ? '' : pdfDate(manifest.asOf);
  const names = [...pack.attachments.keys()];
  for (const [index, head] of expected.entries()) {
    const found = pack.attachments.get(head.name)?.head;
    if (found === undefined) continue;
    if (names.length === expected.length && names[index] !== head.name) {
      problems.push(`${names[index]} stands where ${head.name} belongs`);
    }
    if (found.date !== date) problems.push(`${head.name} is dated ${found.date}, the pack ${manifest.asOf}`);
    for (const part of ['description', 'relationship', 'mediaType'] as const) {
      if (found[part] !== head[part]) problems.push(`${head.name} has another ${part}: ${found[part]}`);
    }
  }
  return problems;
}
