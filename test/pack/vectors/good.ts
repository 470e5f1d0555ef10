import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';
import { sha256Hex } from '../../../src/domain/canonical.ts';
import type { EvidenceItem } from '../../../src/domain/evidence-item.ts';
import { redactionToken } from '../../../src/domain/redaction-token.ts';
import { finalizePdf } from '../../../src/pack/pdfa/finalize.ts';
import { der, TAG } from '../../../src/pack/seal/der.ts';
import type { Sealer } from '../../../src/pack/seal/sealer.ts';
import { writePack } from '../../../src/pack/write-pack.ts';
import { tokenFor } from '../pki.ts';
import { META, type SampleItem, sampleOf } from '../sample.ts';
import { SEALED_AT_MS, sealerOf } from '../sealers.ts';
import { authorityOf, type Pair, type TestKeys } from './test-keys.ts';
import { tinyPdf } from './tiny-pdf.ts';

/** A pack and what lies beside it, by name. */
export interface Vector {
  readonly pack: Buffer;
  readonly beside: ReadonlyMap<string, Buffer>;
}

export interface Recipe {
  readonly about: string;
  readonly texts?: readonly string[];
  readonly items?: readonly SampleItem<Buffer>[];
  readonly sealer?: (keys: TestKeys) => Promise<Sealer | null>;
  readonly attachedBytesMax?: number;
  /** Whether the ledger was begun before installations had names. */
  readonly unnamed?: true;
}

const commitment = sha256Hex('a value that was redacted');
const email = redactionToken('email', Buffer.from(commitment, 'hex'));
const ndjson = 'application/x-ndjson';
const commitments = Buffer.from(`email ${commitment}\n`);

const TRUNCATED: SampleItem<Buffer> = {
  mediaType: ndjson,
  pages: [Buffer.from('{"action":"BLOCK"}\n{"action":"ALLOW"}\n'), Buffer.from('{"action":"COUNT"}\n')],
  describe: (item) => ({ ...item, coverage: { state: 'truncated', why: 'rows', limit: 4 } }),
};
const COMPLETE: SampleItem<Buffer> = {
  mediaType: 'application/json',
  pages: [Buffer.from('{"status":"success"}')],
};
const REDACTED: SampleItem<Buffer> = {
  mediaType: ndjson,
  pages: [Buffer.from(`{"user":"${email}"}\n{"user":"[email:AAAAAAAAAA]"}\n`)],
  describe: (item): EvidenceItem => ({
    ...item,
    redactions: { email: 1 },
    commitments: [{ sha256: sha256Hex(commitments), sizeBytes: commitments.length, commitments: 1 }],
  }),
};

const signed = (keys: TestKeys) => ({ signingKey: keys.signing.key });
const certified = ({ key, pem }: Pair) => ({ key, certificate: pem });

/** With timestamps by the authority of the vectors. */
export async function stamping(sealer: Sealer | null, authority: Pair): Promise<Sealer | null> {
  if (sealer === null) return null;
  const own = await authorityOf(authority);
  return {
    ...sealer,
    name: `${sealer.name}, with a timestamp`,
    async timestamp(data) {
      const messageImprint = new pkijs.MessageImprint({
        hashAlgorithm: new pkijs.AlgorithmIdentifier({ algorithmId: '2.16.840.1.101.3.4.2.1' }),
        hashedMessage: new asn1.OctetString({
          valueHex: Uint8Array.from(createHash('sha256').update(data).digest()).buffer,
        }),
      });
      const token = await tokenFor({ messageImprint }, own, new Date(SEALED_AT_MS + 1_000), 1);
      const status = der(TAG.sequence, der(TAG.integer, Buffer.of(0)));
      const clock = { offsetMs: 0, uncertaintyMs: 0 };
      return { token, response: der(TAG.sequence, status, token), clock };
    },
  };
}

/** By name; the first three are what the bad packs are made from. */
export const recipes: Readonly<Record<string, Recipe>> = {
  unsealed: { about: 'no key: nothing is signed' },
  key: {
    about: 'checkpoint and SHA256SUMS signed by an Ed25519 key',
    sealer: async (keys) => sealerOf(signed(keys)),
  },
  full: {
    about: 'Ed25519 key, PAdES B-T signature, timestamps',
    sealer: (keys) => stamping(sealerOf({ ...signed(keys), ...certified(keys.signer) }), keys.authority),
  },
  'pades-b-b': {
    about: 'PAdES B-B signature alone',
    sealer: async (keys) => sealerOf(certified(keys.signer)),
  },
  'pades-b-t': {
    about: 'PAdES B-T signature and a timestamp over SHA256SUMS',
    sealer: (keys) => stamping(sealerOf(certified(keys.signer)), keys.authority),
  },
  beside: { about: 'evidence beside the pack', attachedBytesMax: 40 },
  redactions: {
    about: 'a redaction with its commitment, and text that only looks like one',
    items: [REDACTED],
  },
  'key-redactions': {
    about: 'the same, signed by an Ed25519 key',
    items: [REDACTED],
    sealer: async (keys) => sealerOf(signed(keys)),
  },
  'many-pages': {
    about: '60 pages of a document, 40 pages of evidence, one of them over 262,144 bytes',
    texts: Array.from({ length: 60 }, (_, index) => `Page ${index + 1}`),
    items: [
      {
        mediaType: 'text/plain',
        pages: [
          ...Array.from({ length: 39 }, (_, index) => Buffer.from(`line ${index + 1}\n`)),
          Buffer.from('a line that stands here often\n'.repeat(9_000)),
        ],
      },
      COMPLETE,
    ],
  },
  empty: { about: 'no evidence at all', items: [] },
  unnamed: { about: 'a ledger that does not name its installation, as older ones do', unnamed: true },
};

/** Makes a pack of the sample's case. */
export async function make(
  {
    texts = ['Evidence pack: the service was attacked'],
    items = [TRUNCATED, COMPLETE],
    sealer,
    attachedBytesMax,
    unnamed,
  }: Recipe,
  keys: TestKeys,
): Promise<Vector> {
  const made = await (unnamed ? sampleOf(items, null) : sampleOf(items));
  const folder = await mkdtemp(join(tmpdir(), 'rca-vector-'));
  try {
    await writeFile(join(made.folder, sha256Hex(commitments)), commitments);
    const by = (await sealer?.(keys)) ?? null;
    const signatureField = (by?.certified ?? null) !== null;
    const basePdf = await finalizePdf(tinyPdf(texts), META, { signatureField });
    const documents =
      items.length > 0
        ? made.input.documents.filter(({ name }) => items.length > 1 || name !== 'gates.json')
        : [];
    const file = join(folder, 'pack.pdf');
    const limit = attachedBytesMax === undefined ? {} : { attachedBytesMax };
    await writePack({ ...made.input, basePdf, documents, sealer: by, ...limit }, file);
    const names = attachedBytesMax === undefined ? [] : await readdir(`${file}.evidence`);
    const beside = new Map<string, Buffer>();
    for (const name of names.toSorted()) beside.set(name, await readFile(join(`${file}.evidence`, name)));
    return { pack: await readFile(file), beside };
  } finally {
    await rm(folder, { recursive: true });
    await rm(made.folder, { recursive: true });
  }
}
