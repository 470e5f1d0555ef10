import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { Range } from './cms.ts';
import type { Head } from './manifest.ts';

/** An attachment: the offsets of its two objects, what it holds if it could be inflated, how it is described. */
interface Found {
  readonly spec: number;
  readonly stream: number;
  readonly bytes: Buffer | null;
  readonly head: Head;
  /** Whether it stands in the file deflated, and how large it says that it is then. */
  readonly deflated: boolean;
  readonly size: number;
}

/** Goes over the file from its start to its end; what it cannot account for is a fault. */
export function walk(file: Buffer) {
  const text = file.toString('latin1');
  const found = new Map<string, Found>();
  const signature: Range | null = null as Range | null;
  const result = { found, baseSize: -1, catalogSha256: '', reachedAll: false, sound: false, signature };
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
    result.catalogSha256 = createHash('sha256').update(catalogText, 'latin1').digest('hex');
    let sound = catalogText.startsWith(`${root} 0 obj\n<<`) && text.startsWith('%PDF-');
    if (!catalogText.includes(`/AF ${size} 0 R`) || !catalogText.includes(`/EmbeddedFiles ${size + 1} 0 R`))
      return result;
    if (
      /\/(?:OpenAction|AA|JavaScript|JS|Launch|URI|XFA|RichMedia|OCProperties|Collection)(?![A-Za-z0-9])|#/.test(
        catalogText,
      )
    )
      sound = false;

    for (let n = 0; ; n += 1) {
      const spec =
        /^(\d+) 0 obj\n<< \/Type \/Filespec \/F \(([A-Za-z0-9][A-Za-z0-9._-]{0,99})\)[^\n]*\nendobj\n/.exec(
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
      const small = Number(full) <= 262_144;
      if (body.length !== Number(length) || (filter === '' ? length !== full : !small))
        throw new RangeError(name);
      if (small) frame.update(body);
      at += body.length;
      take('\nendstream\nendobj\n');
      if (found.has(name)) throw new RangeError(`two are called ${name}`);
      found.set(name, {
        spec: specAt,
        stream: streamAt,
        bytes: filter === '' ? body : inflated(body, Number(full)),
        head: {
          name,
          type: type ?? '',
          relationship: described?.[2] ?? '',
          description: described?.[1] ?? '',
          date: date ?? '',
        },
        deflated: filter !== '',
        size: Number(full),
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
    let range: Range | null = null;
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
      result.signature = range;
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
    const options = { maxOutputLength: Math.max(1, size), info: true };
    const { buffer, engine } = inflateSync(body, options) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    return buffer.length === size && engine.bytesWritten === body.length ? buffer : null;
  } catch {
    return null;
  }
}
