import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { certificatesIn, documentSigned } from './cms.ts';
import { type Description, manifestHolds } from './manifest.ts';
import { listed, redactionsHold } from './redactions.ts';
import { cited, sumsSealed } from './seal.ts';
import { grantedOver, stampedOver } from './timestamp.ts';
import { walk } from './walk.ts';

/**
 * A second verifier, written from docs/pack-format.md with nothing but Node's standard library. It judges the checks
 * in `judges` and no others: true, false, or null where one does not apply.
 */
export const judges = [
  'pack.structure',
  'pack.base',
  'pack.sums',
  'pack.manifest',
  'evidence.items',
  'evidence.beside',
  'evidence.redactions',
  'ledger.chain',
  'ledger.root',
  'ledger.custody',
  'documents.digests',
  'documents.citations',
  'seal.signer',
  'seal.signature',
  'seal.timestamp',
  'seal.checkpoint',
  'seal.sums',
  'seal.key',
] as const;
export type Verdict = Record<(typeof judges)[number], boolean | null>;

const sha256 = (...parts: readonly (Buffer | string)[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hex = (bytes: Buffer | string): string => sha256(bytes).toString('hex');

interface Page {
  sha256: string;
  sizeBytes: number;
  records: number;
  file: string;
  placed: string;
}
interface Item {
  id: string;
  sha256: string;
  file: string;
  coverage: unknown;
  records: number;
  pages: Page[];
}
interface Manifest {
  packFormat: number;
  incident: string;
  version: number;
  asOf: string;
  tool: unknown;
  base: { sha256: string; sizeBytes: number };
  catalogSha256?: string;
  items: Item[];
  withdrawn: string[];
  documents: { file: string; sha256: string; sizeBytes: number }[];
  ledger: { size: number; tip: string; root: string };
  signer: string | null;
}

/** RFC 8785 for what `JSON.parse` gives. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** Text of UTF-8, or null: a lenient reader takes other bytes for the same text. */
function utf8(bytes: Buffer): string | null {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : null;
}

/** How deep a value is nested, as far as 65. */
function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  for (; level.length > 0 && depth <= 64; depth += 1)
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  return depth;
}

function json<T>(bytes: Buffer | null | undefined): T | null {
  try {
    const value = JSON.parse(utf8(bytes ?? Buffer.alloc(0)) ?? '') as T;
    return depthOf(value) > 64 ? null : value;
  } catch {
    return null;
  }
}

/** RFC 6962, 2.1, as it is written there. */
function merkle(lines: readonly string[]): Buffer {
  if (lines.length === 0) return sha256('');
  if (lines.length === 1) return sha256(Buffer.of(0), lines[0] ?? '');
  let split = 1;
  while (split * 2 < lines.length) split *= 2;
  return sha256(Buffer.of(1), merkle(lines.slice(0, split)), merkle(lines.slice(split)));
}

/** Judges a pack; `keyPem` is the Ed25519 public key that is trusted. */
export function verifyIndependently(path: string, keyPem: string | null): Verdict {
  const file = readFileSync(path);
  const { found, baseSize, catalogSha256, reachedAll, sound, signature } = walk(file);
  const verdict = Object.fromEntries(judges.map((check) => [check, null])) as Verdict;
  verdict['pack.structure'] = sound;
  if (!reachedAll) return verdict;
  const of = (name: string): Buffer | null | undefined => found.get(name)?.bytes;
  const text = (name: string): string => utf8(of(name) ?? Buffer.alloc(0)) ?? '';
  const bytes = (name: string): Buffer => of(name) ?? Buffer.alloc(0);
  const is = (name: string, digest: string): boolean => {
    const bytes = of(name);
    return bytes !== null && bytes !== undefined && hex(bytes) === digest;
  };

  const sums = text('SHA256SUMS')
    .split('\n')
    .slice(0, -1)
    .map((line) => [line.slice(0, 64), line.slice(66)] as const);
  const apart = /^SHA256SUMS(?:\.(?:sig|minisig|sshsig|tsr))?$|^attestation\.dsse\.json$/;
  verdict['pack.sums'] =
    /^(?:[0-9a-f]{64} {2}[A-Za-z0-9][A-Za-z0-9._-]*\n)+$/.test(text('SHA256SUMS')) &&
    sums.every(([, name], index) => index === 0 || (sums[index - 1]?.[1] ?? '') < name) &&
    sums.every(([digest, name]) => is(name, digest)) &&
    [...found.keys()].every((name) => apart.test(name) || sums.some(([, listed]) => listed === name));

  const lines = text('ledger.ndjson').split('\n').slice(0, -1);
  let prev = '0'.repeat(64);
  const isChained =
    text('ledger.ndjson').endsWith('\n') &&
    lines.every((line, index) => {
      const entry = json<Record<string, unknown>>(Buffer.from(line));
      const linked = entry !== null && entry['v'] === 1 && entry['seq'] === index && entry['prev'] === prev;
      prev = hex(line);
      return linked && canonical(entry) === line && Object.keys(entry).length === 7;
    });
  const told = new Set<unknown>();
  const isAgain = (entry: Record<string, unknown> | null): boolean => {
    if (entry === null || !/^evidence\.(collected|imported)$/.test(String(entry['type']))) return false;
    const { evidence } = entry['body'] as { evidence?: string };
    return told.size === told.add(evidence).size;
  };
  verdict['ledger.chain'] = isChained && !lines.some((line) => isAgain(json(Buffer.from(line))));

  const manifest = json<Manifest>(of('manifest.json'));
  verdict['pack.manifest'] = false;
  if (manifest?.packFormat !== 1) return verdict;
  const { items, documents, ledger } = manifest;
  verdict['pack.base'] =
    baseSize === manifest.base.sizeBytes &&
    hex(file.subarray(0, baseSize)) === manifest.base.sha256 &&
    catalogSha256 === (manifest.catalogSha256 ?? catalogSha256);
  verdict['documents.digests'] = documents.every(
    (one) => is(one.file, one.sha256) && of(one.file)?.length === one.sizeBytes,
  );
  verdict['evidence.items'] = items.every((item) => {
    const described = json<Item & { incident: string }>(of(item.file));
    const pages = item.pages.map(({ sha256: digest, sizeBytes, records }) => ({
      sha256: digest,
      sizeBytes,
      records,
    }));
    return (
      is(item.file, item.sha256) &&
      described !== null &&
      canonical(described) === text(item.file) &&
      described.id === item.id &&
      described.incident === manifest.incident &&
      canonical(described.pages) === canonical(pages) &&
      canonical(described.coverage) === canonical(item.coverage) &&
      described.records === item.records &&
      item.records === pages.reduce((sum, { records }) => sum + records, 0) &&
      item.pages.every((page) =>
        page.placed === 'beside'
          ? page.file === page.sha256
          : is(page.file, page.sha256) && of(page.file)?.length === page.sizeBytes,
      )
    );
  });
  const redactions = listed(text('redactions.ndjson'));
  const pages = items.flatMap((item) => item.pages.filter(({ placed }) => placed === 'attached'));
  verdict['evidence.redactions'] = redactionsHold(
    redactions,
    pages.map(({ file: name }) => bytes(name)),
  );
  verdict['pack.manifest'] = manifestHolds({
    text: text('manifest.json'),
    heads: [...found.values()].map(({ head }) => head),
    streams: [...found.values()],
    descriptions: items.map((item) => json<Description>(of(item.file))),
    redactions,
    canonical,
  });

  const beside = items.flatMap(({ pages }) => pages.filter(({ placed }) => placed === 'beside'));
  const lying = beside.map(({ sha256: digest }) => ({ digest, at: `${path}.evidence/${digest}` }));
  const there = lying.filter(({ at }) => existsSync(at));
  const right = there.every(({ digest, at }) => hex(readFileSync(at)) === digest);
  verdict['evidence.beside'] = !right
    ? false
    : beside.length > 0 && there.length === lying.length
      ? true
      : null;

  const [origin = '', size, root = ''] = text('checkpoint').split('\n');
  const treeRoot = merkle(lines);
  const begunBy = json<{ body?: { installation?: string } }>(Buffer.from(lines[0] ?? ''))?.body?.installation;
  verdict['ledger.root'] =
    /^[^\n]+\n(?:0|[1-9]\d*)\n[^\n]+\n?$/.test(text('checkpoint').split('\n\n')[0] ?? '') &&
    root === treeRoot.toString('base64') &&
    Number(size) === lines.length &&
    ledger.root === treeRoot.toString('hex') &&
    ledger.size === lines.length &&
    ledger.tip === prev &&
    origin.endsWith(`/${manifest.incident}`) &&
    (begunBy === undefined || origin === `${begunBy}/${manifest.incident}`);
  const collected = new Map<string, unknown>();
  const withdrawn = new Set<string>();
  for (const line of lines) {
    const { type, body } =
      json<{ type: string; body: { evidence?: string; sha256?: string } }>(Buffer.from(line)) ?? {};
    if (body?.evidence === undefined) continue;
    if (type === 'evidence.collected' || type === 'evidence.imported')
      collected.set(body.evidence, body.sha256);
    if (type === 'evidence.withdrawn') withdrawn.add(body.evidence);
  }
  const ids = new Set(items.map(({ id }) => id));
  verdict['ledger.custody'] =
    items.every((item) => collected.get(item.id) === item.sha256 && !withdrawn.has(item.id)) &&
    [...collected.keys()].every((one) => ids.has(one) || withdrawn.has(one)) &&
    manifest.withdrawn.every((one) => withdrawn.has(one));

  const claimed = signature !== null || found.has('certificate.pem');
  const taken = signature && documentSigned(file, signature, text('certificate.pem'));
  if (claimed) verdict['seal.signature'] = taken !== null;
  const response = of('SHA256SUMS.tsr');
  if (response !== undefined || taken?.token)
    verdict['seal.timestamp'] =
      grantedOver(response ?? Buffer.alloc(0), bytes('SHA256SUMS')) &&
      (taken === null || (taken.token !== null && stampedOver(taken.token, taken.value)));

  const own = found.has('checkpoint.vkey')
    ? Buffer.from(text('checkpoint.vkey').trimEnd().split('+').slice(2).join('+'), 'base64').subarray(1)
    : null;
  if (own !== null || found.has('SHA256SUMS.sig'))
    verdict['seal.checkpoint'] = own !== null && signedNote(text('checkpoint'), origin, own);
  if (own !== null || found.has('SHA256SUMS.sig'))
    verdict['seal.sums'] = own !== null && sumsSealed({ ...manifest, bytes, canonical }, own);
  const [certificate] = certificatesIn(text('certificate.pem'));
  const sealedBy = [
    ...(certificate === undefined
      ? []
      : [`${certificate.subject.replaceAll('\n', ', ')} (certificate ${hex(certificate.raw).slice(0, 16)})`]),
    ...(own === null ? [] : [`Ed25519 key ${hex(own).slice(0, 16)}`]),
    ...(response === undefined ? [] : ['with a timestamp']),
  ].join(', ');
  if (manifest.signer !== null || sealedBy !== '') verdict['seal.signer'] = manifest.signer === sealedBy;
  const known = new Set([...ids, ...manifest.withdrawn]);
  const texts = manifest.documents.map(({ file }): [string, Buffer] => [file, bytes(file)]);
  verdict['documents.citations'] = [...cited(new Map(texts))].every((id) => known.has(id));
  if (keyPem !== null) {
    const x = createPublicKey(keyPem).export({ format: 'jwk' }).x ?? '';
    verdict['seal.key'] = own?.equals(Buffer.from(x, 'base64url')) ?? false;
  }
  return verdict;
}

/** https://c2sp.org/signed-note, one Ed25519 signature. */
function signedNote(note: string, name: string, raw: Buffer): boolean {
  const [body, signature] = note.split('\n\n');
  const line = /^\u2014 (\S+) (\S+)\n$/.exec(signature ?? '');
  const decoded = Buffer.from(line?.[2] ?? '', 'base64');
  const hash = sha256(`${name}\n`, Buffer.of(1), raw).subarray(0, 4);
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') },
    format: 'jwk',
  });
  return (
    line?.[1] === name &&
    decoded.length === 68 &&
    decoded.subarray(0, 4).equals(hash) &&
    verify(null, Buffer.from(`${body}\n`), key, decoded.subarray(4))
  );
}
