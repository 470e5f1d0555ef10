import { Certificate } from 'pkijs';
import { createHash, verifySignature, type X509Certificate } from '#platform/crypto';
import type { Certificates } from './certificates.ts';
import { der, derSetOf, OID, TAG } from './der.ts';

/**
 * CAdES signatures as PAdES baseline has them (ETSI EN 319 142-1): over a digest, by one signer, bound to its
 * certificate, without a time of signing among the signed attributes.
 */

export interface CmsParts {
  /** SHA-256 of what is signed. */
  readonly digest: Buffer;
  /** The signer's first. */
  readonly certificates: Certificates;
  readonly signature: Buffer;
  /** RFC 3161 token over the signature. */
  readonly token: Buffer | null;
}

const version1 = der(TAG.integer, Buffer.of(1));
const sha256Algorithm = der(TAG.sequence, OID.sha256);
const attribute = (type: Buffer, value: Buffer): Buffer => der(TAG.sequence, type, der(TAG.set, value));

const signedAttributes = (digest: Buffer, signer: X509Certificate): readonly Buffer[] => {
  const certificateDigest = createHash('sha256').update(signer.raw).digest();
  const certId = der(TAG.sequence, der(TAG.octets, certificateDigest));
  return [
    attribute(OID.contentType, OID.data),
    attribute(OID.messageDigest, der(TAG.octets, digest)),
    attribute(OID.signingCertificateV2, der(TAG.sequence, der(TAG.sequence, certId))),
  ];
};

/** What the signature's value is over: the signed attributes as a SET. */
export const bytesToSign = (digest: Buffer, signer: X509Certificate): Buffer =>
  derSetOf(TAG.set, signedAttributes(digest, signer));

export const isSignatureOf = ({
  digest,
  certificates: [signer],
  signature,
}: Pick<CmsParts, 'digest' | 'certificates' | 'signature'>): Promise<boolean> =>
  verifySignature('sha256', bytesToSign(digest, signer), signer, signature);

/** The signature as CMS (RFC 5652). */
export function writeCms({ digest, certificates, signature, token }: CmsParts): Buffer {
  const [signer] = certificates;
  const { issuer, serialNumber } = Certificate.fromBER(signer.raw);
  const algorithm =
    signer.publicKey.asymmetricKeyType === 'rsa'
      ? der(TAG.sequence, OID.sha256WithRsa, der(TAG.null))
      : der(TAG.sequence, OID.ecdsaWithSha256);
  const signerInfo = der(
    TAG.sequence,
    version1,
    der(TAG.sequence, Buffer.from(issuer.toSchema().toBER()), Buffer.from(serialNumber.toBER())),
    sha256Algorithm,
    derSetOf(TAG.context(0), signedAttributes(digest, signer)),
    algorithm,
    der(TAG.octets, signature),
    ...(token === null ? [] : [der(TAG.context(1), attribute(OID.timeStampToken, token))]),
  );
  const signedData = der(
    TAG.sequence,
    version1,
    der(TAG.set, sha256Algorithm),
    der(TAG.sequence, OID.data),
    derSetOf(
      TAG.context(0),
      certificates.map(({ raw }) => raw),
    ),
    der(TAG.set, signerInfo),
  );
  return der(TAG.sequence, OID.signedData, der(TAG.context(0), signedData));
}
