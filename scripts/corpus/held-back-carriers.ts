import { gzipSync } from 'node:zlib';
import { inBase64, textCarrier, whole } from './carriers.ts';
import type { Carrier } from './leak.ts';

const MIME_WIDTH = 76;
const wrapped = (text: string): string =>
  text.match(new RegExp(`.{1,${MIME_WIDTH}}`, 'g'))?.join('\r\n') ?? '';
const formEncoded = (text: string): string => encodeURIComponent(text).replaceAll('%20', '+');
const numeric = (text: string): string =>
  text.replace(/[^\w ]/g, (mark) => `&#x${(mark.codePointAt(0) as number).toString(16)};`);
const nginx = (text: string): string =>
  [...Buffer.from(text)]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c
        ? `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('');

/** Written before the rules and not looked at while they were written. */
export const heldBackCarriers: readonly Carrier[] = [
  textCarrier('syslog', 'text/plain', (text) => `<34>1 2026-01-27T10:00:00Z host app 1 - - got\n${text}\n`),
  textCarrier('chat message', 'application/json', (text) =>
    JSON.stringify({
      type: 'message',
      ts: '1769508000.000100',
      text,
      blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }],
    }),
  ),
  textCarrier(
    'fenced block in JSON',
    'application/x-ndjson',
    (text) => `${JSON.stringify({ n: 1, body: `see\n\`\`\`\n${text}\n\`\`\`\nthanks` })}\n`,
  ),
  textCarrier(
    'form body',
    'text/plain',
    (text) => `body: comment=${formEncoded(text)}&page=2\n`,
    formEncoded,
  ),
  textCarrier('numeric entities', 'text/plain', (text) => `<td>${numeric(text)}</td>\n`, numeric),
  {
    id: 'UTF-16, big-endian',
    mediaType: 'text/plain',
    carry: (text) =>
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(`log\n${text}\n`, 'utf16le').swap16()]),
    traces: (core) => whole(core, (part) => Buffer.from(part, 'utf16le').swap16()),
  },
  inBase64(
    'MIME body',
    'text/plain',
    (text) => Buffer.from(text),
    (encoded) => `Content-Transfer-Encoding: base64\r\n\r\n${wrapped(encoded)}\r\n\r\n`,
  ),
  inBase64(
    'data URL',
    'application/json',
    (text) => Buffer.from(text),
    (encoded) => JSON.stringify({ href: `data:text/plain;base64,${encoded}` }),
  ),
  inBase64(
    'gzip in base64url',
    'text/plain',
    (text) => gzipSync(text),
    (encoded) => `blob ${encoded.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')} end\n`,
  ),
  textCarrier('JSON three deep', 'application/json', (text) =>
    JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: text }) }) }),
  ),
  textCarrier(
    'annotation in YAML',
    'text/yaml',
    (text) =>
      `metadata:\n  annotations:\n    last-applied: |\n      ${JSON.stringify({ note: text })}\n  name: x\n`,
  ),
  textCarrier(
    'escaped log field',
    'text/plain',
    (text) => `10.0.0.7 - "POST /x" 200 "${nginx(text)}" 3\n`,
    nginx,
  ),
  textCarrier('patch', 'text/plain', (text) => `@@ -1 +1 @@\n${text.replace(/^/gm, '+')}\n`),
];
