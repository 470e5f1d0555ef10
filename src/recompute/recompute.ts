import type { Policy } from '../analysis/policy.ts';
import type { Templates } from '../documents/templates.ts';
import { sha256Hex } from '../domain/canonical.ts';
import type { CaseFile, CaseItem } from '../domain/case-file.ts';
import { messageOf } from '../domain/errors.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Redacted } from '../domain/redacted.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { howToVerify } from '../pack/how-to.ts';
import type { PackDocument } from '../pack/input.ts';
import { madeFrom, parts } from '../pack/part-names.ts';
import type { LoadedControls } from '../record/load-controls.ts';
import { type Attached, itemsOf } from './attached.ts';
import { caseFileOf } from './case-file.ts';
import { differences } from './differences.ts';
import { deriveFindings } from './findings.ts';
import { controlsOf, type KnownText, policyOf, templatesOf } from './made-with.ts';
import { judgedControls, packHtml, packMeta, samplesOf, sealedWith } from './pack-pages.ts';
import { comparePages, type Printer } from './pages.ts';
import { compared, equal, partOf, type Recomputation, type RecomputedPart, verdictOf } from './report.ts';
import { type Found, statedOf } from './stated.ts';
import { dataForms, markdownForm } from './text-forms.ts';

/** What a pack is made again with. */
export interface Means {
  readonly policy: KnownText;
  readonly controls: KnownText;
  /** Those of this version, and files that the reader gives in their place. */
  readonly templates: Templates;
  /** Pages of evidence that are not attached, by digest; undefined when it is not there. */
  readonly beside: (sha256: string) => Promise<Uint8Array | undefined>;
  readonly printer: Printer;
  readonly version: string;
}

/** Makes the documents of a pack again from what is attached, and compares part by part. */
export async function recompute(attached: Attached, means: Means): Promise<Recomputation> {
  const found = await recomputedParts(attached, means);
  const by = { madeBy: attached.manifest.tool.version, recomputedBy: means.version };
  return { verdict: verdictOf(found, by), ...by, parts: found };
}

async function recomputedParts(attached: Attached, means: Means): Promise<readonly RecomputedPart[]> {
  const entries = readEntries(attached.ledger);
  const items = itemsOf(attached);
  if (typeof items === 'string') return [partOf('evidence', 'differs', `${items} cannot be read`)];
  const find = findingOf(attached, means);
  const pageOf = pagesOf(find);
  const evidence = await evidencePart(items, find);
  const policy = policyOf(attached, means.policy);
  const found = statedOf(attached, items, entries);
  const basis = [evidence, policy.part, 'stated' in found ? found.part : found];
  if (evidence.state !== 'equal' || policy.value === undefined || !('stated' in found)) {
    const given = policy.value === undefined ? madeFrom.policy : madeFrom.inputs;
    const what = evidence.state === 'equal' ? given : 'evidence';
    return [...basis, ...notMade(attached, `${what} is not at hand as it must be`)];
  }
  const { stated, lacking } = found;
  const caseFile = await tried(async () =>
    caseFileOf(
      stated,
      await deriveFindings({ ...stated, policy: policy.value as Policy }, pageOf),
      attached.ledger,
    ),
  );
  if ('why' in caseFile) return [...basis, partOf('timeline.json', 'differs', caseFile.why)];
  const templates = templatesOf(attached, means.templates);
  const controls = controlsOf(attached, means.controls);
  const pages = await pagesPart(attached, means, {
    caseFile: caseFile.value,
    entries,
    pageOf,
    record: found.record,
    templates: templates.value,
    controls: controls.value,
  });
  return [
    ...[...basis, templates.part, controls.part],
    ...documentParts(attached, caseFile.value, templates.value, lacking),
    manifestPart(attached, caseFile.value, entries),
    howToPart(attached),
    pages,
  ];
}

/** What a thing is, or in words why it cannot be made of what the pack holds. */
async function tried<Value>(
  make: () => Promise<Value>,
): Promise<{ readonly value: Value } | { readonly why: string }> {
  try {
    return { value: await make() };
  } catch (cause) {
    return { why: `it cannot be derived: ${messageOf(cause)}` };
  }
}

type PageOf = (sha256: string) => Promise<Redacted<Uint8Array>>;
type Find = (sha256: string) => Promise<Uint8Array | undefined>;

const findingOf =
  (attached: Attached, { beside }: Means): Find =>
  async (sha256) =>
    attached.page(sha256) ?? (await beside(sha256));

const pagesOf =
  (find: Find): PageOf =>
  async (sha256) => {
    const page = await find(sha256);
    if (page === undefined) throw new Error(`the page ${sha256} is not at hand`);
    // Redacted before it was stored, and its digest stands in a description that the ledger names.
    return page as Redacted<Uint8Array>;
  };

async function evidencePart(items: readonly CaseItem[], find: Find): Promise<RecomputedPart> {
  const absent: string[] = [];
  const changed: string[] = [];
  const pages = items.flatMap(({ item }) => item.pages.map(({ sha256 }) => ({ id: item.id, sha256 })));
  for (const { id, sha256 } of pages) {
    const page = await find(sha256);
    if (page === undefined) absent.push(id);
    else if (sha256Hex(page) !== sha256) changed.push(id);
  }
  if (changed.length > 0) return partOf('evidence', 'differs', `pages of ${changed.join(', ')} were changed`);
  if (absent.length > 0) {
    const ids = [...new Set(absent)].join(', ');
    const why = `${absent.length} pages are neither attached nor beside the pack (${ids}); give --evidence DIR`;
    return partOf('evidence', 'not-recomputable', why);
  }
  return equal('evidence', `${items.length} items with ${pages.length} pages`);
}

