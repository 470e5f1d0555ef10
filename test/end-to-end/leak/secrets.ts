import { randomInt } from 'node:crypto';
import { isAadhaar, isCpf, isIban, isNir, isPesel } from '../../../src/collect/redact/check-digits.ts';

const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789';

const random = (characters: string, length: number): string =>
  Array.from({ length }, () => characters[randomInt(characters.length)]).join('');

/** Letters and digits, so that no encoding but hexadecimal and base64 changes it. */
const word = (): string => `${random(ALPHABET, 22)}7`;

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** A number with the check digit of Luhn. */
function cardNumber(): string {
  const digits = `4${random('0123456789', 14)}`;
  const sum = [...digits].toReversed().reduce((total, digit, place) => {
    const weighed = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (weighed > 9 ? weighed - 9 : weighed);
  }, 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}

/** Random digits behind which the last ones are what the check wants. */
function checked(passes: (number: string) => boolean, made: () => string): string {
  for (;;) {
    const number = made();
    if (passes(number)) return number;
  }
}
const digits = (length: number): string => random('123456789', length);

/** What a kind of secret looks like where it stands in text; `core` is the part that nobody may see. */
interface Kind {
  readonly core?: () => string;
  text(core: string): string;
}

export const kinds: Readonly<Record<string, Kind>> = {
  'bearer header': { text: (core) => `Authorization: Bearer ${core}` },
  'bearer in prose': { text: (core) => `sent bearer ${core} upstream` },
  'basic credentials': { text: (core) => `Authorization: Basic ${base64(`svc:${core}`)}` },
  'JSON Web Token': {
    text: (core) => `see eyJhbGciOiJIUzI1NiJ9.${base64(`{"jti":"${core}"}`).replaceAll('=', '')}.${core}`,
  },
  'cookie header': { text: (core) => `Cookie: sid=${core}` },
  'set-cookie header': { text: (core) => `Set-Cookie: session=${core}; Path=/; HttpOnly` },
  'API key header': { text: (core) => `X-Api-Key: ${core}` },
  'API key parameter': { text: (core) => `?api_key=${core}&page=2` },
  'password parameter': { text: (core) => `user=x&password=${core}&go=1` },
  'password member': { text: (core) => `{"passwd":"${core}"}` },
  passphrase: { text: (core) => `passphrase=${core}` },
  'client secret': { text: (core) => `client_secret=${core}` },
  'refresh token': { text: (core) => `refresh_token=${core}` },
  'CSRF token': { text: (core) => `X-CSRF-Token: ${core}` },
  'AWS secret access key': { text: (core) => `AWS_SECRET_ACCESS_KEY=${core}` },
  'AWS session token': { text: (core) => `aws_session_token=${core}` },
  'presigned signature': {
    core: () => random('0123456789abcdef', 64),
    text: (core) => `X-Amz-Date=20260127T100000Z&X-Amz-Signature=${core}`,
  },
  'security token': { text: (core) => `X-Amz-Security-Token=${core}` },
  'ALTER ROLE': { text: (core) => `ALTER ROLE app PASSWORD '${core}'` },
  'CREATE USER': { text: (core) => `CREATE USER app WITH ENCRYPTED PASSWORD E'${core}'` },
  'IDENTIFIED BY': { text: (core) => `CREATE USER app IDENTIFIED BY '${core}'` },
  'URL password': { text: (core) => `postgres://app:${core}@db:5432/shop` },
  'private key': { text: (core) => `-----BEGIN PRIVATE KEY-----\n${core}\n-----END PRIVATE KEY-----` },
  'Slack bot token': { text: (core) => `xoxb-${core}` },
  'Slack app token': { text: (core) => `xapp-1-${core}` },
  'Slack webhook': { text: (core) => `https://hooks.slack.com/services/T0/B0/${core}` },
  'GitHub token': { text: (core) => `ghp_${core}` },
  'GitHub fine-grained token': { text: (core) => `github_pat_${core}` },
  'GitLab token': { text: (core) => `glpat-${core}` },
  'npm token': { text: (core) => `npm_${core}` },
  'Stripe key': { text: (core) => `sk_live_${core}` },
  'Google API key': { text: (core) => `AIza${core}` },
  'e-mail address': { text: (core) => `${core}@example.com` },
  'card number': { core: cardNumber, text: (core) => `card number ${core}` },
  CPF: { core: () => checked(isCpf, () => digits(11)), text: (core) => `cpf: ${core}` },
  Aadhaar: { core: () => checked(isAadhaar, () => digits(12)), text: (core) => `aadhaar number ${core}` },
  PESEL: { core: () => checked(isPesel, () => digits(11)), text: (core) => `pesel=${core}` },
  NIR: { core: () => checked(isNir, () => `1${digits(14)}`), text: (core) => `nir=${core}` },
  IBAN: { core: () => checked(isIban, () => `DE${digits(20)}`), text: (core) => `IBAN ${core}` },
  'IAM user': { text: (core) => `arn:aws:iam::111122223333:user/${core}` },
  'assumed role session': { text: (core) => `arn:aws:sts::111122223333:assumed-role/app/${core}` },
  JSESSIONID: { text: (core) => `/cart;jsessionid=${core}` },
  PHPSESSID: { text: (core) => `PHPSESSID=${core}` },
};

export interface Seeded {
  readonly kind: string;
  readonly place: string;
  readonly core: string;
}

/** Makes secrets that are found nowhere else, and remembers where each was put. */
export class Seeds {
  readonly all: Seeded[] = [];

  /** The bare secret. */
  bare(kind: string, place: string): string {
    const core = word();
    this.all.push({ kind, place, core });
    return core;
  }

  /** A secret as it stands in text. */
  text(kind: string, place: string): string {
    const { core: make = word, text } = kinds[kind] as Kind;
    const core = make();
    this.all.push({ kind, place, core });
    return text(core);
  }

  /** One text of every kind that can stand there. */
  each(place: string, fits: RegExp = /^/): string[] {
    return Object.entries(kinds)
      .filter(([, { text }]) => fits.test(text('')))
      .map(([kind]) => this.text(kind, place));
  }
}
