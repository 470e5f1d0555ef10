import { createHmac } from 'node:crypto';
import { canonicalJson, sha256Hex } from '../domain/canonical.ts';
import { messageOf, outsideError, RcaError } from '../domain/errors.ts';
import { besideBytes, type Destination, fileNameOf, type Parcel } from './destination.ts';

export interface WebhookSettings {
  readonly url: string;
  /** `whsec_` and base64, as the Standard Webhooks specification writes secrets. */
  readonly secret: string;
}

const TIMEOUT_MS = 15_000;

/**
 * Tells another system of a pack: a JSON body without the PDF, signed as the Standard Webhooks specification says
 * (https://www.standardwebhooks.com). `webhook-id` is the same for each attempt, so that a receiver can drop repeats.
 */
export const webhookDestination = (
  id: string,
  { url, secret }: WebhookSettings,
  nowMs: () => number,
): Destination => ({
  id,
  kind: 'webhook',
  hold: null,

  async deliver(parcel) {
    const place = new URL(url).origin;
    const body = bodyOf(parcel);
    const webhookId = `msg_${sha256Hex(`${id}\n${parcel.incident}\n${parcel.version}\n${parcel.sha256}`).slice(0, 32)}`;
    const timestamp = String(Math.floor(nowMs() / 1000));
    const status = await post(url, body, {
      'content-type': 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signatureOf(secret, `${webhookId}.${timestamp}.${body}`),
    });
    return { place, readBack: { status: String(status), webhookId }, hold: null };
  },

  async check() {
    const { origin } = new URL(url);
    try {
      // Any answer shows that somebody is there; a receiver need not know HEAD.
      const answer = await fetch(url, {
        method: 'HEAD',
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return `${origin} answers (${answer.status} to HEAD)`;
    } catch (cause) {
      throw unreachable(origin, cause);
    }
  },
});

/** `v1,` and the HMAC-SHA-256 in base64. */
export function signatureOf(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

const bodyOf = (parcel: Parcel): string =>
  canonicalJson({
    type: 'pack.written',
    timestamp: parcel.writtenAt,
    data: {
      incident: parcel.incident,
      version: parcel.version,
      file: fileNameOf(parcel),
      sha256: parcel.sha256,
      sizeBytes: parcel.sizeBytes,
      manifestSha256: parcel.manifestSha256,
      ledger: parcel.ledger,
      checkpoint: parcel.checkpoint,
      ...(parcel.beside.length === 0
        ? {}
        : {
            beside: {
              files: parcel.beside.length,
              sizeBytes: besideBytes(parcel.beside),
              sha256: parcel.beside.map(({ sha256 }) => sha256),
            },
          }),
    },
  });

async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const { origin } = new URL(url);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers,
      // A redirect could lead to another host, or to plain HTTP.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await answer.body?.cancel();
    if (answer.ok) return answer.status;
    throw outsideError({
      code: 'DELIVERY_REFUSED',
      message: `the webhook answered ${answer.status}`,
      where: origin,
      mend: 'see why the receiver refuses, then: rca record INCIDENT --retry',
    });
  } catch (cause) {
    throw cause instanceof RcaError ? cause : unreachable(origin, cause);
  }
}

/** fetch tells the reason in its cause. */
const unreachable = (where: string, cause: unknown): RcaError =>
  outsideError(
    {
      code: 'DELIVERY_UNREACHABLE',
      message: `the webhook cannot be reached: ${messageOf((cause instanceof Error && cause.cause) || cause)}`,
      where,
      mend: 'check the URL in record.deliver and that the receiver runs, then: rca record INCIDENT --retry',
    },
    cause,
  );
