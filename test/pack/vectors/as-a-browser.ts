import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { checkPack } from '../../../src/pack/check-pack.ts';
import { readGivenCheckpoint } from '../../../src/pack/given-checkpoint.ts';
import type { Expected } from './expected.ts';

// Started with `--conditions=browser`: what the page has of cryptography and inflating judges the vectors.
const at = (path: string): URL => new URL(`../../vectors/${path}`, import.meta.url);
const { judgedAt, vectors } = JSON.parse(await readFile(at('expected.json'), 'utf8')) as {
  judgedAt: string;
  vectors: readonly Expected[];
};
const textOf = (path: string | undefined): Promise<string> | null =>
  path === undefined ? null : readFile(at(path), 'utf8');

const verdicts: Record<string, unknown> = {};
for (const { file, options } of vectors) {
  const pack = await readFile(at(file));
  const checkpoint = await textOf(options.checkpoint);
  const source = {
    file: {
      read: async (buffer: Buffer, offset: number, lengthBytes: number, fromByte: number) => ({
        bytesRead: pack.copy(buffer, offset, fromByte, fromByte + lengthBytes),
      }),
    },
    sizeBytes: pack.length,
    name: file,
    beside: {
      place: `${file}.evidence`,
      find: async (sha256: string) => {
        const lies = at(`${file}.evidence/${sha256}`);
        if (!existsSync(lies)) return undefined;
        const bytes = await readFile(lies);
        return {
          sizeBytes: bytes.length,
          digest: async () => createHash('sha256').update(bytes).digest('hex'),
        };
      },
    },
  };
  const { report } = await checkPack(source, {
    nowMs: Date.parse(judgedAt),
    key: await textOf(options.key),
    ca: await textOf(options.ca),
    checkpoints: checkpoint === null ? [] : [readGivenCheckpoint('CHECKPOINT', checkpoint)],
  });
  const failing = report.checks.filter(({ ok }) => ok === false).map(({ check, detail }) => [check, detail]);
  verdicts[file] = {
    ok: report.ok,
    intact: report.intact,
    signer: report.signer,
    failing: Object.fromEntries(failing),
  };
}
process.stdout.write(JSON.stringify(verdicts));
