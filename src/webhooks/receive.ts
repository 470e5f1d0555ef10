import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { z } from 'zod';
import { RcaError } from '../domain/errors.ts';
import type { AlertMessage, AlertOrigin, Alerts } from '../incident/alerts.ts';
import { readNotification } from './alertmanager.ts';
import { isAuthorized, isSigned } from './authenticate.ts';
import type { WebhookMetrics, WebhookOutcome } from './metrics.ts';
import { readEvent } from './pagerduty.ts';
import { readBody } from './read-body.ts';
import type { WebhookSettings } from './settings.ts';

export interface ReceiveOptions {
  readonly settings: WebhookSettings;
  readonly alerts: Alerts;
  readonly metrics: WebhookMetrics;
  readonly log: Logger;
  nowMs(): number;
}

/** How the messages of one origin are told from forged ones and read. */
interface Door {
  readonly origin: AlertOrigin;
  readonly bytesMax: number;
  /** By the headers alone, before the body is read. */
  mayEnter(request: IncomingMessage): boolean;
  isGenuine(request: IncomingMessage, body: Buffer): boolean;
  /** Throws zod's error. */
  read(json: unknown, body: Buffer): AlertMessage | 'ignored' | 'stale';
}

/** PagerDuty drops what is larger: https://developer.pagerduty.com/docs/webhooks-behavior */
const PAGERDUTY_BYTES_MAX = 256 * 1024;
/** Some thousand alerts; `max_alerts` of Alertmanager keeps below. */
const ALERTMANAGER_BYTES_MAX = 1024 * 1024;

/** Listeners by path, one for each configured webhook. */
export function webhookListeners(options: ReceiveOptions): ReadonlyMap<string, RequestListener> {
  return new Map(doorsOf(options).map((door) => [`/webhooks/${door.origin}`, listener(door, options)]));
}

function doorsOf({ settings, nowMs }: ReceiveOptions): readonly Door[] {
  const { alertmanager, pagerduty } = settings;
  const doors: Door[] = [];
  if (alertmanager) {
    doors.push({
      origin: 'alertmanager',
      bytesMax: ALERTMANAGER_BYTES_MAX,
      mayEnter: ({ headers }) => isAuthorized(headers.authorization, alertmanager),
      isGenuine: () => true,
      read: (json, body) => readNotification(json, body, alertmanager),
    });
  }
  if (pagerduty) {
    doors.push({
      origin: 'pagerduty',
      bytesMax: PAGERDUTY_BYTES_MAX,
      mayEnter: ({ headers }) => headers['x-pagerduty-signature'] !== undefined,
      isGenuine: ({ headers }, body) =>
        isSigned(body, [headers['x-pagerduty-signature']].flat().join(','), pagerduty.secrets),
      read: (json, body) => readEvent(json, body, pagerduty, nowMs()),
    });
  }
  return doors;
}

const STATUS: Readonly<Record<WebhookOutcome, number>> = {
  stored: 202,
  repeated: 202,
  ignored: 200,
  unauthorized: 401,
  stale: 401,
  invalid: 400,
  'too-large': 413,
  'too-slow': 408,
  'wrong-type': 415,
  failed: 503,
};

const listener =
  (door: Door, options: ReceiveOptions): RequestListener =>
  (request, response) => {
    void receive(door, request, options).then((outcome) => {
      options.metrics.answered(door.origin, outcome);
      answer(door, outcome, request, response);
    });
  };

function answer(
  door: Door,
  outcome: WebhookOutcome,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const text = `${outcome}\n`;
  response.writeHead(STATUS[outcome], {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(outcome === 'unauthorized' && door.origin === 'alertmanager' ? { 'www-authenticate': 'Bearer' } : {}),
    // Nothing more is read from whoever sends too much, or is not known.
    ...(request.complete ? {} : { connection: 'close' }),
  });
  response.end(text);
}

/** Never rejects. Everything is stored before the answer, so that a 2xx is never followed by a loss. */
async function receive(
  door: Door,
  request: IncomingMessage,
  { alerts, log }: ReceiveOptions,
): Promise<WebhookOutcome> {
  const { origin } = door;
  if (!door.mayEnter(request)) return 'unauthorized';
  if (!isPlainJson(request)) return 'wrong-type';
  const body = await readBody(request, door.bytesMax);
  if ('refusal' in body) return body.refusal === 'broken' ? 'invalid' : body.refusal;
  if (!door.isGenuine(request, body.bytes)) return 'unauthorized';
  try {
    const message = door.read(JSON.parse(body.bytes.toString('utf8')), body.bytes);
    if (typeof message === 'string') return message;
    const taken = await alerts.take(message);
    if (taken !== null) return taken.added ? 'stored' : 'repeated';
    log.info({ origin }, 'an alert was resolved that no incident knows: rca start and rca import take it in');
    return 'ignored';
  } catch (error) {
    return failed(error, origin, log);
  }
}

function failed(error: unknown, origin: AlertOrigin, log: Logger): WebhookOutcome {
  if (error instanceof SyntaxError || error instanceof RangeError) return 'invalid';
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    // Deeper in the path stand names that the sender chose.
    log.warn({ origin, member: issue?.path[0], code: issue?.code }, 'a webhook is not as documented');
    return 'invalid';
  }
  log.error({ err: error, origin }, 'a webhook could not be stored');
  if (!(error instanceof RcaError)) return 'failed';
  if (error.code === 'INCIDENT_DESTROYED') return 'ignored';
  return /^(?:FILE|FORMAT)_/.test(error.code) ? 'invalid' : 'failed';
}

const isPlainJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json *(;|$)/i.test(headers['content-type'] ?? '') &&
  (headers['content-encoding'] ?? 'identity') === 'identity';