const MADE_FROM: ReadonlySet<string> = new Set(Object.values(madeFrom));

const notMade = (attached: Attached, why: string): readonly RecomputedPart[] =>
  [...attached.manifest.documents.map(({ file }) => file), 'pages']
    .filter((name) => !MADE_FROM.has(name))
    .map((name) => partOf(name, 'not-recomputable', why));

/** Each document as derived, and no other. */
function documentParts(
  attached: Attached,
  caseFile: CaseFile,
  templates: Templates | undefined,
  lacking: readonly string[],
): readonly RecomputedPart[] {
  const derived: (PackDocument | string)[] = [...dataForms(caseFile)];
  if (templates === undefined) derived.push('rca.md');
  else derived.push(markdownForm(caseFile, templates));
  const names = new Set(derived.map((one) => (typeof one === 'string' ? one : one.name)));
  const extra = attached.manifest.documents
    .filter(({ file }) => !names.has(file) && !MADE_FROM.has(file))
    .map(({ file }) => partOf(file, 'differs', 'nothing of this name is derived'));
  return [...derived.map((one) => documentPart(attached, one, lacking)), ...extra];
}

function documentPart(
  attached: Attached,
  derived: PackDocument | string,
  lacking: readonly string[],
): RecomputedPart {
  if (typeof derived === 'string') {
    return partOf(derived, 'not-recomputable', `it was made with ${madeFrom.templates}, which are programs`);
  }
  const { name, mediaType, bytes } = derived;
  const found = attached.bytes(name);
  const said = attached.manifest.documents.find(({ file }) => file === name);
  if (found === undefined || said === undefined)
    return partOf(name, 'differs', 'it is derived, and not there');
  if (Buffer.from(bytes).equals(found)) {
    return compared(name, said.mediaType === mediaType ? [] : [`its media type is ${said.mediaType}`]);
  }
  const others = differences(name, found, bytes);
  return lacking.length === 0
    ? compared(name, others)
    : partOf(name, 'not-recomputable', `lacking ${lacking.join(', ')}: ${others.join('; ')}`);
}

/** What the manifest says of the case as a whole; `rca verify` compares the rest with the attachments. */
function manifestPart(
  { manifest }: Attached,
  caseFile: CaseFile,
  entries: readonly LedgerEntry[],
): RecomputedPart {
  const versions = entries.map(({ type, body }) => (type === 'pack.written' ? Number(body['version']) : 0));
  const last = Math.max(0, ...versions);
  const withdrawn = caseFile.withdrawn.map(({ id }) => id).join();
  const claims: readonly (readonly [string, string, string])[] = [
    ['asOf', manifest.asOf, caseFile.asOf],
    ...(withdrawn === '' ? [] : [['withdrawn', manifest.withdrawn.join(), withdrawn] as const]),
  ];
  const others = claims.filter(([, said, derived]) => said !== derived);
  return compared(parts.manifest, [
    ...others.map(([member, said, derived]) => `${member}: ${said}, derived ${derived}`),
    ...(manifest.version > last ? [] : [`version: ${manifest.version}, after version ${last} was written`]),
  ]);
}

function howToPart(attached: Attached): RecomputedPart {
  const { manifest } = attached;
  const { signer } = manifest;
  const beside = new Set(
    manifest.items.flatMap(({ pages }) =>
      pages.filter(({ placed }) => placed === 'beside').map(({ sha256 }) => sha256),
    ),
  );
  const keyId = /Ed25519 key ([0-9a-f]{16})(?:,|$)/.exec(signer ?? '')?.[1] ?? null;
  const { certificate, timestamp } = sealedWith(attached.names);
  const text = howToVerify({
    incident: manifest.incident,
    version: manifest.version,
    seal: signer === null ? null : { name: signer, keyId, certificate, timestamp },
    base: manifest.base,
    beside: beside.size,
  });
  const found = attached.bytes(parts.howTo) ?? new Uint8Array();
  return compared(parts.howTo, differences(parts.howTo, found, Buffer.from(text)));
}

interface ForPages {
  readonly caseFile: CaseFile;
  readonly entries: readonly LedgerEntry[];
  readonly pageOf: PageOf;
  readonly record: Found['record'];
  readonly templates: Templates | undefined;
  readonly controls: LoadedControls | undefined;
}

async function pagesPart(
  attached: Attached,
  { printer }: Means,
  { caseFile, entries, pageOf, record, templates, controls }: ForPages,
): Promise<RecomputedPart> {
  const { manifest } = attached;
  if (record === null || templates === undefined || controls === undefined) {
    const what =
      record === null ? madeFrom.inputs : templates === undefined ? madeFrom.templates : madeFrom.controls;
    return partOf('pages', 'not-recomputable', `${what} is not at hand as it must be`);
  }
  const { retention, ...counts } = record;
  const sealed = sealedWith(attached.names);
  const html = await tried(async () =>
    packHtml(
      caseFile,
      {
        version: manifest.version,
        signer: manifest.signer,
        sealed,
        ledgerRoot: manifest.ledger.root,
        samples: await samplesOf(caseFile.items, pageOf),
        mapping: judgedControls(caseFile, entries, counts, { mapping: controls.mapping, retention }),
      },
      templates,
    ),
  );
  if ('why' in html) return partOf('pages', 'differs', html.why);
  return comparePages(attached, {
    html: html.value,
    meta: packMeta(caseFile, manifest.version),
    signatureField: sealed.certificate,
    printer,
  });
}
