import { canonicalJson, sha256Hex } from '../../src/domain/canonical.ts';
import { type Attachments, forgeManifest } from '../pack/forge.ts';

/** Puts other bytes in the place of a document, and makes manifest and SHA256SUMS agree. */
export function forgeDocument(attachments: Attachments, name: string, bytes: Buffer): void {
  const before = [...attachments];
  const isThere = attachments.has(name);
  attachments.clear();
  for (const [other, kept] of before) {
    // Documents stand behind the evidence, and a new one behind them.
    if (!isThere && other === 'redactions.ndjson') attachments.set(name, bytes);
    attachments.set(other, other === name ? bytes : kept);
  }
  forgeManifest(attachments, (manifest) => {
    const described = {
      file: name,
      mediaType: 'application/json',
      sha256: sha256Hex(bytes),
      sizeBytes: bytes.length,
    };
    const documents = manifest.documents.map((one) =>
      one.file === name ? { ...described, mediaType: one.mediaType } : one,
    );
    return { ...manifest, documents: isThere ? documents : [...documents, described] };
  });
}

export function forgeText(attachments: Attachments, name: string, from: string | RegExp, to: string): void {
  const before = String(attachments.get(name));
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${name} does not hold ${from}`);
  forgeDocument(attachments, name, Buffer.from(after));
}

type Json = Record<string, unknown>;

/** Changes a JSON document and writes it as canonical JSON. */
export function forgeJson(attachments: Attachments, name: string, change: (value: never) => unknown): void {
  const value = JSON.parse(String(attachments.get(name))) as never;
  forgeDocument(attachments, name, Buffer.from(canonicalJson(change(value))));
}

/** Changes the first element of a list within a JSON document that a condition holds for. */
export const forgeFirst = (
  attachments: Attachments,
  name: string,
  list: string,
  change: (element: never) => unknown,
): void =>
  forgeJson(attachments, name, (value: Json) => {
    const [first, ...others] = value[list] as never[];
    return { ...value, [list]: [change(first as never), ...others].filter((one) => one !== undefined) };
  });
