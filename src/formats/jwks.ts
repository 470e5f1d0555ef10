import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.ts';
import type { Format, Origin } from './format.ts';
import type { JsonObject } from './json.ts';
import { asObject, asText } from './json.ts';
import { documentOf, elementsAt } from './json-records.ts';
import { walkJson } from './json-walk.ts';
import { hasAll, type Outline, outlineOf } from './outline.ts';
import {
  clip,
  type Fact,
  notCovered,
  observerOf,
  present,
  type Reading,
  type ReadRecord,
  type RemarkBook,
} from './record.ts';

export const jwks: Format = {
  id: 'jwks',
  title: 'JSON Web Key Set: the public keys that tokens are checked with',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    return (
      outline.has('keys[].kty') ||
      hasAll(outline, 'issuer', 'jwks_uri') ||
      (outline.has('keys') && outline.size === 1) ||
      isCertificateMap(outline, head)
    );
  },
  observer: (origin) => observerOf('jwks', origin, (page, remarks) => readPage(page, origin, remarks)),
};

function* readPage(page: Buffer, origin: Origin, remarks: RemarkBook): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const { byteOffset } = document;
  if ('why' in document) {
    yield { byteOffset, reading: document };
    return;
  }
  const set = asObject(document.value);
  const certificates = Object.entries(set ?? {}).filter(isCertificate);
  if (set !== null && certificates.length > 0 && !('keys' in set)) {
    const offsets = memberOffsets(page);
    for (const [id, pem] of certificates) {
      yield { byteOffset: offsets.get(id) ?? byteOffset, reading: [certificateFact(id, pem, origin)] };
    }
  } else if (!Array.isArray(set?.['keys'])) {
    yield { byteOffset, reading: { why: whyNoKeys(set) } };
  } else {
    if (set['keys'].length === 0) remarks.emptyAnswer();
    for (const key of elementsAt(page, document.value, 'keys')) {
      yield { byteOffset: key.byteOffset, reading: readKey(key.value, origin) };
    }
  }
}

/** Google publishes the certificates of its tokens' keys as `{kid: PEM}`. */
const PEM_CERTIFICATE = /^-----BEGIN CERTIFICATE-----/;

const isCertificate = (entry: [string, unknown]): entry is [string, string] =>
  typeof entry[1] === 'string' && PEM_CERTIFICATE.test(entry[1]);

const CERTIFICATE_MAP = /^\s*\{\s*"[^"\\]{1,200}"\s*:\s*"-----BEGIN CERTIFICATE-----/;

const isCertificateMap = (outline: Outline, head: string): boolean =>
  CERTIFICATE_MAP.test(head.replace(/^\ufeff/, '')) && [...outline].every((path) => !path.includes('[]'));

const whyNoKeys = (set: JsonObject | null): string =>
  typeof set?.['jwks_uri'] === 'string'
    ? `an OpenID configuration, which holds no keys: they are at ${set['jwks_uri']}`
    : 'keys is not a list';

function memberOffsets(page: Buffer): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  walkJson(page, 0, page.length, (path, byteOffset) => offsets.set(path, byteOffset));
  return offsets;
}

/** The key inside is not taken out: the certificate's own digest tells it apart from the next one. */
function certificateFact(id: string, pem: string, origin: Origin): Fact {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return {
    at: origin.retrievedAt,
    clock: 'retrieval',
    kind: 'credential.present',
    summary: clip(`key ${id} published`, SUMMARY_CHARS_MAX),
    attributes: present({
      'credential.kind': 'jwk',
      'credential.id': id,
      'jwk.certificate_sha256': createHash('sha256').update(der).digest('hex'),
    }),
  };
}

/** Members that make a key's thumbprint, per key type: RFC 7638 section 3.2, RFC 8037 section 2. */
const THUMBPRINT_MEMBERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['RSA', ['e', 'kty', 'n']],
  ['EC', ['crv', 'kty', 'x', 'y']],
  ['OKP', ['crv', 'kty', 'x']],
]);

/** A set bears no time: its keys were there when it was retrieved. */
function readKey(value: unknown, origin: Origin): Reading {
  const key = asObject(value);
  const type = asText(key?.['kty']);
  if (key === null || type === undefined) return { why: 'a key without its type (kty)' };
  const members = THUMBPRINT_MEMBERS.get(type);
  // RFC 7517 section 5: key types that are not understood are passed over.
  if (members === undefined) return notCovered(`key of type ${type}`);
  const missing = members.find((member) => asText(key[member]) === undefined);
  if (missing !== undefined) return { why: `a key of type ${type} without ${missing}` };
  const thumbprint = thumbprintOf(key, members);
  const id = asText(key['kid']) ?? thumbprint;
  return [
    {
      at: origin.retrievedAt,
      clock: 'retrieval',
      kind: 'credential.present',
      summary: clip(`key ${id} published`, SUMMARY_CHARS_MAX),
      attributes: present({
        'credential.kind': 'jwk',
        'credential.id': id,
        'jwk.thumbprint': thumbprint,
        'jwk.alg': asText(key['alg']),
        'jwk.use': asText(key['use']),
      }),
    },
  ];
}

const SUMMARY_CHARS_MAX = 200;

function thumbprintOf(key: JsonObject, members: readonly string[]): string {
  const material = Object.fromEntries(members.map((member) => [member, key[member]]));
  return createHash('sha256').update(canonicalJson(material)).digest('base64url');
}
