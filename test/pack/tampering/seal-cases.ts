import { canonicalJson } from '../../../src/domain/canonical.ts';
import { unlisted } from '../../../src/pack/seal/signatures.ts';
import { type Attachments, forgeManifest, replace, resum } from '../forge.ts';
import { partOf, takeApart } from '../parts.ts';
import { sealerOf } from '../sealers.ts';
import { make, recipes, stamping } from '../vectors/good.ts';
import { attachments, parts, type Tampering, text, type World } from './tampering.ts';

const plain = (
  id: string,
  change: string,
  by: Tampering['by'],
  make: Tampering['make'],
  found: Tampering['found'],
  of = 'full',
): Tampering => ({ id, change, by, of, make, found });

const flip = (all: Attachments, name: string, at: number): void => {
  const bytes = Buffer.from(all.get(name) ?? '');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = bytes[index] === 0x41 ? 0x42 : 0x41;
  all.set(name, bytes);
};

const form = (name: string, at: number): Tampering =>
  plain(
    `seal-${name.replace('SHA256SUMS.', '').replace('.dsse.json', '')}`,
    `a character of ${name}`,
    'forger',
    attachments((all) => flip(all, name, at)),
    { 'seal.sums': `${name} is not valid` },
    'key',
  );

/** What a pack has without its seal by a key. */
const stripKey = (all: Attachments): void => {
  for (const name of unlisted) if (name !== 'SHA256SUMS') all.delete(name);
  all.delete('checkpoint.vkey');
  replace(all, 'checkpoint', /\n\n[\s\S]*$/, '\n');
  resum(all);
};

const contentsOf = (pack: Buffer): string => takeApart(pack).signature?.contents ?? '';
const otherSigner = ({ good }: World): Buffer => good.get('by-attacker')?.pack ?? Buffer.alloc(0);

/** Everything once more, with an attacker's keys. */
const resealed = async ({ keys }: World): Promise<Buffer> => {
  const { key, pem: certificate } = keys.attacker;
  const sealer = await stamping(
    sealerOf({ key, certificate, signingKey: keys.attackerSigning.key }),
    keys.authority,
  );
  return (await make({ ...recipes['full'], about: '', sealer: async () => sealer }, keys)).pack;
};

