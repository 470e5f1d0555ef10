import { createHash, KeyObject, randomInt, webcrypto, X509Certificate } from 'node:crypto';
import { createServer } from 'node:http';
import * as asn1 from 'asn1js';
import * as pkijs from 'pkijs';
import { der, TAG } from '../../src/pack/seal/der.ts';

const { subtle } = webcrypto;

const ALGORITHMS = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  rsa: {
    name: 'RSASSA-PKCS1-v1_5',
    modulusLength: 2048,
    publicExponent: Uint8Array.of(1, 0, 1),
    hash: 'SHA-256',
  },
} as const;

export interface Holder {
  readonly keyPem: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly certificate: pkijs.Certificate;
  /** Its certificate. */
  readonly pem: string;
}

interface Request {
  readonly kind?: keyof typeof ALGORITHMS;
  /** None: it signs itself. */
  readonly issuer?: Holder;
  readonly authority?: boolean;
  readonly timestamps?: boolean;
  readonly validMs?: readonly [number, number];
}

/** Makes a key and a certificate for it. */
export async function holder(commonName: string, request: Request = {}): Promise<Holder> {
  const { kind = 'ec', issuer, authority = false, timestamps = false } = request;
  const { privateKey, publicKey } = await subtle.generateKey(ALGORITHMS[kind], true, ['sign', 'verify']);
  const certificate = new pkijs.Certificate({ version: 2 });
  certificate.serialNumber = new asn1.Integer({ value: randomInt(1, 2 ** 31) });
  certificate.subject = nameOf(commonName);
  certificate.issuer = issuer?.certificate.subject ?? certificate.subject;
  const [fromMs, toMs] = request.validMs ?? [Date.UTC(2026, 0, 1), Date.UTC(2036, 0, 1)];
  certificate.notBefore.value = new Date(fromMs);
  certificate.notAfter.value = new Date(toMs);
  const constraints = new pkijs.BasicConstraints(authority ? { cA: true } : { cA: false });
  certificate.extensions = [
    extension('2.5.29.19', constraints.toSchema()),
    extension('2.5.29.15', new asn1.BitString({ valueHex: Uint8Array.of(authority ? 0x06 : 0xc0).buffer })),
    ...(timestamps
      ? [extension('2.5.29.37', new pkijs.ExtKeyUsage({ keyPurposes: ['1.3.6.1.5.5.7.3.8'] }).toSchema())]
      : []),
  ];
  await certificate.subjectPublicKeyInfo.importKey(publicKey);
  await certificate.sign(issuer?.privateKey ?? privateKey, 'SHA-256');
  return {
    keyPem: KeyObject.from(privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateKey,
    certificate,
    pem: x509(certificate).toString(),
  };
}

const x509 = (certificate: pkijs.Certificate): X509Certificate =>
  new X509Certificate(Buffer.from(certificate.toSchema(true).toBER()));

const nameOf = (commonName: string) =>
  new pkijs.RelativeDistinguishedNames({
    typesAndValues: [
      new pkijs.AttributeTypeAndValue({
        type: '2.5.4.3',
        value: new asn1.Utf8String({ value: commonName }),
      }),
    ],
  });

const extension = (extnID: string, value: asn1.BaseBlock) =>
  new pkijs.Extension({ extnID, critical: true, extnValue: value.toBER() });

/** What an authority answers to a request; null is an answer that it refuses with. */
type Answer = (request: pkijs.TimeStampReq) => pkijs.TimeStampReq | null;

/** A timestamp authority (RFC 3161 over HTTP) of a test. */
export async function timestampAuthority(
  t: { after(close: () => void): void },
  own: Holder,
  at: Date,
  answer: Answer = (request) => request,
): Promise<{ readonly url: string }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answered = answer(pkijs.TimeStampReq.fromBER(Buffer.concat(chunks)));
    const status = der(TAG.sequence, der(TAG.integer, Buffer.of(answered === null ? 2 : 0)));
    const token = answered === null ? [] : [await tokenFor(answered, own, at)];
    response.setHeader('content-type', 'application/timestamp-reply');
    response.end(der(TAG.sequence, status, ...token));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}/` };
}

/** What a token has instead of what a good one has. */
interface TokenForm {
  readonly hash?: 'SHA-1' | 'SHA-256';
  /** Attributes that name the authority's certificate. */
  readonly naming?: readonly { readonly type: string; readonly value: Buffer }[];
}

/** A timestamp token; the same for the same request, serial number and RSA key. */
export async function tokenFor(
  request: Pick<pkijs.TimeStampReq, 'messageImprint' | 'nonce'>,
  own: Pick<Holder, 'certificate' | 'privateKey'>,
  at: Date,
  serial = randomInt(1, 2 ** 31),
  { hash = 'SHA-256', naming }: TokenForm = {},
): Promise<Buffer> {
  const info = new pkijs.TSTInfo({
    version: 1,
    policy: '1.2.3.4.1',
    messageImprint: request.messageImprint,
    serialNumber: new asn1.Integer({ value: serial }),
    genTime: at,
    ...(request.nonce ? { nonce: request.nonce } : {}),
  });
  const content = info.toSchema().toBER();
  const digest = createHash(hash.replace('-', '')).update(Buffer.from(content)).digest();
  const certificateDigest = createHash('sha256').update(x509(own.certificate).raw).digest();
  const certId = der(TAG.sequence, der(TAG.octets, certificateDigest));
  const names = naming ?? [
    { type: '1.2.840.113549.1.9.16.2.47', value: der(TAG.sequence, der(TAG.sequence, certId)) },
  ];
  const attribute = (type: string, value: asn1.BaseBlock) => new pkijs.Attribute({ type, values: [value] });
  const signed = new pkijs.SignedData({
    version: 3,
    encapContentInfo: new pkijs.EncapsulatedContentInfo({
      eContentType: '1.2.840.113549.1.9.16.1.4',
      eContent: new asn1.OctetString({ valueHex: content }),
    }),
    signerInfos: [
      new pkijs.SignerInfo({
        version: 1,
        sid: new pkijs.IssuerAndSerialNumber({
          issuer: own.certificate.issuer,
          serialNumber: own.certificate.serialNumber,
        }),
        signedAttrs: new pkijs.SignedAndUnsignedAttributes({
          type: 0,
          attributes: [
            attribute(
              '1.2.840.113549.1.9.3',
              new asn1.ObjectIdentifier({ value: '1.2.840.113549.1.9.16.1.4' }),
            ),
            attribute(
              '1.2.840.113549.1.9.4',
              new asn1.OctetString({ valueHex: Uint8Array.from(digest).buffer }),
            ),
            ...names.map(({ type, value }) => attribute(type, asn1.fromBER(value).result)),
          ],
        }),
      }),
    ],
    certificates: [own.certificate],
  });
  await signed.sign(own.privateKey, 0, hash);
  const wrapped = new pkijs.ContentInfo({
    contentType: '1.2.840.113549.1.7.2',
    content: signed.toSchema(true),
  });
  return Buffer.from(wrapped.toSchema().toBER());
}
