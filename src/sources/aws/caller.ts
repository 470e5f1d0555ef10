import { messageOf, outsideError } from '../../domain/errors.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly accountId?: string | undefined;
}

/**
 * Who we are to AWS, as far as the credentials say: `aws:123456789012:access-key-…WXYZ`. An ARN would take
 * another client and another call; the last four characters find the key in IAM and in CloudTrail.
 */
export async function callerOf(client: {
  readonly config: { credentials(): Promise<Credentials> };
}): Promise<string> {
  try {
    const { accessKeyId, accountId } = await client.config.credentials();
    return ['aws', accountId, `access-key-…${accessKeyId.slice(-4)}`].filter(Boolean).join(':');
  } catch (cause) {
    throw outsideError(
      {
        code: 'SOURCE_DENIED',
        message: `no AWS credentials: ${messageOf(cause)}`,
        where: 'AWS credentials',
        mend: 'give them by AWS_PROFILE, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the role of the machine',
      },
      cause,
    );
  }
}
