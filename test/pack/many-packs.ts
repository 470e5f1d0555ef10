import { generateKeyPairSync } from 'node:crypto';
import { appendFile, copyFile, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { finalizePdf } from '../../src/pack/pdfa/finalize.ts';
import { writePack } from '../../src/pack/write-pack.ts';
import { forge, forgeItem, forgeLedger, forgeManifest, replace } from './forge.ts';
import { holder, timestampAuthority } from './pki.ts';
import { META, printedPdf, sample } from './sample.ts';
import { SEALED_AT_MS, sealerOf } from './sealers.ts';

export interface ManyPacks {
  readonly folder: string;
  /** Files by what was done to the pack in them. */
  readonly packs: ReadonlyMap<string, string>;
  /** PEM files: what sealed, and what did not. */
  readonly key: string;
  readonly ca: string;
  readonly otherKey: string;
  readonly otherCa: string;
  /** Private halves of `key` and `otherKey`, PEM. */
  readonly signingKey: string;
  readonly otherSigningKey: string;
  /** Lines of the ledger of each good pack. */
  readonly ledger: readonly string[];
  readonly origin: string;
}

/** Good packs and bad ones, each with what is needed to check it, for verifiers that should agree. */
export async function manyPacks(t: TestContext): Promise<ManyPacks> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-many-packs-'));
  const made = await sample();
  t.after(() => Promise.all([folder, made.folder].map((path) => rm(path, { recursive: true }))));
  const basePdf = await finalizePdf(await printedPdf(), META, { signatureField: true });
  const root = await holder('Test root', { authority: true });
  const stranger = await holder('Another root', { authority: true });
  const authority = await holder('Timestamps', { issuer: root, timestamps: true });
  const { url: timestampUrl } = await timestampAuthority(t, authority, new Date(SEALED_AT_MS + 1_000));
  const [own, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const signingKey = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const packs = new Map<string, string>();
  const place = (name: string): string => {
    const file = join(folder, `${name}.pdf`);
    packs.set(name, file);
    return file;
  };
  const unsealed = place('unsealed');
  await writePack(made.input, unsealed);
  for (const kind of ['ec', 'rsa'] as const) {
    const signer = await holder(`Pack signer, ${kind} "quoted"`, { issuer: root, kind });
    const certified = { key: signer.keyPem, certificate: `${signer.pem}${root.pem}` };
    const sealer = sealerOf({ ...certified, signingKey, timestampUrl });
    await writePack({ ...made.input, basePdf, sealer }, place(`sealed-${kind}`));
  }
  await writePack({ ...made.input, sealer: sealerOf({ signingKey }) }, place('sealed-by-key'));
  const sealed = join(folder, 'sealed-ec.pdf');

  await copyFile(sealed, place('appended'));
  await appendFile(join(folder, 'appended.pdf'), 'more\n');
  const bytes = await readFile(sealed);
  const at = (text: string): number => bytes.lastIndexOf(text);
  await flip(sealed, place('page-changed'), 2_000);
  await flip(sealed, place('evidence-changed'), at('"COUNT"') + 1);
  const signature = at('/Contents <');
  await flip(sealed, place('signature-changed'), signature + 400);
  const padding = bytes.indexOf('0'.repeat(200), signature);
  await flip(sealed, place('document-timestamp-changed'), padding - 8);
  await flip(sealed, place('padding-changed'), padding + 100);
  await flip(sealed, place('description-changed'), at('/Desc (Evidence') + 8);
  await writeFile(place('cut-short'), bytes.subarray(0, -200));
  await forge(unsealed, place('attachment-added'), (files) => files.set('extra.txt', Buffer.from('x')));
  await forge(unsealed, place('manifest-forged'), (files) =>
    forgeManifest(files, (manifest) => ({ ...manifest, incident: 'INC-2026-0666 \u202e<b>' })),
  );
  await forge(unsealed, place('item-forged'), (files) =>
    forgeItem(files, 'E-0001', (item) => ({ ...item, records: item.records + 1 })),
  );
  await forge(unsealed, place('ledger-forged'), (files) =>
    forgeLedger(files, (entries) => entries.slice(0, -1)),
  );
  await forge(unsealed, place('ledger-line-changed'), (files) =>
    replace(files, 'ledger.ndjson', 'cli:test', 'cli:best'),
  );
  await forge(join(folder, 'sealed-by-key.pdf'), place('sums-forged'), (files) =>
    forgeManifest(files, (manifest) => ({ ...manifest, asOf: '2026-01-28T12:00:00.000Z' })),
  );

  const pem = async (name: string, text: string | Buffer): Promise<string> => {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  };
  const publicHalf = (pair: typeof own) => pair.publicKey.export({ type: 'spki', format: 'pem' });
  return {
    folder,
    packs,
    key: await pem('PUB.pem', publicHalf(own)),
    ca: await pem('ROOT.pem', root.pem),
    otherKey: await pem('OTHER-PUB.pem', publicHalf(other)),
    otherCa: await pem('OTHER-ROOT.pem', stranger.pem),
    signingKey,
    otherSigningKey: other.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ledger: made.input.ledger,
    origin: made.input.origin,
  };
}

/** Copies a file with one byte of it changed. */
async function flip(from: string, to: string, position: number): Promise<void> {
  await copyFile(from, to);
  await using handle = await open(to, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, position);
  await handle.write(Uint8Array.of((byte[0] ?? 0) ^ 1), 0, 1, position);
}
