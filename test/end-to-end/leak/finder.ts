import type { Seeded } from './secrets.ts';

export interface Leak extends Seeded {
  readonly form: string;
  readonly where: string;
}

interface Needle {
  readonly bytes: Buffer;
  readonly form: string;
  readonly seeded: Seeded;
}

/** Base64 of a text at each place that it can have in a group of three bytes, without what its surroundings change. */
const base64Forms = (core: string): string[] =>
  [0, 1, 2].map((shift) => {
    const encoded = Buffer.from(`${'\0'.repeat(shift)}${core}`)
      .toString('base64')
      .replaceAll('=', '');
    return encoded.slice(shift === 0 ? 0 : shift + 1, -2);
  });

function needlesOf(seeded: Seeded): Needle[] {
  const { core } = seeded;
  const hex = Buffer.from(core).toString('hex');
  const forms: readonly (readonly [form: string, text: string])[] = [
    ['as it was', core],
    ['reversed', [...core].toReversed().join('')],
    ['in capitals', core.toUpperCase()],
    ['in lower case', core.toLowerCase()],
    ['in hexadecimal', hex],
    ['in hexadecimal capitals', hex.toUpperCase()],
    ['percent-encoded', hex.replace(/../g, '%$&')],
    ['as JSON escapes', hex.replace(/../g, '\\u00$&')],
    ['in UTF-16', core.replace(/./g, '$&\0').slice(0, -1)],
    ...base64Forms(core).map((text) => ['in base64', text] as const),
  ];
  const texts = new Map(forms.map(([form, text]) => [text, form]));
  return [...texts].map(([text, form]) => ({ bytes: Buffer.from(text, 'latin1'), form, seeded }));
}

const KEY_BYTES = 4;
const slotOf = (key: number): number => (Math.imul(key, 0x9e3779b1) >>> 8) & 0xff_ffff;

/** Finds secrets in any of their forms, in one pass however many they are. */
export function finder(all: readonly Seeded[]): (bytes: Buffer, where: string) => Leak[] {
  const byKey = new Map<number, Needle[]>();
  const slots = new Uint8Array(1 << 24);
  for (const needle of all.flatMap(needlesOf)) {
    // The end: beginnings of encoded forms are less different.
    const key = needle.bytes.readUInt32LE(needle.bytes.length - KEY_BYTES);
    byKey.set(key, [...(byKey.get(key) ?? []), needle]);
    slots[slotOf(key)] = 1;
  }
  return (bytes, where) => {
    const leaks: Leak[] = [];
    for (
      let end = KEY_BYTES, key = bytes.length < KEY_BYTES ? 0 : bytes.readUInt32LE(0);
      end <= bytes.length;
      end++
    ) {
      if (slots[slotOf(key)] === 1) {
        for (const { bytes: needle, form, seeded } of byKey.get(key >>> 0) ?? []) {
          const start = end - needle.length;
          if (start >= 0 && bytes.compare(needle, 0, needle.length, start, end) === 0)
            leaks.push({ ...seeded, form, where });
        }
      }
      key = (key >>> 8) | ((bytes[end] ?? 0) << 24);
    }
    return leaks;
  };
}
