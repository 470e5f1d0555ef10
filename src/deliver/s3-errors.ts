import { messageOf, outsideError, type RcaError } from '../domain/errors.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const MENDS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'make the bucket, with Object Lock if record.deliver asks for it, or correct its name',
  NoSuchKey: 'the object was removed: rca record INCIDENT --retry puts it again',
  NotFound: 'the object was removed: rca record INCIDENT --retry puts it again',
  SlowDown: 'S3 throttles: rca serve tries again, or: rca record INCIDENT --retry',
  InvalidRequest: 'Object Lock must be enabled on the bucket, which is done when it is made',
  ObjectLockConfigurationNotFoundError:
    'Object Lock must be enabled on the bucket, which is done when it is made',
  BadDigest: 'the bytes changed on their way: rca record INCIDENT --retry',
};

/** Tells what S3 or the way to it refused; `action` is the permission that the call needs. */
export function s3Trouble(cause: unknown, action: string, where: string): RcaError {
  const name = cause instanceof Error ? cause.name : 'Error';
  const denied = name === 'AccessDenied' || name === 'Forbidden';
  return outsideError(
    {
      code: denied ? 'DELIVERY_DENIED' : 'DELIVERY_REFUSED',
      message: `${action} failed: ${name === 'Error' ? '' : `${name}: `}${messageOf(cause)}`,
      where,
      mend: denied
        ? `allow ${action} on the bucket to the credentials in use (docs/permissions.md)`
        : (MENDS[name] ?? 'check bucket, region and credentials, then: rca record INCIDENT --retry'),
    },
    cause,
  );
}

export const notReadBack = (where: string, why: string): RcaError =>
  outsideError({
    code: 'DELIVERY_NOT_READ_BACK',
    message: `what S3 holds is not what was asked for: ${why}`,
    where,
    mend: 'see who may write to the bucket; the copy in the record is unchanged',
  });
