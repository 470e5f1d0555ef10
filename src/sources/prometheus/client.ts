import { z } from 'zod';
import { messageOf, outsideError, RcaError } from '../../domain/errors.ts';
import { type Failure, withRetries } from '../retry.ts';
import type { Running } from '../source.ts';
import type { PrometheusSettings } from './schema.ts';

const timeoutMs = 60_000;
const bodyBytesMax = 64 * 1_048_576;
/** Longer requests go into a form: proxies cut long URLs off. */
const urlLengthMax = 2_000;

export interface PrometheusClient {
  /** Base URL without a trailing slash. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface WireReply {
  readonly status: number;
  readonly bytes: Uint8Array;
  readonly retrievedAtMs: number;
  readonly clockOffsetMs: number | null;
}

export const connectPrometheus = ({ url, bearerToken }: PrometheusSettings): PrometheusClient => ({
  base: url.replace(/[/?#]*$/, ''),
  headers: {
    accept: 'application/json',
    ...(bearerToken !== undefined && { authorization: `Bearer ${bearerToken}` }),
  },
});

/** An answer with another status than 200: the cause of the error that it is told as. */
export class ErrorReply extends Error {
  readonly reply: WireReply;

  constructor(reply: WireReply) {
    super(errorOf(reply));
    this.name = 'ErrorReply';
    this.reply = reply;
  }
}

/** One request, repeated while the server is in trouble. Throws `RcaError`, caused by an `ErrorReply` if any. */
export async function ask(
  { base, headers }: PrometheusClient,
  running: Running,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<WireReply> {
  const url = `${base}${path}`;
  const form = new URLSearchParams(parameters);
  const target = form.size === 0 ? url : `${url}?${form}`;
  const asForm = target.length > urlLengthMax;
  return await withRetries(
    running,
    async () => {
      const response = await fetch(asForm ? url : target, {
        ...(asForm && { method: 'POST', body: form }),
        headers,
        signal: AbortSignal.any([running.signal, AbortSignal.timeout(timeoutMs)]),
      });
      const bytes = await bodyOf(response, url);
      const retrievedAtMs = running.nowMs();
      const date = response.headers.get('date');
      const reply = {
        status: response.status,
        bytes,
        retrievedAtMs,
        clockOffsetMs: date === null ? null : Date.parse(date) - Math.floor(retrievedAtMs / 1_000) * 1_000,
      };
      if (response.status !== 200) throw new ErrorReply(reply);
      return reply;
    },
    (cause) => explain(cause, url),
  );
}

async function bodyOf(response: Response, url: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.length;
    if (sizeBytes > bodyBytesMax) {
      throw outsideError({
        code: 'SOURCE_FAILED',
        message: `the answer is larger than ${bodyBytesMax} bytes`,
        where: url,
        mend: 'aggregate in the query, or set a larger stepSeconds',
      });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function explain(cause: unknown, where: string): Failure | null {
  if (cause instanceof RcaError) return { error: cause, transient: false };
  if (cause instanceof ErrorReply) return explainReply(cause, where);
  const reason = networkReason(cause);
  if (reason === null) return null;
  const error = outsideError(
    {
      code: 'SOURCE_UNREACHABLE',
      message: `no connection to Prometheus: ${reason}`,
      where,
      mend: 'check url in the configuration and the network, then collect again',
    },
    cause,
  );
  return { error, transient: true };
}

/** https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview */
function explainReply(cause: ErrorReply, where: string): Failure {
  const { status } = cause.reply;
  const failure = (code: string, mend: string, transient: boolean): Failure => ({
    error: outsideError({ code, message: `Prometheus answered ${cause.message}`, where, mend }, cause),
    transient,
  });
  if (status === 401 || status === 403) {
    return failure('SOURCE_DENIED', 'give a bearerToken that may query', false);
  }
  if (status === 429) return failure('SOURCE_THROTTLED', 'collect again later', true);
  if (status >= 500)
    return failure('SOURCE_FAILED', 'look after the Prometheus server, then collect again', true);
  return failure('SOURCE_FAILED', 'correct the expression in queries, or the url', false);
}

const errorSchema = z.object({ errorType: z.string(), error: z.string() });

function errorOf({ status, bytes }: WireReply): string {
  try {
    const { errorType, error } = errorSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
    return `HTTP ${status}, ${errorType}: ${error}`;
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) return `HTTP ${status}`;
    throw cause;
  }
}

/** Codes of node's sockets and of its fetch; null for what is no failure of the network. */
function networkReason(cause: unknown): string | null {
  if (!(cause instanceof Error)) return null;
  if (cause.name === 'TimeoutError') return `no answer in ${timeoutMs / 1_000} s`;
  const inner: unknown = cause.cause;
  if (!(cause instanceof TypeError) || !(inner instanceof Error)) return null;
  return 'code' in inner && typeof inner.code === 'string' ? inner.code : messageOf(inner);
}
