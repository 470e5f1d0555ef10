import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { browserDigest, printPdf } from '../documents/pdf.ts';
import { originOf } from '../domain/origin.ts';
import { merkleRoot } from '../evidence/merkle.ts';
import { finalizePdf } from '../pack/pdfa/finalize.ts';
import type { Sealer } from '../pack/seal/sealer.ts';
import { writePack } from '../pack/write-pack.ts';
import { packHtml, packMeta, type SealedWith, samplesOf } from '../recompute/pack-pages.ts';
import { textForms } from '../recompute/text-forms.ts';
import { caseOf } from './case.ts';
import { keepHead } from './checkpoint.ts';
import { attachToRecord } from './compliance/attach.ts';
import { controlsOf } from './compliance/report.ts';
import type { Context } from './context.ts';
import { madeFromDocuments } from './made-from.ts';
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
  const { controls, counts, judged } = await controlsOf(context, found);
  const madeFrom = await madeFromDocuments(context, found, { templates, controls, counts });
  // Drawing takes its time; what has come meanwhile is answered between.
  await nextTurn();
  const html = packHtml(
    caseFile,
    {
      version,
      signer: context.sealer?.name ?? null,
      sealed: sealedWith(context.sealer),
      ledgerRoot: Buffer.from(merkleRoot(ledger)).toString('hex'),
      samples: await samplesOf(caseFile.items, (sha256) => context.blobs.get(sha256)),
      mapping: judged,
    },
    templates,
  );
  const printed = await printPdf(html, context.browser);
  const basePdf = await finalizePdf(printed, packMeta(caseFile, version), {
    signatureField: sealedWith(context.sealer).certificate,
  });
  const written = await writePack(
    {
      caseFile,
      basePdf,
      ledger,
      pagePath: (sha256) => context.blobs.path(sha256),
      documents: [...forms, ...madeFrom],
      version,
      origin: originOf(incident, ledger),
      sealer: context.sealer,
      madeWith: {
        policy: context.policySha256,
        templates: templates.sha256,
        controls: controls.sha256,
        browser: browserDigest(printed),
      },
    },
    path,
  );
  const { sha256, manifestSha256, evidence } = written;
  const deliveries = await attachToRecord(context, incident, written, actor);
  return { path, sha256, version, manifestSha256, evidence, deliveries };
}

const sealedWith = (sealer: Sealer | null): SealedWith => ({
  certificate: (sealer?.certified ?? null) !== null,
  key: (sealer?.signingKey ?? null) !== null,
  timestamp: (sealer?.timestamp ?? null) !== null,
});
