import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { type Admit, type Answer, garbage } from './options.ts';
import { ServiceError, throttled } from './service-error.ts';

/** A service of the AWS JSON 1.1 protocol. */
export interface JsonService {
  /** Name and Region that a request's signature must be scoped to. */
  readonly signingName: string;
  readonly region: string;
  readonly operations: Readonly<Record<string, (input: unknown) => unknown>>;
}

const CREDENTIAL =
  /^AWS4-HMAC-SHA256 Credential=[^/,]+\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=[^,]+, ?Signature=[0-9a-f]{64}$/;

/**
 * Refuses what is not signed for this service and Region. The signature itself is not computed: any key is
 * good. https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export function requireSignature(headers: IncomingHttpHeaders, service: JsonService): void {
  const { authorization } = headers;
  if (authorization === undefined) {
    throw new ServiceError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  }
  const [, region, signingName] = CREDENTIAL.exec(authorization) ?? [];
  if (region === undefined || headers['x-amz-date'] === undefined) {
    throw new ServiceError('IncompleteSignatureException', 'Authorization header is incomplete', 403);
  }
  if (region !== service.region || signingName !== service.signingName) {
    throw new ServiceError(
      'InvalidSignatureException',
      `Credential should be scoped to ${service.region} and ${service.signingName}, not '${region}' and '${signingName}'.`,
    );
  }
}

export function requestInput(headers: IncomingHttpHeaders, body: string): unknown {
  if (headers['content-type'] !== 'application/x-amz-json-1.1') {
    throw new ServiceError(
      'UnknownOperationException',
      'The content type is not application/x-amz-json-1.1',
      404,
    );
  }
  try {
    return JSON.parse(body);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new ServiceError('SerializationException', 'The request is not valid JSON');
  }
}

/** The input in the operation's shape; otherwise the service's own error type with the field that is wrong. */
export function parseInput<Input>(schema: z.ZodType<Input>, input: unknown, errorType: string): Input {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new ServiceError(errorType, z.prettifyError(parsed.error));
}

/** Answers one request of the AWS JSON protocol. `services` are keyed by the prefix of `X-Amz-Target`. */
export function answerAwsJson(
  services: Readonly<Record<string, JsonService>>,
  headers: IncomingHttpHeaders,
  body: string,
  admit: Admit,
): Answer {
  try {
    const [prefix = '', operation = ''] = String(headers['x-amz-target']).split('.').slice(-2);
    const service = services[prefix];
    const handle = service?.operations[operation];
    if (service === undefined || handle === undefined) {
      throw new ServiceError('UnknownOperationException', `Unknown operation ${prefix}.${operation}`);
    }
    requireSignature(headers, service);
    const input = requestInput(headers, body);
    const fault = admit(operation, input);
    if (fault === 'drop' || fault === 'hang') return fault;
    if (fault === 'garbage') return garbage;
    if (fault === 'throttle') throw throttled();
    if (fault === 'fail') throw new ServiceError('InternalFailure', 'The service is in trouble', 500);
    if (fault === 'deny') throw denied(`${service.signingName}:${operation}`);
    return json(200, handle(input));
  } catch (cause) {
    if (!(cause instanceof ServiceError)) throw cause;
    return json(cause.status, { __type: cause.type, message: cause.message });
  }
}

const denied = (action: string): ServiceError =>
  new ServiceError(
    'AccessDeniedException',
    `User: arn:aws:iam::123456789012:user/collector is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
  );

const json = (status: number, body: unknown): Answer => ({
  status,
  contentType: 'application/x-amz-json-1.1',
  body: JSON.stringify(body),
});
