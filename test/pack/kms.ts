import { execFileSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/**
 * AWS KMS's Sign and GetPublicKey over its JSON 1.1 protocol, for one key:
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Sign.html and API_GetPublicKey.html.
 */
export interface Kms {
  readonly url: string;
  readonly arn: string;
  /** `Sign {…}` and the like, in order. */
  readonly asked: { readonly action: string; readonly body: Readonly<Record<string, unknown>> }[];
  /** The error that each call gets, by action; of a list, one a call. */
  readonly failing: Map<string, string | string[]>;
}

export const ARN = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const MESSAGES: Readonly<Record<string, string>> = {
  AccessDeniedException: `User: arn:aws:sts::111122223333:assumed-role/rca/i-1 is not authorized to perform this on resource: ${ARN}`,
  DisabledException: `${ARN} is disabled.`,
  KMSInvalidStateException: `${ARN} is pending deletion.`,
  NotFoundException: `Key '${ARN}' does not exist`,
  ThrottlingException:
    'You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.',
};

/** A KMS of a test that holds this private key. `signsWith`: another key signs, as no KMS should. */
export async function kmsServer(t: TestContext, keyPem: string, signsWith: string = keyPem): Promise<Kms> {
  const key = createPrivateKey(keyPem);
  const asked: Kms['asked'] = [];
  const failing: Kms['failing'] = new Map();
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const body = JSON.parse(await textOf(request)) as Readonly<Record<string, unknown>>;
    asked.push({ action, body });
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    const planned = failing.get(action);
    const error = Array.isArray(planned) ? planned.shift() : planned;
    if (error !== undefined) {
      response.statusCode = 400;
      response.end(JSON.stringify({ __type: error, message: MESSAGES[error] ?? '' }));
      return;
    }
    const answer = action === 'Sign' ? signed(signsWith, body) : described(key);
    response.end(JSON.stringify({ KeyId: ARN, ...answer }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return { url: `http://127.0.0.1:${port}`, arn: ARN, asked, failing };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const described = (key: KeyObject) => {
  const rsa = key.asymmetricKeyType === 'rsa';
  return {
    PublicKey: createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64'),
    KeySpec: rsa ? 'RSA_2048' : 'ECC_NIST_P256',
    CustomerMasterKeySpec: rsa ? 'RSA_2048' : 'ECC_NIST_P256',
    KeyUsage: 'SIGN_VERIFY',
    SigningAlgorithms: rsa ? ['RSASSA_PKCS1_V1_5_SHA_256', 'RSASSA_PSS_SHA_256'] : ['ECDSA_SHA_256'],
  };
};

function signed(keyPem: string, body: Readonly<Record<string, unknown>>) {
  const digest = Buffer.from(String(body['Message']), 'base64');
  const { MessageType, SigningAlgorithm } = body;
  if (MessageType !== 'DIGEST' || digest.length !== 32)
    throw new TypeError('the message is no SHA-256 digest');
  return { Signature: signDigest(keyPem, digest).toString('base64'), SigningAlgorithm };
}

/** By openssl: Node signs no digest that was made elsewhere. */
function signDigest(keyPem: string, digest: Buffer): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'rca-kms-'));
  try {
    writeFileSync(join(folder, 'key.pem'), keyPem);
    const args = ['pkeyutl', '-sign', '-inkey', join(folder, 'key.pem'), '-pkeyopt', 'digest:sha256'];
    return execFileSync('openssl', args, { input: digest });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
