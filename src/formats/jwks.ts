import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical.ts';
import type { Format, Origin } from './format.ts';
import type { JsonObject } from './json.ts';
import { asObject, asText } from './json.ts';
import { documentOf, elementsAt } from './json-records.ts';
import { outlineOf } from './outline.ts';
import { clip, notCovered, observerOf, present, type Reading, type ReadRecord } from './record.ts';

export const jwks: Format = {
  id: 'jwks',
  title: 'JSON Web Key Set: the public keys that tokens are checked with',
  mediaType: 'application/json',
  extension: 'json',
  framing: 'document',
  detect(head) {
    const outline = outlineOf(head);
    return outline.has('keys[].kty') || (outline.has('keys') && outline.size === 1);
  },
  observer: (origin) => observerOf('jwks', origin, (page) => readPage(page, origin)),
};

function* readPage(page: Buffer, origin: Origin): Generator<ReadRecord> {
  const document = documentOf(page);
  if (document === null) return;
  const { byteOffset } = document;
  if ('why' in document) {
    yield { byteOffset, reading: document };
  } else if (!Array.isArray(asObject(document.value)?.['keys'])) {
    yield { byteOffset, reading: { why: 'keys is not a list' } };
  } else {
    for (const key of elementsAt(page, document.value, 'keys')) {
      yield { byteOffset: key.byteOffset, reading: readKey(key.value, origin) };
    }
  }
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
