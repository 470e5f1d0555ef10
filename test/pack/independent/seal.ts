import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';

/** What the second verifier needs of a pack to judge its Ed25519 signatures and its citations. */
export interface Sealed {
  /** Of an attachment; empty when there is none of that name. */
  bytes(name: string): Buffer;
  readonly incident: string;
  readonly version: number;
  readonly asOf: string;
  readonly tool: unknown;
  readonly ledger: unknown;
  /** RFC 8785. */
  canonical(value: unknown): string;
}

/** The four forms of a signature over SHA256SUMS, each written again around the value in it and compared. */
export function sumsSealed(pack: Sealed, raw: Buffer): boolean {
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  const id = createHash('sha256').update(raw).digest().subarray(0, 8);
  return [
    verify(null, pack.bytes('SHA256SUMS'), key, pack.bytes('SHA256SUMS.sig')),
    minisigned(pack, key, id),
    sshSigned(pack, key, raw),
    attested(pack, key, id),
  ].every(Boolean);
}

function minisigned(pack: Sealed, key: KeyObject, id: Buffer): boolean {
  const text = pack.bytes('SHA256SUMS.minisig').toString();
  const [, encoded = '', , over = ''] = text.split('\n');
  const [value, overAll] = [Buffer.from(encoded, 'base64').subarray(10), Buffer.from(over, 'base64')];
  const comment = `${pack.incident} version ${pack.version} as of ${pack.asOf}`;
  const again = [
    'untrusted comment: rca evidence pack',
    Buffer.concat([Buffer.from('ED'), id, value]).toString('base64'),
    `trusted comment: ${comment}`,
    overAll.toString('base64'),
    '',
  ].join('\n');
  const digest = createHash('blake2b512').update(pack.bytes('SHA256SUMS')).digest();
  return (
    text === again &&
    verify(null, digest, key, value) &&
    verify(null, Buffer.concat([value, Buffer.from(comment)]), key, overAll)
  );
}

/** RFC 4251, section 5: length and bytes. */
function sshString(content: Buffer | string): Buffer {
  const bytes = Buffer.from(content as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig */
function sshSigned(pack: Sealed, key: KeyObject, raw: Buffer): boolean {
  const text = pack.bytes('SHA256SUMS.sshsig').toString();
  const value = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64').subarray(-64);
  const about = [sshString('rca-pack'), sshString(''), sshString('sha512')];
  const named = (bytes: Buffer) => sshString(Buffer.concat([sshString('ssh-ed25519'), sshString(bytes)]));
  const magic = Buffer.from('SSHSIG');
  const blob = Buffer.concat([magic, Buffer.of(0, 0, 0, 1), named(raw), ...about, named(value)]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  const again = ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
  const digest = createHash('sha512').update(pack.bytes('SHA256SUMS')).digest();
  return text === again && verify(null, Buffer.concat([magic, ...about, sshString(digest)]), key, value);
}

/** https://github.com/secure-systems-lab/dsse/blob/master/protocol.md */
function attested(pack: Sealed, key: KeyObject, id: Buffer): boolean {
  const text = pack.bytes('attestation.dsse.json').toString();
  const sig = /"sig":"([A-Za-z0-9+/=]+)"/.exec(text)?.[1] ?? '';
  const { canonical, incident, version, tool, ledger } = pack;
  const lines = pack.bytes('SHA256SUMS').toString().split('\n').slice(0, -1);
  const payload = canonical({
    _type: 'https://in-toto.io/Statement/v1',
    subject: lines.map((line) => ({ name: line.slice(66), digest: { sha256: line.slice(0, 64) } })),
    predicateType: 'urn:rca:evidence-pack:1',
    predicate: { incident, version, tool, ledger },
  });
  const payloadType = 'application/vnd.in-toto+json';
  const again = canonical({
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: [{ keyid: id.toString('hex'), sig }],
  });
  const size = Buffer.byteLength(payload);
  const encoded = Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${size} ${payload}`);
  return text === `${again}\n` && verify(null, encoded, key, Buffer.from(sig, 'base64'));
}

/** Ids of evidence that the documents cite: in brackets in Markdown, not in code and not escaped; `evidence` in JSON. */
export function cited(documents: ReadonlyMap<string, Buffer>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const [name, bytes] of documents) {
    const text = bytes.toString();
    if (name.endsWith('.md')) {
      const plain = text.replace(/`[^`]*`/g, '').replace(/\\./g, '');
      for (const [, id = ''] of plain.matchAll(/\[(E-\d{4,9})\]/g)) ids.add(id);
    }
    if (name.endsWith('.json')) collect(parsed(text), ids);
  }
  return ids;
}

/** What is no JSON cites nothing: that it is none is another check's. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return null;
    throw cause;
  }
}

function collect(value: unknown, ids: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'evidence' && Array.isArray(member)) {
      for (const id of member) if (typeof id === 'string' && /^E-\d+$/.test(id)) ids.add(id);
    }
    collect(member, ids);
  }
}
