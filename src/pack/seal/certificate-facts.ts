import { BitString, fromBER, ObjectIdentifier } from 'asn1js';
import {
  AltName,
  BasicConstraints,
  Certificate,
  ExtKeyUsage,
  type GeneralName,
  type GeneralSubtree,
  NameConstraints,
  RSAPublicKey,
  RSASSAPSSParams,
} from 'pkijs';
import { createHash, type X509Certificate } from '#platform/crypto';
import { type DistinguishedName, readName } from './distinguished-name.ts';
import { certificateName } from './signer-name.ts';
import { type KeyFacts, RSA_PSS, type SignatureFacts } from './strength.ts';

/** A name that a certificate is for, or that one is constrained to. Kinds that are not compared have their tag. */
export type NameFacts =
  | { readonly kind: 'directory'; readonly name: DistinguishedName }
  | { readonly kind: 'dns' | 'email'; readonly text: string }
  | { readonly kind: 'other'; readonly tag: number };

/** What is judged about a certificate. */
export interface CertificateFacts {
  /** As messages name it. */
  readonly name: string;
  /** SHA-256 of the whole and of its public key, hexadecimal. */
  readonly sha256: string;
  readonly spkiSha256: string;
  readonly subject: DistinguishedName;
  readonly selfIssued: boolean;
  readonly from: Date;
  readonly to: Date;
  readonly key: KeyFacts;
  readonly signature: SignatureFacts;
  /** Whether the signed part names the algorithm that the signature names. */
  readonly signatureAgrees: boolean;
  readonly extensions: readonly { readonly oid: string; readonly critical: boolean }[];
  /** Null: it does not say. */
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly keyUsage: ReadonlySet<KeyUse> | null;
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  readonly names: readonly NameFacts[];
  readonly nameConstraints: {
    readonly permitted: readonly NameFacts[];
    readonly excluded: readonly NameFacts[];
  } | null;
}

const KEY_USES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUse = (typeof KEY_USES)[number];

export const EXTENSION = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Throws what the parser objects with. */
export function factsOf(certificate: X509Certificate): CertificateFacts {
  const read = Certificate.fromBER(Uint8Array.from(certificate.raw));
  const extensions = read.extensions ?? [];
  const contentOf = (oid: string): Uint8Array | undefined =>
    extensions.find(({ extnID }) => extnID === oid)?.extnValue.valueBlock.valueHexView;
  const parsed = <Value>(oid: string, parse: (ber: Uint8Array<ArrayBuffer>) => Value): Value | null => {
    const value = contentOf(oid);
    return value === undefined ? null : parse(Uint8Array.from(value));
  };
  const spki = Buffer.from(read.subjectPublicKeyInfo.toSchema().toBER());
  const subject = readName(new Uint8Array(read.subject.toSchema().toBER()));
  return {
    name: certificateName(certificate),
    sha256: createHash('sha256').update(certificate.raw).digest('hex'),
    spkiSha256: createHash('sha256').update(spki).digest('hex'),
    subject,
    selfIssued: read.issuer.isEqual(read.subject),
    from: read.notBefore.value,
    to: read.notAfter.value,
    key: keyOf(read),
    signature: {
      algorithm: read.signatureAlgorithm.algorithmId,
      pssHash: pssHashOf(read),
    },
    signatureAgrees: read.signature.isEqual(read.signatureAlgorithm),
    extensions: extensions.map(({ extnID, critical }) => ({ oid: extnID, critical })),
    basicConstraints: parsed(EXTENSION.basicConstraints, (ber) => {
      const { cA, pathLenConstraint } = BasicConstraints.fromBER(ber);
      return { ca: cA, pathLength: typeof pathLenConstraint === 'number' ? pathLenConstraint : null };
    }),
    keyUsage: parsed(EXTENSION.keyUsage, keyUsesIn),
    extendedKeyUsage: parsed(EXTENSION.extendedKeyUsage, (ber) => ({
      critical: extensions.some(({ extnID, critical }) => extnID === EXTENSION.extendedKeyUsage && critical),
      purposes: ExtKeyUsage.fromBER(ber).keyPurposes,
    })),
    names: [
      ...(subject.length === 0 ? [] : [{ kind: 'directory' as const, name: subject }]),
      ...emailsIn(subject),
      ...(parsed(EXTENSION.subjectAltName, (ber) => AltName.fromBER(ber).altNames.map(nameOf)) ?? []),
    ],
    nameConstraints: parsed(EXTENSION.nameConstraints, (ber) => {
      const { permittedSubtrees = [], excludedSubtrees = [] } = NameConstraints.fromBER(ber);
      const bases = (subtrees: readonly GeneralSubtree[]) => subtrees.map(({ base }) => nameOf(base));
      return { permitted: bases(permittedSubtrees), excluded: bases(excludedSubtrees) };
    }),
  };
}

function keyOf({ subjectPublicKeyInfo: { algorithm, subjectPublicKey } }: Certificate): KeyFacts {
  if (algorithm.algorithmId === '1.3.101.112') return { kind: 'ed25519' };
  if (algorithm.algorithmId === '1.2.840.10045.2.1') {
    const named = algorithm.algorithmParams;
    const curve = named instanceof ObjectIdentifier ? named.valueBlock.toString() : 'that it does not name';
    return { kind: 'ec', curve };
  }
  if (algorithm.algorithmId !== '1.2.840.113549.1.1.1') {
    return { kind: 'other', algorithm: algorithm.algorithmId };
  }
  const { modulus, publicExponent } = RSAPublicKey.fromBER(
    Uint8Array.from(subjectPublicKey.valueBlock.valueHexView),
  );
  const bits = BigInt(`0x${hexOf(modulus.valueBlock.valueHexView)}`).toString(2).length;
  return { kind: 'rsa', bits, exponent: hexOf(publicExponent.valueBlock.valueHexView).replace(/^(00)+/, '') };
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function pssHashOf({ signatureAlgorithm: { algorithmId, algorithmParams } }: Certificate): string | null {
  if (algorithmId !== RSA_PSS || algorithmParams === undefined) return null;
  return new RSASSAPSSParams({ schema: algorithmParams }).hashAlgorithm.algorithmId;
}

function keyUsesIn(ber: Uint8Array<ArrayBuffer>): ReadonlySet<KeyUse> {
  const { result } = fromBER(ber);
  if (!(result instanceof BitString)) throw new TypeError('the key usage is no bit string');
  const bytes = result.valueBlock.valueHexView;
  return new Set(KEY_USES.filter((_, bit) => ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0));
}

const emailsIn = (subject: DistinguishedName): readonly NameFacts[] =>
  subject
    .flat()
    .flatMap(({ type, text }) =>
      type === 'emailAddress' && text !== null ? [{ kind: 'email' as const, text }] : [],
    );

function nameOf({ type, value }: GeneralName): NameFacts {
  if (type === 1 && typeof value === 'string') return { kind: 'email', text: value };
  if (type === 2 && typeof value === 'string') return { kind: 'dns', text: value };
  if (type === 4) return { kind: 'directory', name: readName(new Uint8Array(value.toSchema().toBER())) };
  return { kind: 'other', tag: type };
}
