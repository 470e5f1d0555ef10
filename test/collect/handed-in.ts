import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { requireRecords } from '../../src/collect/import-file.ts';
import { type ObservedFile, observeFile } from '../../src/collect/observe-file.ts';
import { createRedactor } from '../../src/collect/redact/redactor.ts';
import { RcaError, tell } from '../../src/domain/errors.ts';
import type { FormatId } from '../../src/domain/formats.ts';
import type { Observation } from '../../src/domain/observation.ts';

const redactor = createRedactor({
  masterKey: Buffer.alloc(32, 7),
  incident: 'INC-2026-0001',
  ipAddresses: 'keep',
});

/** What a file says when it is handed in, or in which words it is refused. */
export type HandedIn =
  | { readonly observations: readonly Observation[]; readonly summary: ObservedFile }
  | { readonly refusal: string };

/** Reads a file as `rca import` does, up to the store. */
export async function handedIn(file: URL, format: FormatId | null = null): Promise<HandedIn> {
  return handedInBytes(createReadStream(file), basename(file.pathname), format);
}

export async function handedInBytes(
  bytes: AsyncIterable<Uint8Array>,
  name: string,
  format: FormatId | null = null,
): Promise<HandedIn> {
  const observations: Observation[] = [];
  try {
    const summary = await observeFile(
      { name, bytes, format },
      '2026-03-02T12:00:00.000Z',
      redactor,
      async (observation) => {
        observations.push(observation);
      },
    );
    requireRecords(name, summary.format, summary);
    return { observations, summary };
  } catch (error) {
    if (!(error instanceof RcaError)) throw error;
    return { refusal: tell(error) };
  }
}
