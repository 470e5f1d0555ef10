import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

interface Stored {
  readonly versionId: string;
  readonly bytes: Buffer;
  readonly checksum: string | undefined;
  mode: string | undefined;
  until: string | undefined;
  hold: string;
}

export interface FixtureS3 {
  readonly url: string;
  /** By key. */
  readonly objects: Map<string, Stored>;
  /** `METHOD subresource`, in order. */
  readonly calls: string[];
  /** Answers to give before anything is looked at, first to last. */
  readonly refusals: { readonly status: number; readonly code: string }[];
  /** A server that says that it locked, and did not. */
  forgetsLocks: boolean;
}

const xml = (name: string, content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${name}>`;

/**
 * One bucket, `evidence`, with Object Lock, as the S3 REST API documents it:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html (If-None-Match, x-amz-checksum-sha256,
 * x-amz-object-lock-*), API_HeadObject, API_GetObjectRetention, API_PutObjectLegalHold, API_GetObjectLegalHold,
 * API_GetObjectLockConfiguration, ErrorResponses. Signatures are not checked.
 */
export async function startFixtureS3(t: TestContext): Promise<FixtureS3> {
  const fixture: Omit<FixtureS3, 'url'> = {
    objects: new Map(),
    calls: [],
    refusals: [],
    forgetsLocks: false,
  };
  const server = createServer((request, response) => {
    answer(fixture, request, response).catch((cause: unknown) => {
      response.destroy(cause instanceof Error ? cause : new Error(String(cause)));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return Object.assign(fixture, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}

async function answer(
  fixture: Omit<FixtureS3, 'url'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fixture');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const sub = ['retention', 'legal-hold', 'object-lock', 'versioning'].find((name) =>
    url.searchParams.has(name),
  );
  const call = `${request.method} ${sub ?? 'object'}`;
  fixture.calls.push(call);
  const send = (status: number, text = '', headers: Record<string, string> = {}) => {
    response.writeHead(status, { 'x-amz-request-id': randomUUID(), ...headers });
    response.end(text);
  };
  const refuse = (status: number, code: string) =>
    send(
      status,
      request.method === 'HEAD'
        ? ''
        : `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`,
    );
  const refusal = fixture.refusals.shift();
  if (refusal) return refuse(refusal.status, refusal.code);
  const [, bucket, ...rest] = url.pathname.split('/');
  if (bucket !== 'evidence') return refuse(404, 'NoSuchBucket');
  if (call === 'GET object-lock') {
    return send(200, xml('ObjectLockConfiguration', '<ObjectLockEnabled>Enabled</ObjectLockEnabled>'));
  }
  if (call === 'GET versioning') return send(200, xml('VersioningConfiguration', '<Status>Enabled</Status>'));
  const key = decodeURIComponent(rest.join('/'));
  const found = fixture.objects.get(key);
  if (call === 'PUT object') {
    if (request.headers['if-none-match'] === '*' && found) return refuse(412, 'PreconditionFailed');
    const checksum = request.headers['x-amz-checksum-sha256'];
    const digest = createHash('sha256').update(body).digest('base64');
    if (checksum !== undefined && checksum !== digest) return refuse(400, 'BadDigest');
    const header = (name: string): string | undefined => {
      const value = request.headers[`x-amz-object-lock-${name}`];
      return typeof value === 'string' && !fixture.forgetsLocks ? value : undefined;
    };
    const stored: Stored = {
      versionId: randomUUID(),
      bytes: body,
      checksum: typeof checksum === 'string' ? checksum : undefined,
      mode: header('mode'),
      until: header('retain-until-date'),
      hold: header('legal-hold') ?? 'OFF',
    };
    fixture.objects.set(key, stored);
    return send(200, '', { 'x-amz-version-id': stored.versionId, etag: '"x"' });
  }
  const version = url.searchParams.get('versionId');
  if (!found || (version !== null && version !== found.versionId)) return refuse(404, 'NoSuchKey');
  switch (call) {
    case 'HEAD object':
      return send(200, '', {
        'content-length': String(found.bytes.length),
        'x-amz-version-id': found.versionId,
        ...(found.checksum === undefined ? {} : { 'x-amz-checksum-sha256': found.checksum }),
      });
    case 'GET retention':
      return found.mode === undefined
        ? refuse(404, 'NoSuchObjectLockConfiguration')
        : send(
            200,
            xml('Retention', `<Mode>${found.mode}</Mode><RetainUntilDate>${found.until}</RetainUntilDate>`),
          );
    case 'GET legal-hold':
      return send(200, xml('LegalHold', `<Status>${found.hold}</Status>`));
    case 'PUT legal-hold':
      found.hold = /<Status>(ON|OFF)<\/Status>/.exec(body.toString())?.[1] ?? found.hold;
      return send(200);
    default:
      return refuse(405, 'MethodNotAllowed');
  }
}
