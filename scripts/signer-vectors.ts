import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCertificates } from '../test/pack/signer-table/certificates.ts';
import { makeTokens } from '../test/pack/signer-table/tokens.ts';

/** Makes the certificates and timestamps of the signers' table anew, with new keys that are thrown away. */
const folder = fileURLToPath(new URL('../test/vectors/signers/', import.meta.url));
await rm(folder, { recursive: true, force: true });
await makeCertificates(folder);
await makeTokens(folder);
await rm(join(folder, 'keys'), { recursive: true });
