import { createHash, verify, X509Certificate } from 'node:crypto';
import { identityOf } from './cms.ts';
import { type Der, derAt, membersOf, OCTETS, oid, SET, tagged, within } from './der.ts';

const TST_INFO = oid('1.2.840.113549.1.9.16.1.4');
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const HASHES = ['sha256', 'sha384', 'sha512'] as const;
const ARCS = ['1', '2', '3'] as const;

/** Name of a hash, by the OID that an algorithm begins with. */
function hashOf(algorithm: Der): string {
  const index = ARCS.findIndex((arc) =>
    within(algorithm, 0).whole.equals(oid(`2.16.840.1.101.3.4.2.${arc}`)),
  );
  const name = HASHES[index];
  if (name === undefined) throw new RangeError('another hash');
  return name;
}
const digest = (name: string, bytes: Buffer): Buffer => createHash(name).update(bytes).digest();

/** RFC 3161, 2.4.2: a response that grants a timestamp over these bytes. */
export const grantedOver = (response: Buffer, bytes: Buffer): boolean =>
  judged(() => {
    const [status, token] = membersOf(derAt(response).content) as [Der, Der];
    const [granted = 9] = within(status, 0).content;
    return granted <= 1 && stampedOver(token.whole, bytes);
  });

/** A token over these bytes, validly signed by a certificate for timestamps that came with it. */
export const stampedOver = (token: Buffer, bytes: Buffer): boolean =>
  judged(() => {
    const signedData = within(derAt(token), 1, 0);
    const members = membersOf(signedData.content);
    const [, , content] = members as [Der, Der, Der];
    const info = octetsOf(within(content, 1, 0));
    const imprint = within(derAt(info), 2);
    if (!within(content, 0).whole.equals(TST_INFO)) return false;
    if (!within(imprint, 1).content.equals(digest(hashOf(within(imprint, 0)), bytes))) return false;

    const signers = membersOf(members.at(-1)?.content ?? Buffer.alloc(0));
    const [signer] = signers;
    if (signer === undefined || signers.length !== 1) return false;
    const [, id, algorithm, attributes] = membersOf(signer.content) as [Der, Der, Der, Der];
    const value = membersOf(signer.content).find(({ tag }) => tag === OCTETS);
    const hash = hashOf(algorithm);
    const certificate = membersOf(members.find(({ tag }) => tag === tagged(0))?.content ?? Buffer.alloc(0))
      .map(({ whole }) => whole)
      .find((whole) => {
        const { issuer, serial } = identityOf(whole);
        return Buffer.concat([issuer, serial]).equals(id.content);
      });
    if (certificate === undefined || value === undefined) return false;
    const { publicKey, keyUsage } = new X509Certificate(certificate);
    return (
      // RFC 3161, 2.3: for timestamps and for nothing else.
      keyUsage?.join() === TIME_STAMPING &&
      attributeOf(attributes, CONTENT_TYPE).whole.equals(TST_INFO) &&
      attributeOf(attributes, MESSAGE_DIGEST).content.equals(digest(hash, info)) &&
      verify(hash, Buffer.concat([Buffer.of(SET), attributes.whole.subarray(1)]), publicKey, value.content)
    );
  });

/** Octets may stand in pieces: RFC 5652 lets a token be BER. */
const octetsOf = ({ tag, content }: Der): Buffer =>
  tag === OCTETS ? content : Buffer.concat(membersOf(content).map(octetsOf));

function attributeOf(attributes: Der, type: Buffer): Der {
  const found = membersOf(attributes.content).find((one) => within(one, 0).whole.equals(type));
  if (found === undefined) throw new RangeError('no such attribute');
  return within(found, 1, 0);
}

/** What cannot be read does not hold. */
function judged(check: () => boolean): boolean {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof Error) return false;
    throw cause;
  }
}
