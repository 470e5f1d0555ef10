import { RcaError } from '../../src/domain/errors.ts';
import type { Redacted } from '../../src/domain/redacted.ts';
import { createFolderBlobs } from '../../src/evidence/blobs.ts';

/** Puts 1 MiB into the folder named and prints what came of it. */
const [directory = ''] = process.argv.slice(2);
const said = await createFolderBlobs(directory)
  .put(new Uint8Array(1_048_576) as Redacted<Uint8Array>)
  .catch((cause: unknown) =>
    cause instanceof RcaError ? { code: cause.code, fault: cause.fault } : { unexpected: String(cause) },
  );
process.stdout.write(JSON.stringify(said));
