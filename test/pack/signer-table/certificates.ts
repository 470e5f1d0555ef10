import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { opensslIn } from '../openssl-pki.ts';

/** One certificate of the table's own PKI. */
interface Wanted {
  readonly subject?: string;
  readonly key?: keyof typeof KEYS;
  /** Whose key signs; itself by default. */
  readonly by?: string;
  /** Whose key and subject it has: another certificate for the same holder. */
  readonly as?: string;
  /** Lines of an openssl extension section; null: version 1, without any. */
  readonly extensions: readonly string[] | null;
  readonly digest?: 'sha1' | 'sha256' | 'sha384' | 'sha512';
  readonly pss?: true;
  readonly days?: number;
}

const KEYS = {
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  p521: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  secp256k1: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  ed25519: ['-algorithm', 'ED25519'],
  rsa512: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:512'],
  rsa1024: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:1024'],
  rsa2048: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  rsa3072: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:3072'],
} as const;

const CA = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
const NO_CA = 'basicConstraints=critical,CA:FALSE';
const SIGNS = [NO_CA, 'keyUsage=critical,digitalSignature,nonRepudiation'];
const DOCUMENTS = 'extendedKeyUsage=1.3.6.1.5.5.7.3.36';
const STAMPS = [...SIGNS, 'extendedKeyUsage=critical,timeStamping'];
const signer = (...more: readonly string[]) => ({ by: 'root', extensions: [...SIGNS, ...more] });
const only = (...extensions: readonly string[]) => ({ by: 'root', extensions });
const ca = (by: string, ...more: readonly string[]) => ({ by, extensions: [...CA, ...more] });
const under = (by: string, ...more: readonly string[]) => ({ by, extensions: [...SIGNS, ...more] });

/** By name, issuers before those that they issue. */
export const certificates: Readonly<Record<string, Wanted>> = {
  root: { extensions: CA, days: 10_000 },
  stranger: { subject: '/O=Example/CN=root', extensions: CA },
  plain: signer(),
  'signature-only': only(NO_CA, 'keyUsage=critical,digitalSignature'),
  'commitment-only': only(NO_CA, 'keyUsage=critical,nonRepudiation'),
  'no-key-usage': only(NO_CA),
  'version-1': { by: 'root', extensions: null },
  documents: signer(DOCUMENTS),
  'documents-critical': signer('extendedKeyUsage=critical,1.3.6.1.5.5.7.3.36'),
  mail: signer('extendedKeyUsage=emailProtection'),
  'microsoft-documents': signer('extendedKeyUsage=1.3.6.1.4.1.311.10.3.12'),
  'adobe-documents': signer('extendedKeyUsage=1.2.840.113583.1.1.5'),
  'server-and-documents': signer('extendedKeyUsage=serverAuth,1.3.6.1.5.5.7.3.36'),
  'any-purpose': signer('extendedKeyUsage=anyExtendedKeyUsage'),
  server: signer('extendedKeyUsage=serverAuth'),
  'server-critical': signer('extendedKeyUsage=critical,serverAuth'),
  'server-client': signer('extendedKeyUsage=serverAuth,clientAuth'),
  code: signer('extendedKeyUsage=codeSigning'),
  'time-only': signer('extendedKeyUsage=critical,timeStamping'),
  encipherment: only(NO_CA, 'keyUsage=critical,keyEncipherment'),
  agreement: only(NO_CA, 'keyUsage=critical,keyAgreement'),
  'is-authority': only('basicConstraints=critical,CA:TRUE', 'keyUsage=critical,digitalSignature,keyCertSign'),
  'unknown-critical': signer('1.3.6.1.4.1.99999.1=critical,ASN1:NULL'),
  'unknown-harmless': signer('1.3.6.1.4.1.99999.1=ASN1:NULL'),
  'policy-constraints': {
    by: 'root',
    extensions: [...CA, 'policyConstraints=critical,requireExplicitPolicy:0'],
  },
  'under-policy-constraints': under('policy-constraints'),
  rsa512: { ...signer(), key: 'rsa512' },
  rsa1024: { ...signer(), key: 'rsa1024' },
  rsa2048: { ...signer(), key: 'rsa2048' },
  rsa3072: { ...signer(), key: 'rsa3072' },
  p384: { ...signer(), key: 'p384' },
  p521: { ...signer(), key: 'p521' },
  ed25519: { ...signer(), key: 'ed25519' },
  secp256k1: { ...signer(), key: 'secp256k1' },
  'by-sha1': { ...signer(), digest: 'sha1' },
  'by-sha384': { ...signer(), digest: 'sha384' },
  between: ca('root'),
  'under-between': under('between'),
  'no-authority': under('root'),
  'under-no-authority': under('no-authority'),
  'may-not-issue': only('basicConstraints=critical,CA:TRUE', 'keyUsage=critical,cRLSign'),
  'under-may-not-issue': under('may-not-issue'),
  'length-0': only('basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign'),
  'under-length-0': under('length-0'),
  'second-authority': ca('length-0'),
  'too-deep': under('second-authority'),
  'servers-only': ca('root', 'extendedKeyUsage=serverAuth'),
  'under-servers-only': under('servers-only'),
  'weak-authority': { ...ca('root'), key: 'rsa1024' },
  'under-weak-authority': under('weak-authority'),
  'sha1-authority': { ...ca('root'), digest: 'sha1' },
  'under-sha1-authority': under('sha1-authority'),
  'short-authority': { ...ca('root'), days: 365 },
  'under-short-authority': under('short-authority'),
  'ed25519-authority': { ...ca('root'), key: 'ed25519' },
  'under-ed25519': under('ed25519-authority'),
  'rsa-authority': { ...ca('root'), key: 'rsa2048' },
  'under-pss': { ...under('rsa-authority'), pss: true },
  'names-example': ca('root', 'nameConstraints=critical,permitted;dirName:example'),
  'inside-names': under('names-example'),
  'outside-names': { ...under('names-example'), subject: '/O=Elsewhere/CN=outside-names' },
  'mail-example': ca('root', 'nameConstraints=critical,permitted;email:example.com'),
  'inside-mail': under('mail-example', 'subjectAltName=email:packs@example.com'),
  'outside-mail': under('mail-example', 'subjectAltName=email:packs@example.org'),
  'no-hosts': ca('root', 'nameConstraints=critical,excluded;DNS:example.com'),
  'excluded-host': under('no-hosts', 'subjectAltName=DNS:packs.example.com'),
  'addresses-only': ca('root', 'nameConstraints=critical,permitted;IP:192.0.2.0/255.255.255.0'),
  'with-address': under('addresses-only', 'subjectAltName=IP:192.0.2.7'),
  'one-of-two': ca('root'),
  'two-of-two': ca('one-of-two'),
  'one-again': { ...ca('two-of-two'), as: 'one-of-two' },
  'in-a-loop': under('one-of-two'),
  alone: { extensions: SIGNS },
  'alone-authority': { extensions: [...CA.slice(0, 1), 'keyUsage=critical,digitalSignature,keyCertSign'] },
  'root-version-1': { extensions: null },
  'under-version-1': under('root-version-1'),
  'of-a-stranger': under('stranger'),
  stamper: { ...only(...STAMPS), key: 'rsa2048' },
  'stamper-mixed': {
    ...only(...SIGNS, 'extendedKeyUsage=critical,timeStamping,emailProtection'),
    key: 'rsa2048',
  },
  'stamper-not-critical': { ...only(...SIGNS, 'extendedKeyUsage=timeStamping'), key: 'rsa2048' },
  'stamper-no-purpose': { ...only(...SIGNS), key: 'rsa2048' },
  'stamper-weak': { ...only(...STAMPS), key: 'rsa1024' },
  'stamper-stranger': { by: 'stranger', extensions: STAMPS, key: 'rsa2048' },
  'stamper-sha1': { ...only(...STAMPS), key: 'rsa2048', digest: 'sha1' },
  'stamper-encipherment': {
    ...only(NO_CA, 'keyUsage=critical,keyEncipherment', 'extendedKeyUsage=critical,timeStamping'),
    key: 'rsa2048',
  },
};

