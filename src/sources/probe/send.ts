import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { messageOf } from '../../domain/errors.ts';
import { addressRefused, guardedLookup, isRefused, type Resolve } from './addresses.ts';

export interface Sending {
  readonly method: string;
  readonly url: string;
  /** With the Authorization header, if any. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Of the body; no more is read. */
  readonly bytesMax: number;
  readonly signal: AbortSignal;
  readonly resolve: Resolve;
}

/** What TLS told of the server; without a certificate that this machine trusts there is no answer. */
export interface TlsFacts {
  readonly version: string | null;
  readonly cipher: string;
  readonly certificateSha256: string | null;
  readonly certificateValidTo: string | null;
}

export interface Answered {
  readonly status: number;
  /** Names in lower case; a name that came several times has a list. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Uint8Array;
  readonly truncated: boolean;
  readonly remoteAddress: string;
  readonly tls: TlsFacts | null;
  /** From the beginning of the request, in milliseconds; null for steps that there were not. */
  readonly timings: {
    readonly connectedMs: number | null;
    readonly tlsMs: number | null;
    readonly firstByteMs: number;
    readonly endMs: number;
  };
}

/** No answer came; `message` says why in the network's own words. */
export class Unanswered extends Error {
  constructor(reason: string, cause: unknown) {
    super(reason, { cause });
    this.name = 'Unanswered';
  }
}

/**
 * Sends one request over a connection of its own and reads the beginning of its answer. Redirects are answers:
 * none is followed. Throws `Unanswered`, `PROBE_ADDRESS_REFUSED`, or the signal's reason.
 */
export async function send(sending: Sending): Promise<Answered> {
  const { signal, timeoutMs } = sending;
  signal.throwIfAborted();
  const { hostname } = new URL(sending.url);
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0 && isRefused(hostname))
    throw addressRefused(hostname, hostname);
  const stop = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  try {
    return await exchange(sending, stop);
  } catch (cause) {
    signal.throwIfAborted();
    if (stop.aborted) throw new Unanswered(`no answer in ${timeoutMs / 1_000} s`, cause);
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : messageOf(cause);
    if (code === 'PROBE_ADDRESS_REFUSED') throw cause;
    throw new Unanswered(code, cause);
  }
}

async function exchange(sending: Sending, stop: AbortSignal): Promise<Answered> {
  const url = new URL(sending.url);
  const startedMs = performance.now();
  const sinceMs = (): number => Math.round(performance.now() - startedMs);
  const marks: { connectedMs: number | null; tlsMs: number | null } = { connectedMs: null, tlsMs: null };
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: sending.method,
    headers: { ...sending.headers },
    // A connection of its own, so that each transcript has its own handshake.
    agent: false,
    lookup: guardedLookup(sending.resolve),
    signal: stop,
    // Whatever the environment says: the token goes to nobody who is not the target.
    rejectUnauthorized: true,
  });
  request.on('socket', (socket) => {
    socket.once('connect', () => {
      // Whatever the name service or the socket made of the address.
      const { remoteAddress = '' } = socket;
      if (isRefused(remoteAddress)) request.destroy(addressRefused(url.hostname, remoteAddress));
      marks.connectedMs = sinceMs();
    });
    socket.once('secureConnect', () => {
      marks.tlsMs = sinceMs();
    });
  });
  const response = await answerOf(request);
  const firstByteMs = sinceMs();
  const remote = response.socket;
  const facts = { remoteAddress: remote.remoteAddress ?? '', tls: tlsFacts(remote) };
  const { body, truncated } = await beginningOf(response, sending.bytesMax);
  return {
    status: response.statusCode ?? 0,
    headers: headersOf(response),
    body,
    truncated,
    ...facts,
    timings: { ...marks, firstByteMs, endMs: sinceMs() },
  };
}

function answerOf(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
    request.end();
  });
}

async function beginningOf(
  response: IncomingMessage,
  bytesMax: number,
): Promise<{ readonly body: Uint8Array; readonly truncated: boolean }> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > bytesMax) break;
  }
  const body = Buffer.concat(chunks);
  return { body: body.subarray(0, bytesMax), truncated: body.length > bytesMax };
}

function headersOf({ rawHeaders }: IncomingMessage): Answered['headers'] {
  const headers = new Map<string, string | readonly string[]>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name, value] = [rawHeaders[at]?.toLowerCase() ?? '', rawHeaders[at + 1] ?? ''];
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(headers);
}

function tlsFacts(socket: Socket): TlsFacts | null {
  if (!(socket instanceof TLSSocket)) return null;
  const certificate = socket.getPeerCertificate();
  return {
    version: socket.getProtocol(),
    cipher: socket.getCipher().name,
    certificateSha256: certificate.fingerprint256 ?? null,
    certificateValidTo: certificate.valid_to ?? null,
  };
}
