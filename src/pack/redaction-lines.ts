import { readFile } from 'node:fs/promises';
import { sha256Hex } from '../domain/canonical.ts';
import type { CommitmentList } from '../domain/evidence-item.ts';
import { redactionToken } from '../domain/redaction-token.ts';
import type { PackInput } from './input.ts';
import type { RedactionLine } from './redactions.ts';
import { damaged } from './update-writer.ts';

const classOf = (token: string): string => token.slice(1, token.lastIndexOf(':'));

/** Each token that stands in the pages, in order, with the commitment that its item kept. */
export async function redactionLines(
  { caseFile, pagePath }: Pick<PackInput, 'caseFile' | 'pagePath'>,
  counts: ReadonlyMap<string, number>,
): Promise<readonly RedactionLine[]> {
  const commitments = new Map<string, string>();
  for (const { item } of caseFile.items) {
    for (const list of item.commitments ?? []) {
      for (const line of linesOf(await readList(list, await pagePath(list.sha256)))) {
        const [tokenClass = '', commitment = ''] = line.split(' ');
        const token = redactionToken(tokenClass, Buffer.from(commitment, 'hex'));
        if (counts.has(token)) commitments.set(token, commitment);
      }
    }
  }
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([token, count]) => ({
      class: classOf(token),
      commitment: commitments.get(token) ?? null,
      count,
      token,
    }));
}

const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1);

async function readList({ sha256 }: CommitmentList, path: string): Promise<string> {
  const bytes = await readFile(path);
  if (sha256Hex(bytes) !== sha256) throw damaged(sha256);
  return bytes.toString('latin1');
}
