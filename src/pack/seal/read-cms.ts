import type { BaseBlock } from 'asn1js';
import { ContentInfo, SignedData } from 'pkijs';
import type { CmsParts } from './cms.ts';

/** What only the signer and an authority could make; undefined when there is not one signer. */
export function readCms(bytes: Buffer): Pick<CmsParts, 'signature' | 'token'> | undefined {
  const [signer, ...others] = readSignedData(bytes).signerInfos;
  if (signer === undefined || others.length > 0) return undefined;
  const token: BaseBlock | undefined = signer.unsignedAttrs?.attributes[0]?.values[0];
  return {
    signature: Buffer.from(signer.signature.valueBlock.valueHexView),
    token: token === undefined ? null : Buffer.from(token.valueBeforeDecodeView),
  };
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** Throws what the parser objects with, and at other content. */
export function readSignedData(bytes: Buffer): SignedData {
  const { contentType, content } = ContentInfo.fromBER(Uint8Array.from(bytes));
  if (contentType !== SIGNED_DATA) throw new TypeError(`${contentType} is not signed data`);
  return new SignedData({ schema: content });
}