/** Makes them with openssl: `NAME.pem` in the folder, keys in its folder `keys`. */
export async function makeCertificates(folder: string): Promise<void> {
  const openssl = opensslIn(folder);
  await mkdir(join(folder, 'keys'), { recursive: true });
  let serial = 1;
  for (const [name, wanted] of Object.entries(certificates)) {
    const { key = 'p256', extensions, digest = 'sha256', days = 9_000, by, as, pss } = wanted;
    const holder = as ?? name;
    const subject = certificates[holder]?.subject ?? `/O=Example/CN=${holder}`;
    if (as === undefined) openssl('genpkey', ...KEYS[key], '-out', `keys/${name}.key`);
    const request = [
      'req',
      '-new',
      '-key',
      `keys/${holder}.key`,
      '-subj',
      subject,
      '-out',
      `keys/${name}.csr`,
    ];
    openssl(...request, ...(key === 'rsa512' ? ['-sha1'] : []));
    const asked = ['-req', '-in', `keys/${name}.csr`, '-out', `${name}.pem`, '-days', String(days)];
    serial += 1;
    const signing =
      by === undefined
        ? ['-key', `keys/${holder}.key`]
        : ['-CA', `${by}.pem`, '-CAkey', `keys/${by}.key`, '-set_serial', String(serial)];
    await writeFile(join(folder, 'keys/extensions'), sectionOf(extensions ?? []));
    const extended = extensions === null ? [] : ['-extfile', 'keys/extensions'];
    const padding = pss ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'] : [];
    const isEdwards = (by === undefined ? key : certificates[by]?.key) === 'ed25519';
    openssl('x509', ...asked, ...signing, ...extended, ...(isEdwards ? [] : [`-${digest}`]), ...padding);
  }
}

const sectionOf = (extensions: readonly string[]): string =>
  `${extensions.join('\n')}\n[example]\nO=Example\n`;

export const pemOf = (folder: string, name: string): Promise<string> =>
  readFile(join(folder, `${name}.pem`), 'utf8');
