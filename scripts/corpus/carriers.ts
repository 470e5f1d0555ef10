import { gzipSync } from 'node:zlib';
import type { Carrier } from './leak.ts';

const HALF_MIN = 6;

/** Either half of a secret gives it away, where both are long enough to be told from chance. */
export function whole(core: string, encode: (part: string) => Buffer): readonly Buffer[] {
  const middle = Math.floor(core.length / 2);
  const parts = middle < HALF_MIN ? [core] : [core.slice(0, middle), core.slice(middle)];
  return parts.map(encode);
}

const same = (text: string): string => text;
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/** A text within another one, each character by itself written as `encode` writes it. */
export const textCarrier = (
  id: string,
  mediaType: string,
  write: (text: string) => string,
  encode: (text: string) => string = same,
): Carrier => ({
  id,
  mediaType,
  carry: (text) => Buffer.from(write(text)),
  traces: (core) => whole(core, (part) => Buffer.from(encode(part))),
});

const SLICE = 16;

/** Bytes in base64: any part of them that is left may be decoded. */
export const inBase64 = (
  id: string,
  mediaType: string,
  bytesOf: (text: string) => Buffer,
  write: (encoded: string) => string,
): Carrier => ({
  id,
  mediaType,
  carry: (text) => Buffer.from(write(bytesOf(text).toString('base64'))),
  traces(core, carried) {
    const text = carried.toString('latin1');
    const runs = text.match(/[\w+/-]{12,}/g) ?? [];
    const run = runs.toSorted((a, b) => b.length - a.length)[0] ?? '';
    const plain = Buffer.from(
      text.replace(/^[\s\S]*?(?=[\w+/-]{40})/, '').replace(/[^\w+/=-]/g, ''),
      'base64',
    );
    const at = plain.indexOf(core);
    if (at === -1) return [Buffer.from(run.slice(SLICE, 2 * SLICE))];
    const from = Math.ceil((at * 4) / 3);
    const packed = text.slice(text.search(/[\w+/-]{40}/)).replace(/[\r\n]/g, '');
    return [Buffer.from(packed.slice(from, from + SLICE))];
  },
});

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => entities[mark] ?? mark);
const twice = (text: string): string => encodeURIComponent(encodeURIComponent(text));

export const carriers: readonly Carrier[] = [
  textCarrier('text', 'text/plain', (text) => `10:00:00 ERROR worker got\n${text}\n10:00:01 INFO next\n`),
  textCarrier('log line', 'text/plain', (text) => `2026-01-27T10:00:00Z worker[12]: ${text}\n`),
  textCarrier(
    'JSON member',
    'application/json',
    (text) => JSON.stringify({ at: 1, message: text, ok: false }),
    inJson,
  ),
  textCarrier(
    'JSON lines',
    'application/x-ndjson',
    (text) => `${JSON.stringify({ n: 1 })}\n${JSON.stringify({ log: `${text}\n` })}\n`,
    inJson,
  ),
  textCarrier(
    'indented JSON',
    'application/json',
    (text) => JSON.stringify({ at: 1, list: [{ text }] }, null, 2),
    inJson,
  ),
  textCarrier(
    'JSON in JSON',
    'application/json',
    (text) => JSON.stringify({ event: JSON.stringify({ detail: text }) }),
    (text) => inJson(inJson(text)),
  ),
  textCarrier(
    'percent',
    'text/plain',
    (text) => `GET /search?q=${encodeURIComponent(text)}&page=2 HTTP/1.1\n`,
    encodeURIComponent,
  ),
  textCarrier(
    'percent, twice',
    'application/json',
    (text) => JSON.stringify({ uri: `/r?u=${twice(text)}` }),
    twice,
  ),
  textCarrier('entities', 'text/html', (text) => `<p class="x">${escapeHtml(text)}</p>\n`, escapeHtml),
  {
    id: 'UTF-16',
    mediaType: 'text/plain',
    carry: (text) => Buffer.from(`\uFEFFlog\r\n${text}\r\n`, 'utf16le'),
    traces: (core) => whole(core, (part) => Buffer.from(part, 'utf16le')),
  },
  inBase64(
    'base64',
    'text/plain',
    (text) => Buffer.from(text),
    (encoded) => `sent payload ${encoded} to queue\n`,
  ),
  inBase64(
    'base64url in JSON',
    'application/json',
    (text) => Buffer.from(text),
    (encoded) =>
      JSON.stringify({ body: encoded.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') }),
  ),
  inBase64(
    'gzip in base64',
    'application/json',
    (text) => gzipSync(text),
    (encoded) => JSON.stringify({ data: encoded }),
  ),
  inBase64(
    'UTF-16 in base64',
    'text/plain',
    (text) => Buffer.from(text, 'utf16le'),
    (encoded) => `powershell -enc ${encoded}\n`,
  ),
];
