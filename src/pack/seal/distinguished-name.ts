import {
  Set as Asn1Set,
  type BaseBlock,
  BmpString,
  fromBER,
  IA5String,
  ObjectIdentifier,
  PrintableString,
  Sequence,
  TeletexString,
  UniversalString,
  Utf8String,
} from 'asn1js';

/** One type with its value, as a name has them: `CN`, `Evidence packs`. */
export interface NamePart {
  /** Short where RFC 4514 or openssl has a short name, else the OID. */
  readonly type: string;
  /** Null where it is no text. */
  readonly text: string | null;
  /** DER, hexadecimal. */
  readonly encoded: string;
}

/** A distinguished name as it stands in a certificate: the most general first; a set of several parts is one step. */
export type DistinguishedName = readonly (readonly NamePart[])[];

/** RFC 4514, 3, and those that openssl writes beside them. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.4', 'SN'],
  ['2.5.4.5', 'serialNumber'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.9', 'street'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.12', 'title'],
  ['2.5.4.42', 'GN'],
  ['2.5.4.97', 'organizationIdentifier'],
  ['0.9.2342.19200300.100.1.1', 'UID'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

/** Reads a Name; throws when it is none. */
export function readName(ber: Uint8Array): DistinguishedName {
  const { result } = fromBER(Uint8Array.from(ber));
  if (!(result instanceof Sequence)) throw new TypeError('it is no name');
  return result.valueBlock.value.map((step) => {
    if (!(step instanceof Asn1Set)) throw new TypeError('it is no name');
    return step.valueBlock.value.map(partOf);
  });
}

function partOf(pair: BaseBlock): NamePart {
  const [type, value] = pair instanceof Sequence ? pair.valueBlock.value : [];
  if (!(type instanceof ObjectIdentifier) || value === undefined) throw new TypeError('it is no name');
  const oid = type.valueBlock.toString();
  return {
    type: SHORT_NAMES.get(oid) ?? oid,
    text: isText(value) ? value.valueBlock.value : null,
    encoded: Buffer.from(value.toBER()).toString('hex'),
  };
}

const TEXTS = [Utf8String, PrintableString, IA5String, BmpString, TeletexString, UniversalString] as const;
const isText = (value: BaseBlock): value is InstanceType<(typeof TEXTS)[number]> =>
  TEXTS.some((kind) => value instanceof kind);

/** As RFC 4514 writes it: `CN=Evidence packs,O=Example`. */
export const nameText = (name: DistinguishedName): string =>
  name
    .toReversed()
    .map((step) => step.map(partText).join('+'))
    .join(',');

const partText = ({ type, text, encoded }: NamePart): string =>
  `${type}=${text === null || /^\d/.test(type) ? `#${encoded}` : escaped(text)}`;

const escaped = (text: string): string =>
  text
    .replace(/[",+;<>\\]/g, '\\$&')
    .replaceAll('\0', '\\00')
    .replace(/^[ #]/, '\\$&')
    .replace(/ $/, '\\ ');

/** The given text with bytes beyond ASCII written out, which openssl escapes one by one. */
export const spelledOut = (given: string): string =>
  given.replace(/(?:\\[89A-Fa-f][0-9A-Fa-f])+/g, (bytes) =>
    Buffer.from(bytes.replaceAll('\\', ''), 'hex').toString('utf8'),
  );

const sameKey = ({ type, text, encoded }: NamePart): string =>
  `${type}=${text === null ? encoded : text.trim().replace(/\s+/g, ' ').toLowerCase()}`;

const stepKey = (step: readonly NamePart[]): string => step.map(sameKey).toSorted().join('+');

/** Whether a name is under another one, or is it (RFC 5280, 7.1). */
export const isWithin = (name: DistinguishedName, above: DistinguishedName): boolean =>
  above.length <= name.length &&
  above.every((step, index) => {
    const own = name[index];
    return own !== undefined && stepKey(own) === stepKey(step);
  });
