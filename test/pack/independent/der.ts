/** A value in DER (ITU-T X.690): its tag, its content, and all of its bytes. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
  readonly whole: Buffer;
}

export const SEQUENCE = 0x30;
export const SET = 0x31;
export const INTEGER = 0x02;
export const OCTETS = 0x04;
export const NULL = 0x05;
export const OID = 0x06;
/** `[n]` around what it tags. */
export const tagged = (n: number): number => 0xa0 + n;

/** The value at the beginning of bytes; what follows stays. */
export function derAt(bytes: Buffer): Der {
  const [tag = 0, first = 0x80] = bytes;
  const more = first < 0x80 ? 0 : first - 0x80;
  if ((first >= 0x80 && more === 0) || more > 4) throw new RangeError('no length of DER');
  const length = more === 0 ? first : bytes.readUIntBE(2, more);
  const start = 2 + more;
  if (start + length > bytes.length) throw new RangeError('cut short');
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) };
}

/** What a constructed value holds. */
export function membersOf(content: Buffer): readonly Der[] {
  const members: Der[] = [];
  for (let rest = content; rest.length > 0; ) {
    const member = derAt(rest);
    members.push(member);
    rest = rest.subarray(member.whole.length);
  }
  return members;
}

/** Goes down by positions. */
export function within(der: Der, ...path: readonly number[]): Der {
  return path.reduce((at, index) => {
    const member = membersOf(at.content)[index];
    if (member === undefined) throw new RangeError('missing');
    return member;
  }, der);
}

export function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x1_0000 ? 2 : 3;
  const head = Buffer.alloc(2 + size);
  head[0] = tag;
  head[1] = size === 0 ? length : 0x80 + size;
  if (size > 0) head.writeUIntBE(length, 2, size);
  return Buffer.concat([head, content]);
}

/** A SET OF: its members in order of their encoding. */
export const setOf = (tag: number, members: readonly Buffer[]): Buffer =>
  der(tag, ...members.toSorted(Buffer.compare));

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second, ...others].flatMap((arc) => {
    const digits = [arc % 128];
    for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128))
      digits.unshift(128 + (rest % 128));
    return digits;
  });
  return der(OID, Buffer.from(bytes));
}
