import { X509Certificate } from 'node:crypto';
import { type BaseBlock, fromBER, Sequence } from 'asn1js';
import { Certificate, TSTInfo } from 'pkijs';
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

/** Reads a token; undefined when it is not over this data or not validly signed by an authority for it. */
export const readTimestamp = (token: Buffer, data: Buffer): Promise<Timestamp | undefined> =>
  attempt(async () => {
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
    const { genTime, nonce } = TSTInfo.fromBER(content);
    const sent = (signed.certificates ?? []).filter((sent) => sent instanceof Certificate).map(x509Of);
    return {
      at: genTime,
      nonce: nonce === undefined ? '' : Buffer.from(nonce.valueBlock.valueHexView).toString('hex'),
      certificates: [signer, ...sent.filter(({ raw }) => !raw.equals(signer.raw))],
    };
  });

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
