import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printPdf } from '../documents/pdf.ts';
import { renderRca } from '../documents/rca.ts';
import { sha256Hex } from '../domain/canonical.ts';
import { messageOf, outsideError } from '../domain/errors.ts';
import { finalizePdf } from '../pack/pdfa/finalize.ts';
import { caseOf } from './case.ts';
import { act, type Context } from './context.ts';
import type { RenderedDocument } from './use-cases.ts';

/** Renders the RCA in its three forms and records their digests. */
export async function draft(
  context: Context,
  incident: string,
  outDir: string,
  actor: string,
): Promise<readonly RenderedDocument[]> {
  const { caseFile } = await caseOf(context, incident);
  const { markdown, html } = renderRca(caseFile, await context.templates());
  const printed = await printPdf(html, context.browser);
  const pdf = await finalizePdf(printed, {
    title: `RCA ${caseFile.incident.id}`,
    description: `Blameless review of ${caseFile.incident.id}`,
    asOf: caseFile.asOf,
    tool: caseFile.tool,
  });
  const documents = await Promise.all([
    writeDocument(outDir, 'rca.md', 'markdown', Buffer.from(markdown)),
    writeDocument(outDir, 'rca.html', 'html', Buffer.from(html)),
    writeDocument(outDir, 'rca.pdf', 'pdf', pdf),
  ]);
  const body = { documents: documents.map(({ format, sha256 }) => ({ format, sha256 })) };
  await context.store.record(incident, 'document.rendered', body, act(context, actor));
  return documents;
}

async function writeDocument(
  dir: string,
  name: string,
  format: RenderedDocument['format'],
  bytes: Uint8Array,
): Promise<RenderedDocument> {
  const path = await writeFileWhole(dir, name, bytes);
  return { kind: 'rca', format, path, sha256: sha256Hex(bytes) };
}

/** Writes a file whole or not at all, for this account alone; returns its path. Throws `OUTPUT_UNWRITABLE`. */
export async function writeFileWhole(dir: string, name: string, bytes: Uint8Array): Promise<string> {
  const path = join(dir, name);
  try {
    await mkdir(dir, { recursive: true });
    await writeFile(`${path}.part`, bytes, { mode: 0o600 });
    // Of a part that an earlier run left.
    await chmod(`${path}.part`, 0o600);
    await rename(`${path}.part`, path);
  } catch (cause) {
    await rm(`${path}.part`, { force: true }).catch(() => undefined);
    throw outsideError(
      {
        code: 'OUTPUT_UNWRITABLE',
        message: `the document cannot be written: ${messageOf(cause)}`,
        where: path,
        mend: 'choose a folder with room that this account may write to',
      },
      cause,
    );
  }
  return path;
}
