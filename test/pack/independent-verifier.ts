import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { redactionsHold } from './independent-redactions.ts';
import { cited, sumsSealed } from './independent-seal.ts';

/**
 * A second verifier, written from docs/pack-format.md with nothing but Node's standard library. It judges the checks
 * in `judges` and no others: true, false, or null where one does not apply.
 */
export const judges = [
  'pack.structure',
  'pack.base',
  'pack.sums',
  'evidence.items',
  'evidence.beside',
  'evidence.redactions',
  'ledger.chain',
  'ledger.root',
  'ledger.custody',
  'documents.digests',
  'documents.citations',
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

interface Found {
  readonly spec: number;
  readonly stream: number;
  readonly bytes: Buffer | null;
}

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
}

/** RFC 8785 for what `JSON.parse` gives. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

function json<T>(bytes: Buffer | null | undefined): T | null {
  try {
    return JSON.parse(String(bytes)) as T;
  } catch {
    return null;
  }
}

/** Goes over the file from its start to its end; what it cannot account for is a fault. */
function walk(file: Buffer) {
  const text = file.toString('latin1');
  const found = new Map<string, Found>();
  const result = { found, baseSize: -1, catalogSha256: '', reachedAll: false, sound: false };
  const mark = text.indexOf('%%EOF\n%rca-pack 1\n');
  if (mark < 0) return result;
  const start = mark + 6;
  result.baseSize = start;
  const tail = /startxref\s+(\d+)\s+%%EOF\n$/.exec(text.slice(start - 64, start));
  const head =
    tail === null ? '' : (text.slice(Number(tail[1]), Number(tail[1]) + 4096).split('stream')[0] ?? '');
  const number = (name: string): number =>
    Number(new RegExp(`/${name} (\\d+)`).exec(head)?.[1] ?? Number.NaN);
  const [size, root, info] = [number('Size'), number('Root'), number('Info')];
  const id = /\/ID \[\s*<([0-9a-f]{32})>/.exec(head)?.[1];
  if (tail === null || id === undefined || Number.isNaN(size + root + info)) return result;
  if (!/\/Type \/XRef\b/.test(head) || /\/Prev\b/.test(head)) return result;

  let at = start;
  const frame = createHash('sha256');
  const take = (expected: string): number => {
    if (!text.startsWith(expected, at)) throw new RangeError(`byte ${at}`);
    frame.update(expected, 'latin1');
    at += expected.length;
    return at - expected.length;
  };
  try {
    take('%rca-pack 1\n');
    const catalogEnd = text.indexOf('\nendobj\n', at) + 8;
    const catalogText = text.slice(at, catalogEnd);
    const catalog = take(catalogText);
    result.catalogSha256 = hex(Buffer.from(catalogText, 'latin1'));
    let sound = catalogText.startsWith(`${root} 0 obj\n<<`) && text.startsWith('%PDF-');
    if (!catalogText.includes(`/AF ${size} 0 R`) || !catalogText.includes(`/EmbeddedFiles ${size + 1} 0 R`))
      return result;
    if (/\/(?:OpenAction|AA|JavaScript|JS|Launch|URI|XFA|RichMedia)(?![A-Za-z0-9])|#/.test(catalogText))
      sound = false;

    for (let n = 0; ; n += 1) {
      const spec = /^(\d+) 0 obj\n<< \/Type \/Filespec \/F \(([^)]+)\)[^\n]*\nendobj\n/.exec(
        text.slice(at, at + 1024),
      );
      if (spec === null) break;
      const [numbers, name = ''] = [[size + 2 + 2 * n, size + 3 + 2 * n], spec[2]];
      const described =
        /\/Desc \(([^()\\]{1,200})\) \/AFRelationship \/(Source|Data|Alternative|Supplement) /.exec(spec[0]);
      const specAt = take(
        `${numbers[0]} 0 obj\n<< /Type /Filespec /F (${name}) /UF (${name}) /Desc (${described?.[1]}) /AFRelationship /${described?.[2]}` +
          ` /EF << /F ${numbers[1]} 0 R /UF ${numbers[1]} 0 R >> >>\nendobj\n`,
      );
      const opening =
        /\/Subtype \/(\S+) \/Length (\d+)( \/Filter \/FlateDecode)? \/Params << \/Size (\d+) \/CreationDate \((D:\d{14}Z)\)/.exec(
          text.slice(at, at + 1024),
        );
      const [, type, length = '', filter = '', full = '', date] = opening ?? [];
      const streamAt = take(
        `${numbers[1]} 0 obj\n<< /Type /EmbeddedFile /Subtype /${type} /Length ${length}${filter} /Params << /Size ${full}` +
          ` /CreationDate (${date}) /ModDate (${date}) >> >>\nstream\n`,
      );
      const body = file.subarray(at, at + Number(length));
      if (body.length !== Number(length) || (filter !== '') !== Number(full) <= 262_144)
        throw new RangeError(name);
      if (filter !== '') frame.update(body);
      at += body.length;
      take('\nendstream\nendobj\n');
      if (found.has(name)) throw new RangeError(`two are called ${name}`);
      found.set(name, {
        spec: specAt,
        stream: streamAt,
        bytes: filter === '' ? body : inflated(body, Number(full)),
      });
    }
    const names = [...found.keys()];
    const ref = (name: string): string => `${size + 2 + 2 * names.indexOf(name)} 0 R`;
    const list = take(`${size} 0 obj\n[ ${names.map(ref).join(' ')} ]\nendobj\n`);
    const sorted = [...names].sort((a, b) => (a < b ? -1 : 1)).map((name) => `(${name}) ${ref(name)}`);
    const tree = take(`${size + 1} 0 obj\n<< /Names [ ${sorted.join(' ')} ] >>\nendobj\n`);
    result.reachedAll = true;

    const changed = [{ number: root, offset: catalog }];
    const own = [list, tree, ...[...found.values()].flatMap(({ spec, stream }) => [spec, stream])];
    let next = size + 2 + 2 * names.length;
    const field =
      /^(\d+) 0 obj\n<< \/Type \/Annot .{0,150} \/P (\d+) 0 R \/StructParent (\d+) \/V \d+ 0 R >>\nendobj\n/.exec(
        text.slice(at, at + 512),
      );
    let range: { from: number; to: number; rest: number } | null = null;
    if (field !== null) {
      const [, fieldNumber, page, parent] = field;
      const fieldAt = take(
        `${fieldNumber} 0 obj\n<< /Type /Annot /Subtype /Widget /FT /Sig /T (PackSignature) /TU (Digital signature of this evidence pack)` +
          ` /F 132 /Rect [ 0 0 0 0 ] /P ${page} 0 R /StructParent ${parent} /V ${next} 0 R >>\nendobj\n`,
      );
      changed.push({ number: Number(fieldNumber), offset: fieldAt });
      own.push(at);
      const said = /\/M \((D:\d{14}Z)\).{0,60}\/ByteRange (\[ 0 (\d+) (\d+) (\d+) \] *) \/Contents /.exec(
        text.slice(at, at + 512),
      );
      const [, time, written = '', from, to, rest] = said ?? [];
      if (written.length !== 64) throw new RangeError('ByteRange');
      take(
        `${next} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (${time})` +
          ` /Reason (Seal of an evidence pack) /ByteRange ${written} /Contents `,
      );
      range = { from: Number(from), to: Number(to), rest: Number(rest) };
      if (range.from !== at || range.to !== at + 32_770) throw new RangeError('ByteRange');
      at = range.to;
      take(' >>\nendobj\n');
      next += 1;
    }
    own.push(at);
    changed.sort((a, b) => a.number - b.number);
    const rows = Buffer.concat(
      [...changed.map(({ offset }) => offset), ...own].map((offset) => {
        const row = Buffer.alloc(9);
        row[0] = 1;
        row.writeUIntBE(offset, 1, 6);
        return row;
      }),
    );
    const xref = Buffer.concat([
      Buffer.from(
        `${next} 0 obj\n<< /Type /XRef /Size ${next + 1} /W [ 1 6 2 ] /Index [ ${changed.map((one) => `${one.number} 1`).join(' ')}` +
          ` ${size} ${own.length} ] /Prev ${tail[1]} /Root ${root} 0 R /Info ${info} 0 R` +
          ` /ID [ <${id}> <${frame.digest('hex').slice(0, 32)}> ] /Length ${rows.length} >>\nstream\n`,
      ),
      rows,
      Buffer.from(`\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`),
    ]);
    result.sound = sound && file.subarray(at).equals(xref);
    if (range !== null && range.to + range.rest !== at + xref.length) throw new RangeError('ByteRange');
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    result.sound = false;
    if (error.message === 'ByteRange') result.reachedAll = true;
  }
  return result;
}

function inflated(body: Buffer, size: number): Buffer | null {
  try {
    const bytes = inflateSync(body, { maxOutputLength: Math.max(1, size) });
    return bytes.length === size ? bytes : null;
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
  const { found, baseSize, catalogSha256, reachedAll, sound } = walk(file);
  const verdict = Object.fromEntries(judges.map((check) => [check, null])) as Verdict;
  verdict['pack.structure'] = sound;
  if (!reachedAll) return verdict;
  const of = (name: string): Buffer | null | undefined => found.get(name)?.bytes;
  const text = (name: string): string => String(of(name) ?? '');
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
    sums.every(([digest, name]) => is(name, digest)) &&
    [...found.keys()].every((name) => apart.test(name) || sums.some(([, listed]) => listed === name));

  const lines = text('ledger.ndjson').split('\n').slice(0, -1);
  let prev = '0'.repeat(64);
  verdict['ledger.chain'] = lines.every((line, index) => {
    const entry = json<Record<string, unknown>>(Buffer.from(line));
    const linked = entry !== null && entry['v'] === 1 && entry['seq'] === index && entry['prev'] === prev;
    prev = hex(line);
    return linked && canonical(entry) === line && Object.keys(entry).length === 7;
  });

  const manifest = json<Manifest>(of('manifest.json'));
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
  const beside = items.flatMap(({ pages }) => pages.filter(({ placed }) => placed === 'beside'));
  const lying = beside.map(({ sha256: digest }) => ({ digest, at: `${path}.evidence/${digest}` }));
  const there = lying.filter(({ at }) => existsSync(at));
  const right = there.every(({ digest, at }) => hex(readFileSync(at)) === digest);
  verdict['evidence.beside'] = !right
    ? false
    : beside.length > 0 && there.length === lying.length
      ? true
      : null;

  const attached = items.flatMap(({ pages }) =>
    pages.filter(({ placed }) => placed !== 'beside').map((page) => bytes(page.file)),
  );
  verdict['evidence.redactions'] = redactionsHold(text('redactions.ndjson'), attached, canonical);

  const [origin = '', size, root = ''] = text('checkpoint').split('\n');
  const treeRoot = merkle(lines);
  const begunBy = json<{ body?: { installation?: string } }>(Buffer.from(lines[0] ?? ''))?.body?.installation;
  verdict['ledger.root'] =
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

  const own = found.has('checkpoint.vkey')
    ? Buffer.from(text('checkpoint.vkey').trimEnd().split('+').slice(2).join('+'), 'base64').subarray(1)
    : null;
  if (own !== null || found.has('SHA256SUMS.sig'))
    verdict['seal.checkpoint'] = own !== null && signedNote(text('checkpoint'), origin, own);
  if (own !== null || found.has('SHA256SUMS.sig'))
    verdict['seal.sums'] = own !== null && sumsSealed({ ...manifest, bytes, canonical }, own);
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
