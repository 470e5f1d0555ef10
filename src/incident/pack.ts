import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderPackHtml } from '../documents/pack.ts';
import { printPdf } from '../documents/pdf.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { originOf } from '../domain/origin.ts';
import { merkleRoot } from '../evidence/merkle.ts';
import { formatOf } from '../formats/registry.ts';
import { parts, SIGNOFFS, sealParts } from '../pack/part-names.ts';
import { finalizePdf } from '../pack/pdfa/finalize.ts';
import type { Sealer } from '../pack/seal/sealer.ts';
import { writePack } from '../pack/write-pack.ts';
import { textForms } from '../recompute/text-forms.ts';
import { caseOf } from './case.ts';
import { keepHead } from './checkpoint.ts';
import { attachToRecord } from './compliance/attach.ts';
import { controlsOf } from './compliance/report.ts';
import type { Context } from './context.ts';
import { makeRoomForPack } from './pack-file.ts';
import type { PackResult } from './use-cases.ts';

/** Prints the evidence pack and records its digest. */
export async function pack(
  context: Context,
  incident: string,
  outFile: string | null,
  actor: string,
): Promise<PackResult> {
  await context.sealer?.certified?.check();
  const found = await caseOf(context, incident);
  const { caseFile, ledger } = found;
  // Before anything is rendered: no pack is made of a ledger that contradicts its checkpoints.
  await keepHead(context, incident, ledger);
  const version = await context.store.packVersion(incident);
  const templates = await context.templates();
  const path = outFile ?? join(context.home, 'packs', `evidence-pack-${incident}-v${version}.pdf`);
  await makeRoomForPack(path);
  const forms = textForms(caseFile, templates);
  // Drawing takes its time; what has come meanwhile is answered between.
  await nextTurn();
  const samples = await samplesOf(context, caseFile);
  const controls = await controlsOf(context, found);
  const html = renderPackHtml(
    caseFile,
    {
      version,
      signer: context.sealer?.name ?? null,
      notSealedBy: missingFrom(context.sealer),
      ledgerRoot: Buffer.from(merkleRoot(ledger)).toString('hex'),
      attachments: [...ATTACHMENTS, ...sealAttachments(context.sealer)],
      samples,
      mapping: controls.judged,
    },
    templates,
  );
  const meta = {
    title: `Evidence pack ${incident}, version ${version}`,
    description: `Evidence and blameless review of ${incident}`,
    asOf: caseFile.asOf,
    tool: caseFile.tool,
  };
  const basePdf = await finalizePdf(await printPdf(html, context.browser), meta, {
    signatureField: (context.sealer?.certified ?? null) !== null,
  });
  const written = await writePack(
    {
      caseFile,
      basePdf,
      ledger,
      pagePath: (sha256) => context.blobs.path(sha256),
      documents: forms,
      version,
      origin: originOf(incident, ledger),
      sealer: context.sealer,
      madeWith: {
        policy: context.policySha256,
        templates: templates.sha256,
        controls: controls.mappingSha256,
      },
    },
    path,
  );
  const { sha256, manifestSha256, evidence } = written;
  const deliveries = await attachToRecord(context, incident, written, actor);
  return { path, sha256, version, manifestSha256, evidence, deliveries };
}

/** What a reader finds attached, in the order in which it is checked. */
const ATTACHMENTS = [
  { name: parts.howTo, what: 'how to check this pack by hand' },
  { name: parts.sums, what: 'digest of every other attachment' },
  { name: parts.manifest, what: 'pages, items, coverage, redactions, ledger' },
  { name: 'evidence-E-0001.json', what: 'description of an evidence item, one for each' },
  { name: 'evidence-E-0001-0001.*', what: 'its pages, as stored' },
  { name: parts.redactions, what: 'redaction tokens, their commitments and how often each occurs' },
  { name: parts.ledger, what: 'everything that was done, each line linked to the one before' },
  { name: parts.checkpoint, what: 'size and root of the ledger' },
  { name: 'completeness.json', what: 'what each source was asked, what it answered, what is missing' },
  { name: SIGNOFFS, what: 'sign-offs of earlier versions' },
  { name: 'timeline.json, gates.json, rca.md, chart-*.csv', what: 'what the pages say, for programs' },
] as const;

function sealAttachments(sealer: Sealer | null): readonly { readonly name: string; readonly what: string }[] {
  const of = (made: boolean, name: string, what: string) => (made ? [{ name, what }] : []);
  const { verifierKey, raw, minisign, ssh, attestation, certificate, timestamp } = sealParts;
  const signed = (sealer?.signingKey ?? null) !== null;
  return [
    ...of(signed, verifierKey, 'public key of the signed checkpoint'),
    ...of(signed, [raw, minisign, ssh, attestation].join(', '), `signatures over ${parts.sums}`),
    ...of((sealer?.certified ?? null) !== null, certificate, 'certificate of the signer of this document'),
    ...of((sealer?.timestamp ?? null) !== null, timestamp, `timestamp over ${parts.sums}`),
  ];
}

/** As the cover names them. */
const missingFrom = (sealer: Sealer | null): readonly string[] => [
  ...((sealer?.certified ?? null) === null ? ['a certificate'] : []),
  ...((sealer?.signingKey ?? null) === null ? ['an Ed25519 key'] : []),
  ...((sealer?.timestamp ?? null) === null ? ['a timestamp authority'] : []),
];

const SAMPLES = 3;

/** The first records of each item, as stored. */
async function samplesOf(
  context: Context,
  caseFile: CaseFile,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const samples = new Map<string, readonly string[]>();
  for (const { item } of caseFile.items) {
    const [page] = item.pages;
    if (!page) continue;
    const text = Buffer.from(await context.blobs.get(page.sha256)).toString('utf8');
    const framing = formatOf(item.format).framing;
    samples.set(item.id, framing === 'lines' ? text.split('\n', SAMPLES).filter(Boolean) : [text]);
  }
  return samples;
}
