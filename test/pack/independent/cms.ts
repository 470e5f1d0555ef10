import { createHash, verify, X509Certificate } from 'node:crypto';
import {
  type Der,
  der,
  derAt,
  INTEGER,
  membersOf,
  NULL,
  OCTETS,
  oid,
  SEQUENCE,
  SET,
  setOf,
  tagged,
  within,
} from './der.ts';

/** What a reader takes from the CMS of a document's signature; everything else it writes itself. */
export interface Taken {
  readonly value: Buffer;
  /** A token of RFC 3161 over the value. */
  readonly token: Buffer | null;
}

/** RANGE: the offset of `<`, the one behind `>`, and how many bytes follow. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly rest: number;
}

const DIGITS = 32_768;
const DATA = oid('1.2.840.113549.1.7.1');
const SIGNED_DATA = oid('1.2.840.113549.1.7.2');
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = oid('1.2.840.113549.1.9.16.2.47');
const TIMESTAMP_TOKEN = oid('1.2.840.113549.1.9.16.2.14');
const SHA256 = der(SEQUENCE, oid('2.16.840.1.101.3.4.2.1'));
const ONE = der(INTEGER, Buffer.of(1));

const sha256 = (...parts: readonly Buffer[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** The certificates in a text, in its order. */
export const certificatesIn = (pem: string): readonly X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----\n[\s\S]+?\n-----END CERTIFICATE-----\n/g) ?? []).map(
    (one) => new X509Certificate(one),
  );

/** The signature over a document; null when it is not the one way to write a valid one by the first of the certificates. */
export function documentSigned(file: Buffer, { from, to, rest }: Range, pem: string): Taken | null {
  try {
    const certificates = certificatesIn(pem);
    const [signer] = certificates;
    const contents = file.toString('latin1', from, to);
    const [, digits = ''] = /^<([0-9a-f]+)>$/.exec(contents) ?? [];
    if (signer === undefined || digits.length !== DIGITS) return null;
    const taken = takenFrom(derAt(Buffer.from(digits, 'hex')));
    const attributes = attributesOf(sha256(file.subarray(0, from), file.subarray(to, to + rest)), signer);
    const again = cmsOf(taken, attributes, certificates).toString('hex').padEnd(DIGITS, '0');
    const valid = verify('sha256', setOf(SET, attributes), signer.publicKey, taken.value);
    return again === digits && valid ? taken : null;
  } catch (cause) {
    if (cause instanceof Error) return null;
    throw cause;
  }
}

/** RFC 5652, 5.1 and 5.3: the signer's information is the last of the signed data. */
function takenFrom(contentInfo: Der): Taken {
  const signerInfo = membersOf(
    membersOf(within(contentInfo, 1, 0).content).at(-1)?.content ?? Buffer.alloc(0),
  );
  const members = membersOf(signerInfo[0]?.content ?? Buffer.alloc(0));
  const value = members.find(({ tag }) => tag === OCTETS)?.content;
  const unsigned = members.find(({ tag }) => tag === tagged(1));
  if (value === undefined) throw new RangeError('no signature');
  return { value, token: unsigned === undefined ? null : within(unsigned, 0, 1, 0).whole };
}

function attributesOf(digest: Buffer, signer: X509Certificate): readonly Buffer[] {
  const attribute = (type: Buffer, value: Buffer): Buffer => der(SEQUENCE, type, der(SET, value));
  // RFC 5035, 3: SHA-256 is the default, and stands for itself by being absent.
  const identified = der(SEQUENCE, der(OCTETS, sha256(signer.raw)));
  return [
    attribute(CONTENT_TYPE, DATA),
    attribute(MESSAGE_DIGEST, der(OCTETS, digest)),
    attribute(SIGNING_CERTIFICATE_V2, der(SEQUENCE, der(SEQUENCE, identified))),
  ];
}

function cmsOf(
  { value, token }: Taken,
  attributes: readonly Buffer[],
  certificates: readonly X509Certificate[],
): Buffer {
  const [signer] = certificates as readonly [X509Certificate, ...X509Certificate[]];
  const algorithm =
    signer.publicKey.asymmetricKeyType === 'rsa'
      ? der(SEQUENCE, oid('1.2.840.113549.1.1.11'), der(NULL))
      : der(SEQUENCE, oid('1.2.840.10045.4.3.2'));
  const { issuer, serial } = identityOf(signer.raw);
  const signerInfo = der(
    SEQUENCE,
    ONE,
    der(SEQUENCE, issuer, serial),
    SHA256,
    setOf(tagged(0), attributes),
    algorithm,
    der(OCTETS, value),
    ...(token === null ? [] : [der(tagged(1), der(SEQUENCE, TIMESTAMP_TOKEN, der(SET, token)))]),
  );
  const signedData = der(
    SEQUENCE,
    ONE,
    der(SET, SHA256),
    der(SEQUENCE, DATA),
    setOf(
      tagged(0),
      certificates.map(({ raw }) => raw),
    ),
    der(SET, signerInfo),
  );
  return der(SEQUENCE, SIGNED_DATA, der(tagged(0), signedData));
}

/** RFC 5280, 4.1: the version may be absent before the serial number; algorithm and issuer follow. */
export function identityOf(certificate: Buffer): { readonly issuer: Buffer; readonly serial: Buffer } {
  const members = membersOf(within(derAt(certificate), 0).content);
  const at = members.findIndex(({ tag }) => tag === INTEGER);
  const [serial, issuer] = [members[at], members[at + 2]];
  if (serial === undefined || issuer === undefined) throw new RangeError('no certificate');
  return { issuer: issuer.whole, serial: serial.whole };
}