export const sealCases: readonly Tampering[] = [
  form('SHA256SUMS.sig', 10),
  form('SHA256SUMS.minisig', 60),
  form('SHA256SUMS.sshsig', 60),
  form('attestation.dsse.json', 40),
  plain(
    'seal-minisign-comment',
    'the trusted comment of SHA256SUMS.minisig',
    'forger',
    attachments((all) => replace(all, 'SHA256SUMS.minisig', 'version 1', 'version 2')),
    { 'seal.sums': 'SHA256SUMS.minisig is not valid' },
    'key',
  ),
  plain(
    'seal-form-removed',
    'one of the signatures over SHA256SUMS taken away',
    'forger',
    attachments((all) => all.delete('SHA256SUMS.sshsig')),
    { 'seal.sums': 'SHA256SUMS.sshsig is missing' },
    'key',
  ),
  plain(
    'seal-of-another-key',
    'a signature over SHA256SUMS replaced by another key’s',
    'attacker',
    attachments((all, { keys }) => {
      const other = sealerOf({ signingKey: keys.attackerSigning.key })?.signingKey;
      all.set('SHA256SUMS.sig', other?.sign(all.get('SHA256SUMS') ?? Buffer.alloc(0)) ?? Buffer.alloc(0));
    }),
    { 'seal.sums': 'SHA256SUMS.sig is not valid' },
    'key',
  ),
  plain(
    'seal-vkey',
    'the public key in the pack replaced',
    'forger',
    attachments((all, world) => {
      all.set('checkpoint.vkey', partOf(otherSigner(world), 'checkpoint.vkey'));
      resum(all);
    }),
    { 'seal.signer': 'was to seal', 'seal.checkpoint': 'the signature of checkpoint is not valid' },
    'key',
  ),
  plain(
    'seal-checkpoint',
    'the signature of the checkpoint taken away',
    'forger',
    attachments((all) => {
      replace(all, 'checkpoint', /\n\n[\s\S]*$/, '\n');
      resum(all);
    }),
    { 'seal.checkpoint': 'the signature of checkpoint is not valid' },
    'key',
  ),
  plain(
    'seal-stripped',
    'the whole seal by a key stripped, SHA256SUMS made again',
    'forger',
    attachments(stripKey),
    { 'seal.signer': 'was to seal, nobody did' },
    'key',
  ),
  {
    ...plain(
      'seal-whitewashed',
      'the whole seal by a key stripped, the manifest made again as of an unsealed pack',
      'rebuilder',
      attachments((all) => {
        stripKey(all);
        forgeManifest(all, (manifest) => ({ ...manifest, signer: null }));
      }),
      { 'seal.key': 'the pack is not signed by any Ed25519 key' },
      'key',
    ),
    asked: true,
  },
  {
    ...plain(
      'unfound-seal-whitewashed',
      'the whole seal stripped and the manifest made again, nobody asks for a signer',
      'rebuilder',
      attachments((all) => {
        stripKey(all);
        forgeManifest(all, (manifest) => ({ ...manifest, signer: null }));
      }),
      {},
      'key',
    ),
    shownBy: 'the report says "unsealed"; `--key` or `--strict` makes it a failure',
  },
  {
    ...plain(
      'resealed',
      'everything made and signed again with other keys and a certificate of the same name',
      'attacker',
      (_, world) => resealed(world),
      {
        'seal.key': 'the pack is signed by Ed25519 key',
        'seal.chain': 'does not lead to the given root',
      },
    ),
    asked: true,
  },
  {
    ...plain(
      'unfound-resealed',
      'everything made and signed again with other keys, nobody asks for a signer',
      'attacker',
      (_, world) => resealed(world),
      {},
    ),
    shownBy: 'the report says the signer is unchecked; `--key`, `--ca` or `--strict` makes it a failure',
  },
  plain(
    'sums-changed-signed',
    'SHA256SUMS made again after a change',
    'forger',
    attachments((all) => {
      replace(all, 'rca.md', 'Blocked', 'Allowed');
      resum(all);
    }),
    {
      'documents.digests': 'rca.md',
      'seal.signature': 'is not valid for it',
      'seal.sums': 'SHA256SUMS.sig is not valid',
      'seal.timestamp': 'SHA256SUMS.tsr is missing or not valid',
    },
  ),
  plain(
    'signature-stripped',
    'the signature over the document stripped',
    'forger',
    parts((pack) => {
      pack.signature = null;
    }),
    { 'seal.signature': 'the signature of the document is missing' },
  ),
  plain(
    'signature-byte',
    'a digit of a certificate within the signature',
    'anyone',
    text(/\/Contents <[0-9a-f]{400}/, (found) => `${found.slice(0, -1)}${found.endsWith('0') ? '1' : '0'}`),
    { 'seal.signature': 'is not valid for it' },
  ),
  plain(
    'signature-value',
    'a digit of the value of the signature',
    'anyone',
    // sha256WithRSAEncryption, NULL, and 256 octets
    text(
      /2a864886f70d01010b050004820100[0-9a-f]{20}/,
      (found) => `${found.slice(0, -1)}${found.endsWith('0') ? '1' : '0'}`,
    ),
    { 'seal.signature': 'is not valid for it' },
  ),
  plain(
    'signature-padding',
    'a digit of the padding behind the signature',
    'anyone',
    text(/0> >>\nendobj/, () => '1> >>\nendobj'),
    { 'seal.signature': 'is not valid for it' },
  ),
  plain(
    'signature-of-another',
    'the signature replaced by another signer’s',
    'attacker',
    parts((pack, world) => {
      if (pack.signature) pack.signature = { ...pack.signature, contents: contentsOf(otherSigner(world)) };
    }),
    { 'seal.signature': 'is not valid for it' },
  ),
  plain(
    'certificate-swapped',
    'the certificate replaced by another of the same name',
    'forger',
    attachments((all, { keys }) => {
      all.set('certificate.pem', Buffer.from(keys.attacker.pem));
      resum(all);
    }),
    { 'seal.signer': 'was to seal', 'seal.signature': 'is not valid for it and certificate.pem' },
  ),
  plain(
    'certificate-removed',
    'the certificate taken away',
    'forger',
    attachments((all) => {
      all.delete('certificate.pem');
      resum(all);
    }),
    { 'seal.signer': 'was to seal', 'seal.signature': 'is not valid for it and certificate.pem' },
  ),
  plain(
    'byte-range',
    'the ByteRange of the signature moved',
    'anyone',
    text(/\/ByteRange \[ 0 (\d)/, (found) => `${found.slice(0, -1)}9`),
    { 'pack.structure': 'format 1 writes something else' },
  ),
  plain(
    'signing-time',
    'the time that the signer states',
    'anyone',
    text(/\/M \(D:2026/, () => '/M (D:2025'),
    { 'seal.signature': 'is not valid for it', 'pack.structure': 'bytes outside of the attachments' },
  ),
  plain(
    'timestamp-removed',
    'the timestamp over SHA256SUMS taken away',
    'forger',
    attachments((all) => all.delete('SHA256SUMS.tsr')),
    { 'seal.signer': 'with a timestamp was to seal' },
  ),
  plain(
    'timestamp-swapped',
    'the timestamp over SHA256SUMS replaced by another pack’s',
    'forger',
    attachments((all, world) => all.set('SHA256SUMS.tsr', partOf(otherSigner(world), 'SHA256SUMS.tsr'))),
    { 'seal.timestamp': 'SHA256SUMS.tsr is missing or not valid' },
  ),
  plain(
    'timestamp-time',
    'the time within the timestamp over SHA256SUMS',
    'forger',
    attachments((all) => {
      const bytes = Buffer.from(all.get('SHA256SUMS.tsr') ?? '');
      bytes.write('2025', bytes.indexOf('20260203040507Z'));
      all.set('SHA256SUMS.tsr', bytes);
    }),
    { 'seal.timestamp': 'SHA256SUMS.tsr is missing or not valid' },
  ),
  plain(
    'attestation-predicate',
    'what the attestation says of the pack, its digests kept',
    'forger',
    attachments((all) => {
      const envelope = JSON.parse(String(all.get('attestation.dsse.json'))) as { payload: string };
      const statement = Buffer.from(envelope.payload, 'base64')
        .toString()
        .replace('"version":1', '"version":2');
      const payload = Buffer.from(statement).toString('base64');
      all.set('attestation.dsse.json', Buffer.from(`${canonicalJson({ ...envelope, payload })}\n`));
    }),
    { 'seal.sums': 'attestation.dsse.json is not valid' },
    'key',
  ),
  {
    ...plain(
      'unfound-remade',
      'everything made again with other evidence, unsealed',
      'rebuilder',
      (_, { good }) => good.get('other')?.pack ?? Buffer.alloc(0),
      {},
      'unsealed',
    ),
    shownBy: 'a seal; a copy of the pack or its SHA-256 from before; `rca verify --store`',
  },
];
