import { judgeProbe, type ProbeCheck, probeChecks } from '../../domain/probe.ts';
import type { Format, Origin } from '../format.ts';
import { timeIn } from '../instant.ts';
import { asNumber, asObject, asText, type JsonObject } from '../json.ts';
import { jsonLines } from '../json-records.ts';
import { hasAll, outlineOf } from '../outline.ts';
import { clip, observerOf, present, type Reading, type ReadRecord } from '../record.ts';
import { bodyOf } from './body.ts';
import { leaksIn } from './leaks.ts';

/** Transcripts of our own probes: what was sent, less the token, and what came. */
export const probeResult: Format = {
  id: 'probe.result',
  title: 'transcripts of synthetic probes, one a line',
  mediaType: 'application/x-ndjson',
  extension: 'ndjson',
  framing: 'lines',
  detect: (head) =>
    hasAll(outlineOf(head), 'probe.check', 'probe.expected', 'probe.sentAt', 'request.credential'),
  observer: (origin: Origin) => observerOf('probe.result', origin, readPage),
};

function* readPage(page: Buffer): Generator<ReadRecord> {
  for (const record of jsonLines(page)) {
    const { byteOffset } = record;
    yield { byteOffset, reading: 'why' in record ? record : readTranscript(record.value) };
  }
}

const CHARS_MAX = 100;

const isCheck = (value: unknown): value is ProbeCheck => probeChecks.some((check) => check === value);

function readTranscript(value: unknown): Reading {
  const transcript = asObject(value);
  const probe = asObject(transcript?.['probe']);
  const request = asObject(transcript?.['request']);
  if (transcript === null || probe === null || request === null) return { why: 'no probe with its request' };
  const { check, target, expected, sentAt } = probe;
  const time = timeIn('probe.sentAt', sentAt);
  if (!isCheck(check)) return { why: 'probe.check is none that there is' };
  if ('why' in time) return time;
  if (typeof target !== 'string' || typeof expected !== 'string') return { why: 'probe has no target' };
  const answer = asObject(transcript['answer']);
  const facts = answer === null ? UNANSWERED : factsOf(answer, request);
  if (facts === null) return { why: 'answer.status is not a number' };
  const { outcome, seen } = judgeProbe({ check, ...facts });
  const reason = asText(transcript['unanswered']);
  const told = facts.status === null && reason !== undefined ? `no answer: ${clip(reason, CHARS_MAX)}` : seen;
  const tls = asObject(answer?.['tls']);
  return [
    {
      at: time.at,
      clock: 'request',
      kind: 'probe.result',
      summary: clip(`probe ${check} of ${clip(target, 40)}: ${told}, expected ${clip(expected, 60)}`, 200),
      attributes: present({
        'probe.target': clip(target, CHARS_MAX),
        'probe.check': check,
        'probe.expected': clip(expected, CHARS_MAX),
        'probe.seen': told,
        'probe.outcome': outcome,
        'probe.attempt': asNumber(probe['attempt']),
        'probe.body': facts.body,
        'probe.leaks': facts.leaks,
        'http.request.method': textUpTo(request['method']),
        'url.full': textUpTo(request['url']),
        'http.response.status_code': facts.status ?? undefined,
        'network.peer.address': textUpTo(answer?.['remoteAddress']),
        'tls.protocol.version': textUpTo(tls?.['version']),
        'tls.server.hash.sha256': textUpTo(tls?.['certificateSha256']),
      }),
    },
  ];
}

const URL_CHARS_MAX = 500;

function textUpTo(value: unknown): string | undefined {
  const text = asText(value);
  return text === undefined ? undefined : clip(text, URL_CHARS_MAX);
}

const UNANSWERED = {
  status: null,
  rateLimited: false,
  originAllowed: false,
  body: 'unseen',
  leaks: [],
} as const;

function factsOf(answer: JsonObject, request: JsonObject) {
  const status = asNumber(answer['status']);
  if (status === undefined) return null;
  const headers = new Map(Object.entries(asObject(answer['headers']) ?? {}));
  const names = [...headers.keys()];
  const text = typeof answer['body'] === 'string' ? answer['body'] : null;
  const sizeBytes = asNumber(answer['bodyBytes']) ?? text?.length ?? 0;
  const truncated = answer['truncated'] === true || request['method'] === 'HEAD';
  const body = bodyOf(text, sizeBytes, truncated);
  return {
    status,
    rateLimited: names.some(isRateLimit),
    originAllowed: allows(headers.get('access-control-allow-origin'), originOf(request)),
    body,
    leaks: leaksIn(`${text ?? ''}\n${names.map((name) => String(headers.get(name))).join('\n')}`),
  };
}

/**
 * `RateLimit`, `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers, `RateLimit-Limit` of its earlier
 * drafts, and what came before it under `X-`.
 */
const isRateLimit = (name: string): boolean => /^(?:x-)?rate-?limit(?:-|$)/.test(name);

const originOf = (request: JsonObject): string | undefined =>
  asText(asObject(request['headers'])?.['origin']);

/** https://fetch.spec.whatwg.org/#cors-check: `*` lets every origin in. */
const allows = (header: unknown, origin: string | undefined): boolean =>
  header === '*' || (origin !== undefined && typeof header === 'string' && header.trim() === origin);
