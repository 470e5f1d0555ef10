import { parseJson } from '../../domain/parse-json.ts';
import type { Manifest } from '../manifest.ts';
import type { ReadPack } from '../read-pack.ts';
import { type Check, judged } from '../report.ts';
import { utf8 } from '../utf8.ts';
import { markdownCitations } from './markdown-citations.ts';

/** Each document's text form has the digest and size that the manifest gives. */
export function checkDocuments(pack: ReadPack, manifest: Manifest): Check {
  const problems = manifest.documents
    .filter(({ file, sha256, sizeBytes }) => {
      const attachment = pack.attachments.get(file);
      return attachment?.sha256 !== sha256 || attachment.sizeBytes !== sizeBytes;
    })
    .map(({ file }) => `${file} is missing or was changed`);
  return judged('documents.digests', problems, `${manifest.documents.length} documents have their digests`);
}

/** Each evidence id that a document stands on is in the pack. */
export function checkCitations(pack: ReadPack, manifest: Manifest): Check {
  const known = new Set([...manifest.items.map(({ id }) => id), ...manifest.withdrawn]);
  const problems: string[] = [];
  const unread: string[] = [];
  let citations = 0;
  for (const { file } of manifest.documents) {
    const text = utf8(pack.attachments.get(file)?.bytes);
    if (text === undefined && CITING.test(file)) unread.push(`; ${file} was not read`);
    for (const id of text === undefined ? [] : citedIn(file, text)) {
      citations++;
      if (!known.has(id)) problems.push(`${file} cites ${id}, which is not in the pack`);
    }
  }
  const whenOk = `${citations} citations lead to evidence in the pack${unread.join('')}`;
  return judged('documents.citations', problems, whenOk);
}

const CITING = /\.(?:md|json)$/;

function citedIn(file: string, text: string): ReadonlySet<string> {
  return file.endsWith('.md') ? markdownCitations(text) : new Set(evidenceWithin(parseJson(text)));
}

/** Evidence ids in any member that is called `evidence` and is a list. */
function* evidenceWithin(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    if (key === 'evidence' && Array.isArray(member)) yield* member.filter(isEvidenceId);
    yield* evidenceWithin(member);
  }
}

const isEvidenceId = (value: unknown): value is string => typeof value === 'string' && /^E-\d+$/.test(value);
