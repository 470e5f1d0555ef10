import { messageOf, outsideError } from '../../domain/errors.ts';
import type { Failure } from '../retry.ts';
import type { AwsOperation } from './call.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const DENIED = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'NotAuthorized',
  'OperationNotPermittedException',
]);
const CREDENTIALS = new Set([
  'CredentialsProviderError',
  'ExpiredTokenException',
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'TokenProviderError',
  'UnrecognizedClientException',
]);
/** `LimitExceededException` is the quota of Insights queries that run at once. */
const THROTTLED = new Set([
  'LimitExceededException',
  'RequestLimitExceeded',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Tells an SDK error for a person; null when it is not one (a mistake of ours). */
export function explainAwsFailure(cause: unknown, { action, resource }: AwsOperation): Failure | null {
  if (!(cause instanceof Error)) return null;
  const where = `${action} on ${resource}`;
  const status = statusOf(cause);
  const said = messageOf(cause);
  if (DENIED.has(cause.name)) {
    return permanent(
      'SOURCE_DENIED',
      `AWS refused ${action}: ${said}`,
      where,
      `allow ${action} on ${resource} to the credentials in use`,
      cause,
    );
  }
  if (CREDENTIALS.has(cause.name)) {
    return permanent(
      'SOURCE_DENIED',
      `AWS does not accept the credentials: ${said}`,
      where,
      'give valid credentials by AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine',
      cause,
    );
  }
  if (THROTTLED.has(cause.name) || status === 429) {
    return transient(
      'SOURCE_THROTTLED',
      `AWS kept throttling ${action}: ${said}`,
      where,
      'collect again later, or stop what else calls it in this account and Region',
      cause,
    );
  }
  const network = networkReason(cause);
  if (network !== null) {
    return transient(
      'SOURCE_UNREACHABLE',
      `no connection to AWS for ${action}: ${network}`,
      where,
      'check the network, the Region and AWS_ENDPOINT_URL, then collect again',
      cause,
    );
  }
  if (status === undefined) return null;
  if (cause instanceof SyntaxError) {
    return transient(
      'SOURCE_FAILED',
      `the answer to ${action} (HTTP ${status}) is not JSON`,
      where,
      'check that AWS_ENDPOINT_URL and proxies lead to AWS, then collect again',
      cause,
    );
  }
  const failure = status >= 500 ? transient : permanent;
  return failure(
    'SOURCE_FAILED',
    `${action} failed: ${cause.name}: ${said}`,
    where,
    MENDS[cause.name] ?? 'check the settings of the source, then collect again',
    cause,
  );
}

const MENDS: Readonly<Record<string, string>> = {
  ResourceNotFoundException: 'check the name of the log group, the account and the Region',
  WAFNonexistentItemException:
    'check the ARN of the web ACL, the account and the Region, and that its logging is enabled',
};

const failureOf =
  (isTransient: boolean) =>
  (code: string, message: string, where: string, mend: string, cause: unknown): Failure => ({
    error: outsideError({ code, message, where, mend }, cause),
    transient: isTransient,
  });
const transient = failureOf(true);
const permanent = failureOf(false);

function statusOf(cause: Error): number | undefined {
  const metadata: unknown = '$metadata' in cause ? cause.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}

/** What node's sockets and the SDK's timeouts say; null when an answer came. */
function networkReason(cause: Error): string | null {
  const code: unknown = 'code' in cause ? cause.code : undefined;
  if (typeof code === 'string') return code;
  return cause.name === 'TimeoutError' ? 'no answer in time' : null;
}
