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

/** Throws what the parser objects with. */
export const readSignedData = (bytes: Buffer): SignedData =>
  new SignedData({ schema: ContentInfo.fromBER(bytes).content });
