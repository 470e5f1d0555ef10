import { type BaseBlock, fromBER, Null, Sequence } from 'asn1js';
import { Certificate, type SignedData, TSTInfo } from 'pkijs';
import { createHash, type SignatureHash, verifySignature, X509Certificate } from '#platform/crypto';
import { attempt } from './attempt.ts';
import { readSignedData } from './read-cms.ts';

/** An authority's word that data was there at a time: RFC 3161. */
export interface Timestamp {
  readonly at: Date;
  /** Hexadecimal, as asked; empty when nothing was asked. */
  readonly nonce: string;
  /** The authority's own first. */
  readonly certificates: readonly X509Certificate[];
}

const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const ESS_CERT_ID = '1.2.840.113549.1.9.16.2.12';
const ESS_CERT_ID_V2 = '1.2.840.113549.1.9.16.2.47';
const HASH_NAMES: ReadonlyMap<string, SignatureHash> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);
/** The older form has SHA-1. */
const ESS_HASHES = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

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
    const { genTime, nonce } = TSTInfo.fromBER(content);
    const sent = (signed.certificates ?? []).filter((sent) => sent instanceof Certificate).map(x509Of);
    return {
      at: genTime,
      nonce: nonce === undefined ? '' : Buffer.from(nonce.valueBlock.valueHexView).toString('hex'),
      certificates: [signer, ...sent.filter(({ raw }) => !raw.equals(signer.raw))],
    };
  });

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

/** Whether the signed attributes name this certificate, by ESSCertID or ESSCertIDv2, as that form prescribes. */
function namesCertificate({ signerInfos: [info] }: SignedData, { raw }: X509Certificate): boolean {
  const attributes = info?.signedAttrs?.attributes ?? [];
  const naming = attributes.find(({ type }) => type === ESS_CERT_ID || type === ESS_CERT_ID_V2);
  if (naming === undefined) return false;
  const named = Buffer.from(naming.toSchema().toBER());
  return ESS_HASHES.some((hash) => named.includes(createHash(hash).update(raw).digest()));
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
