import type { RelativeDistinguishedNames } from 'pkijs';

/** Short names of attributes, as OpenSSL has them. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'street',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'title',
  '2.5.4.15': 'businessCategory',
  '2.5.4.17': 'postalCode',
  '2.5.4.42': 'GN',
  '2.5.4.43': 'initials',
  '2.5.4.46': 'dnQualifier',
  '2.5.4.97': 'organizationIdentifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
  '1.3.6.1.4.1.311.60.2.1.1': 'jurisdictionL',
  '1.3.6.1.4.1.311.60.2.1.2': 'jurisdictionST',
  '1.3.6.1.4.1.311.60.2.1.3': 'jurisdictionC',
};

/** A name as Node writes it: an attribute a line, with the escapes of RFC 2253. */
export const multilineName = ({ typesAndValues }: RelativeDistinguishedNames): string =>
  typesAndValues
    .map(({ type, value }) => `${SHORT_NAMES[type] ?? type}=${escaped(String(value.valueBlock.value))}`)
    .join('\n');

const escaped = (value: string): string =>
  value
    .replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&')
    .replace(/[\x00-\x1f\x7f]/g, (control) => `\\${hex(control.charCodeAt(0))}`);

const hex = (code: number): string => code.toString(16).toUpperCase().padStart(2, '0');
