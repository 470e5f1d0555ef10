/** Encodes values of an ICC profile: signed 15.16 fixed point, big endian (ICC.1:2001-04, 5.3). */
function fixed(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => {
    bytes.writeInt32BE(Math.round(value * 65_536), 4 * index);
  });
  return bytes;
}

const typed = (type: string, headBytes: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(headBytes);
  head.write(type, 0, 'latin1');
  return Buffer.concat([head, body]);
};

const xyz = (x: number, y: number, z: number): Buffer => typed('XYZ ', 8, fixed(x, y, z));

function description(text: string): Buffer {
  const ascii = Buffer.from(`${text}\0`, 'latin1');
  const tag = typed('desc', 12, ascii);
  tag.writeUInt32BE(ascii.length, 8);
  const noUnicodeNoScript = Buffer.alloc(8 + 3 + 67);
  return Buffer.concat([tag, noUnicodeNoScript]);
}

/** The transfer function of IEC 61966-2-1 as a table. */
function toneCurve(steps: number): Buffer {
  const tag = Buffer.alloc(12 + 2 * steps);
  tag.write('curv', 0, 'latin1');
  tag.writeUInt32BE(steps, 8);
  for (let step = 0; step < steps; step++) {
    const encoded = step / (steps - 1);
    const linear = encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
    tag.writeUInt16BE(Math.round(linear * 65_535), 12 + 2 * step);
  }
  return tag;
}

const HEADER_BYTES = 128;

/** An sRGB display profile, ICC version 2.1, generated; the same bytes every time. */
export function srgbProfile(): Buffer {
  const curve = toneCurve(1024);
  const tags: readonly (readonly [string, Buffer])[] = [
    ['desc', description('sRGB IEC61966-2.1 (matrix/TRC)')],
    ['cprt', typed('text', 8, Buffer.from('No copyright, use freely\0', 'latin1'))],
    ['wtpt', xyz(0.9642, 1, 0.8249)],
    ['rXYZ', xyz(0.43607, 0.22249, 0.01392)],
    ['gXYZ', xyz(0.38515, 0.71687, 0.09708)],
    ['bXYZ', xyz(0.14307, 0.06061, 0.7141)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const head = Buffer.alloc(HEADER_BYTES + 4 + 12 * tags.length);
  const offsets = new Map<Buffer, number>();
  const bodies: Buffer[] = [];
  let endOffset = head.length;
  head.writeUInt32BE(tags.length, HEADER_BYTES);
  tags.forEach(([signature, body], index) => {
    const offset = offsets.get(body) ?? endOffset;
    if (offset === endOffset) {
      const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
      bodies.push(padded);
      offsets.set(body, offset);
      endOffset += padded.length;
    }
    const at = HEADER_BYTES + 4 + 12 * index;
    head.write(signature, at, 'latin1');
    head.writeUInt32BE(offset, at + 4);
    head.writeUInt32BE(body.length, at + 8);
  });
  head.writeUInt32BE(endOffset, 0);
  head.writeUInt32BE(0x02100000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  [2026, 1, 1, 0, 0, 0].forEach((part, index) => {
    head.writeUInt16BE(part, 24 + 2 * index);
  });
  head.write('acsp', 36, 'latin1');
  fixed(0.9642, 1, 0.8249).copy(head, 68);
  return Buffer.concat([head, ...bodies]);
}
