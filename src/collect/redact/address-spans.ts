import { isIPv4, isIPv6 } from 'node:net';

/** What becomes of IP addresses: they stay, lose their last part, or become tokens. */
export type AddressPolicy = 'keep' | 'truncate' | 'pseudonymise';

/** An address in a string of bytes. */
export interface AddressSpan {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** Not a product's version (`Chrome/120.0.0.0`), and not a part of a longer name or number. */
const CANDIDATE =
  /(?<![\w.:-]|[A-Za-z]\/)(?:\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)|[\dA-Fa-f]{0,4}(?::[\dA-Fa-f]{0,4}){2,7}(?:\.\d{1,3}){0,3}(?![\w:]))/g;

export function addressSpans(text: string): AddressSpan[] {
  const spans: AddressSpan[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const value = match[0];
    if (isIPv4(value) || isIPv6(value))
      spans.push({ start: match.index, end: match.index + value.length, value });
  }
  return spans;
}

/** The network: /24 of an IPv4 address, /48 of an IPv6 address. */
export function truncateAddress(address: string): string {
  if (isIPv4(address)) return `${address.slice(0, address.lastIndexOf('.'))}.0`;
  const [head = '', tail] = address.toLowerCase().split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing =
    tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter((part) => part !== '').length;
  const whole = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')];
  return `${whole.slice(0, 3).join(':')}::`;
}
