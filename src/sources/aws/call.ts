import { sha256Hex } from '../../domain/canonical.ts';
import type { Pacer } from '../pacer.ts';
import { withRetries } from '../retry.ts';
import type { Running } from '../source.ts';
import { explainAwsFailure } from './failure.ts';

/** What every SDK reply carries. */
interface WithMetadata {
  readonly $metadata: { readonly requestId?: string | undefined };
}

export interface AwsReply<Output> {
  readonly output: Output;
  readonly requestId: string | null;
  readonly retrievedAtMs: number;
  /** From the Date header, which counts whole seconds. */
  readonly clockOffsetMs: number | null;
}

/** An API operation as IAM names it, and how often we call it. */
export interface AwsOperation {
  /** `logs:FilterLogEvents`. */
  readonly action: string;
  /** What it is called on: an ARN or a name, for messages. */
  readonly resource: string;
  readonly pacer: Pacer;
}

const dates = new WeakMap<object, number>();

/** SDK middleware that keeps a reply's Date header, which the SDK does not hand out. */
export const keepDate =
  <Args, Result extends { response: unknown; output?: object }>(next: (args: Args) => Promise<Result>) =>
  async (args: Args): Promise<Result> => {
    const result = await next(args);
    const { response, output } = result;
    if (output !== undefined && typeof response === 'object' && response !== null && 'headers' in response) {
      const { date } = response.headers as Readonly<Record<string, string>>;
      if (date !== undefined) dates.set(output, Date.parse(date));
    }
    return result;
  };

/** One paced call, repeated while it is throttled or the service is in trouble; throws `RcaError`. */
export async function callAws<Output extends WithMetadata>(
  running: Running,
  operation: AwsOperation,
  send: (options: { readonly abortSignal: AbortSignal }) => Promise<Output>,
): Promise<AwsReply<Output>> {
  const output = await withRetries(
    running,
    async () => {
      await operation.pacer.turn(running);
      return await send({ abortSignal: running.signal });
    },
    (cause) => explainAwsFailure(cause, operation),
  );
  const retrievedAtMs = running.nowMs();
  const dateMs = dates.get(output);
  return {
    output,
    requestId: output.$metadata.requestId ?? null,
    retrievedAtMs,
    clockOffsetMs: dateMs === undefined ? null : dateMs - Math.floor(retrievedAtMs / 1_000) * 1_000,
  };
}

/** Request id and paging token of a reply; the token digested, since it may carry what was asked. */
export const proofOf = (requestId: string | null, nextToken: string | undefined): readonly string[] => [
  ...(requestId === null ? [] : [`request ${requestId}`]),
  ...(nextToken === undefined ? [] : [`next token sha256 ${sha256Hex(nextToken)}`]),
];
