import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { GetPublicKeyCommand, KMSClient, SignCommand, type SigningAlgorithmSpec } from '@aws-sdk/client-kms';
import { messageOf, outsideError, RcaError, userError } from '../../domain/errors.ts';
import type { Certificates } from './certificates.ts';
import { type CertifiedKey, mismatch, usable } from './certified-key.ts';

/**
 * A key that AWS KMS holds and never gives out: https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html.
 * Permissions: `kms:Sign`, `kms:GetPublicKey`.
 */

const WHERE = 'seal.key';
const ATTEMPTS_MAX = 4;

/** `arn:aws:kms:REGION:ACCOUNT:key/ID` or `…:alias/NAME`. */
export const KMS_ARN = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:(?:key|alias)\/[\w/-]+$/;

/** Asks nothing until it is used. Endpoint and credentials come from the SDK's own chain. */
export function kmsKey(arn: string, certificates: Certificates): CertifiedKey {
  const region = KMS_ARN.exec(arn)?.[1];
  if (region === undefined) {
    throw userError({
      code: 'SEAL_KEY_UNREADABLE',
      message: `${arn} is not the ARN of a KMS key`,
      where: WHERE,
      mend: 'write kms:arn:aws:kms:REGION:ACCOUNT:key/ID',
    });
  }
  const client = new KMSClient({
    region,
    maxAttempts: ATTEMPTS_MAX,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000 },
  });
  const SigningAlgorithm = algorithmOf(certificates[0].publicKey);
  return {
    certificates,
    async sign(data) {
      const Message = createHash('sha256').update(data).digest();
      const { Signature } = await told('kms:Sign', arn, () =>
        client.send(new SignCommand({ KeyId: arn, Message, MessageType: 'DIGEST', SigningAlgorithm })),
      );
      return Buffer.from(Signature ?? []);
    },
    async check() {
      const { PublicKey, KeyUsage, SigningAlgorithms } = await told('kms:GetPublicKey', arn, () =>
        client.send(new GetPublicKeyCommand({ KeyId: arn })),
      );
      const key = publicKeyIn(Buffer.from(PublicKey ?? []));
      if (!key?.equals(certificates[0].publicKey)) throw mismatch('seal.key, seal.certificate');
      if (KeyUsage === 'SIGN_VERIFY' && SigningAlgorithms?.includes(SigningAlgorithm)) return `key ${arn}`;
      throw userError({
        code: 'SEAL_KEY_UNREADABLE',
        message: `the KMS key is for ${KeyUsage}, not for ${SigningAlgorithm}`,
        where: WHERE,
        mend: 'make a KMS key with key usage SIGN_VERIFY and spec ECC_NIST_P256 or RSA_2048 to RSA_4096',
      });
    },
  };
}

function publicKeyIn(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}

const algorithmOf = (key: KeyObject): SigningAlgorithmSpec =>
  usable(key, 'seal.certificate').asymmetricKeyType === 'rsa' ? 'RSASSA_PKCS1_V1_5_SHA_256' : 'ECDSA_SHA_256';

async function told<Output>(action: string, arn: string, send: () => Promise<Output>): Promise<Output> {
  try {
    return await send();
  } catch (cause) {
    throw explained(cause, action, arn);
  }
}

type Words = readonly [code: string, mend: (action: string, arn: string) => string];

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html#API_Sign_Errors and CommonErrors. */
const ERRORS: Readonly<Record<string, Words>> = {
  AccessDeniedException: [
    'SEAL_KEY_DENIED',
    (action, arn) => `allow ${action} on ${arn} to the credentials in use, in the key policy or by IAM`,
  ],
  DisabledException: ['SEAL_KEY_DISABLED', () => 'enable the KMS key, or name another one in seal.key'],
  KMSInvalidStateException: [
    'SEAL_KEY_DISABLED',
    () => 'cancel the deletion of the KMS key, or name another one with its certificate in seal',
  ],
  NotFoundException: ['SEAL_KEY_MISSING', () => 'check Region, account and id in seal.key'],
  ThrottlingException: ['SEAL_KEY_THROTTLED', () => 'try again later; nothing was written'],
  CredentialsProviderError: [
    'SEAL_KEY_DENIED',
    () => "give AWS credentials: AWS_PROFILE, or the machine's role",
  ],
  UnrecognizedClientException: ['SEAL_KEY_DENIED', () => 'give valid AWS credentials'],
};

function explained(cause: unknown, action: string, arn: string): unknown {
  if (cause instanceof RcaError || !(cause instanceof Error)) return cause;
  const [code, mend] = ERRORS[cause.name] ?? [
    'SEAL_KEY_UNREACHABLE',
    () => 'check the network, the Region and AWS_ENDPOINT_URL_KMS, then try again; nothing was written',
  ];
  const message = `AWS KMS did not do ${action}: ${cause.name}: ${messageOf(cause)}`;
  return outsideError({ code, message, where: arn, mend: mend(action, arn) }, cause);
}
