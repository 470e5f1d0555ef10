import { type BaseBlock, fromBER, Null, Sequence } from 'asn1js';
import { Certificate, type SignedData, TSTInfo } from 'pkijs';
import { createHash, type SignatureHash, verifySignature, X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';
import { factsOf } from './certificate-facts.ts';
import { readSignedData } from './read-cms.ts';
import { certificateName } from './signer-name.ts';
import { authorityProblems } from './signer-policy.ts';
import { hashWeakness } from './strength.ts';

/** An authority's word that data was there at a time: RFC 3161. */
export interface Timestamp {
  readonly at: Date;
  /** Hexadecimal, as asked; empty when nothing was asked. */
  readonly nonce: string;
  /** The authority's own first. */
  readonly certificates: readonly X509Certificate[];
  /** Why it is not relied on, whoever made it; none when it is. */
  readonly problems: readonly string[];
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const HASH_NAMES: ReadonlyMap<string, SignatureHash> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
/** Attributes that name the signer's certificate: ESSCertID, which has SHA-1, and ESSCertIDv2. */
const ESS_HASHES: ReadonlyMap<string, readonly (SignatureHash | 'sha1')[]> = new Map([
  ['1.2.840.113549.1.9.16.2.12', ['sha1']],
  ['1.2.840.113549.1.9.16.2.47', ['sha256', 'sha384', 'sha512']],
]);

/** Reads a token; undefined when it is not over this data or not validly signed by an authority for it. */
export const readTimestamp = (token: Buffer, data: Buffer): Promise<Timestamp | undefined> =>
  attempt(async () => {
    if (!Buffer.from(fromBER(token).result.toBER()).equals(token)) return undefined;
    const signed = readSignedData(token);
    const verified = await signed.verify({
      signer: 0,
      data: Uint8Array.from(data).buffer,
      extendedMode: true,
    });
    const { signatureVerified, signerCertificate } = verified;
    const content = signed.encapContentInfo.eContent?.getValue();
    if (signatureVerified !== true || !signerCertificate || content === undefined) return undefined;
    const signer = x509Of(signerCertificate);
    if (signer.keyUsage?.includes(TIME_STAMPING) !== true) return undefined;
    if (!isToken(signed) || !namesCertificate(signed, signer)) return undefined;
    if (!(await isExact(signed, signer))) return undefined;
    const { genTime, nonce, messageImprint } = TSTInfo.fromBER(content);
    const sent = (signed.certificates ?? []).filter((sent) => sent instanceof Certificate).map(x509Of);
    return {
      at: genTime,
      nonce: nonce === undefined ? '' : Buffer.from(nonce.valueBlock.valueHexView).toString('hex'),
      certificates: [signer, ...sent.filter(({ raw }) => !raw.equals(signer.raw))],
      problems: [
        ...hashProblems('is over a digest', messageImprint.hashAlgorithm.algorithmId),
        ...hashProblems('is signed over a digest', signed.signerInfos[0]?.digestAlgorithm.algorithmId ?? ''),
        ...authorityProblems(factsOf(signer)).map((why) => `is by ${certificateName(signer)}: ${why}`),
      ],
    };
  });

function hashProblems(what: string, oid: string): readonly string[] {
  const weakness = hashWeakness(oid);
  return weakness === null ? [] : [`${what} by ${weakness}, and SHA-256 is the least`];
}

/** Of the form that RFC 3161, 2.4.2, prescribes. */
function isToken({ version, encapContentInfo, digestAlgorithms, signerInfos: [info] }: SignedData): boolean {
  if (version !== 3 || info?.version !== 1 || encapContentInfo.eContentType !== TST_INFO) return false;
  const { algorithmId } = info.digestAlgorithm;
  return (
    digestAlgorithms.some((algorithm) => algorithm.algorithmId === algorithmId) &&
    [...digestAlgorithms, info.digestAlgorithm].every(
      ({ algorithmParams }) => algorithmParams === undefined || algorithmParams instanceof Null,
    )
  );
}

/** Whether the signed attributes name this certificate, in each form that they have. */
function namesCertificate({ signerInfos: [info] }: SignedData, { raw }: X509Certificate): boolean {
  const attributes = info?.signedAttrs?.attributes ?? [];
  const naming = attributes.filter(({ type }) => ESS_HASHES.has(type));
  return (
    naming.length > 0 &&
    naming.every((attribute) => {
      const named = Buffer.from(attribute.toSchema().toBER());
      const hashes = ESS_HASHES.get(attribute.type) ?? [];
      return hashes.some((hash) => named.includes(createHash(hash).update(raw).digest()));
    })
  );
}

/** An elliptic signature once more, strictly: pkijs passes over what stands before its two numbers. */
async function isExact({ signerInfos: [info] }: SignedData, signer: X509Certificate): Promise<boolean> {
  if (signer.publicKey.asymmetricKeyType !== 'ec') return true;
  const hash = HASH_NAMES.get(info?.digestAlgorithm.algorithmId ?? '');
  const attributes = info?.signedAttrs?.encodedValue;
  if (hash === undefined || info === undefined || attributes === undefined) return false;
  return verifySignature(hash, Buffer.from(attributes), signer, info.signature.valueBlock.valueHexView);
}

const x509Of = (certificate: Certificate): X509Certificate =>
  new X509Certificate(Buffer.from(certificate.toSchema().toBER()));

/** The token in an authority's response; undefined when the response is a refusal or none. */
export const tokenIn = (response: Buffer): Promise<Buffer | undefined> =>
  attempt(() => {
    const { result, offset } = fromBER(response);
    if (offset !== response.length || !(result instanceof Sequence)) return undefined;
    const token: BaseBlock | undefined = result.valueBlock.value[1];
    return token === undefined ? undefined : Buffer.from(token.valueBeforeDecodeView);
  });
