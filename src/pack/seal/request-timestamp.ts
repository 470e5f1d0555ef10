import { createHash, randomBytes } from 'node:crypto';
import { type ClockOffset, clockOffset } from '../../domain/clock.ts';
import { messageOf, outsideError } from '../../domain/errors.ts';
import { der, OID, TAG } from './der.ts';
import { readTimestamp, tokenIn } from './timestamp.ts';

const TIMEOUT_MS = 15_000;
const RESPONSE_BYTES_MAX = 64 * 1024;

export interface Timestamped {
  /** The authority's answer (`.tsr`), and the token in it. */
  readonly response: Buffer;
  readonly token: Buffer;
  /** The authority's clock against ours. */
  readonly clock: ClockOffset;
}

/** Authorities that tell no fraction of a second. */
const WHOLE_SECOND_MS = 1_000;

/** Asks an authority for a timestamp over data (RFC 3161, HTTP); throws `TIMESTAMP_FAILED`. */
export async function requestTimestamp(url: string, data: Buffer, nowMs: () => number): Promise<Timestamped> {
  const failed = (why: string, cause?: unknown) =>
    outsideError(
      {
        code: 'TIMESTAMP_FAILED',
        message: `the timestamp authority gave no timestamp: ${why}`,
        where: url,
        mend: 'try again, or name another authority in seal.timestampUrl; nothing was written',
      },
      cause,
    );
  const nonce = randomBytes(8);
  nonce[0] = ((nonce[0] ?? 0) & 0x7f) | 0x40;
  let response: Buffer;
  const askedAtMs = nowMs();
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body: Uint8Array.from(request(data, nonce)),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`it answered with status ${answer.status}`);
    response = Buffer.from(await answer.arrayBuffer());
  } catch (cause) {
    throw failed(messageOf(cause), cause);
  }
  const answeredAtMs = nowMs();
  if (response.length > RESPONSE_BYTES_MAX) throw failed(`its answer has ${response.length} bytes`);
  const token = await tokenIn(response);
  if (token === undefined) throw failed('it refused');
  const timestamp = await readTimestamp(token, data);
  if (timestamp === undefined) throw failed('its timestamp is not valid for what was asked');
  if (timestamp.problems.length > 0) throw failed(`its timestamp ${timestamp.problems.join('; ')}`);
  if (timestamp.nonce !== nonce.toString('hex')) throw failed('it answered another question');
  const authorityMs = timestamp.at.getTime();
  const stepMs = authorityMs % WHOLE_SECOND_MS === 0 ? WHOLE_SECOND_MS : 1;
  return { response, token, clock: clockOffset(askedAtMs, authorityMs, answeredAtMs, stepMs) };
}

function request(data: Buffer, nonce: Buffer): Buffer {
  const algorithm = der(TAG.sequence, OID.sha256, der(TAG.null));
  const imprint = createHash('sha256').update(data).digest();
  return der(
    TAG.sequence,
    der(TAG.integer, Buffer.of(1)),
    der(TAG.sequence, algorithm, der(TAG.octets, imprint)),
    der(TAG.integer, nonce),
    der(TAG.boolean, Buffer.of(0xff)),
  );
}
