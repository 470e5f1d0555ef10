import type { PatternRule } from './pattern-rules.ts';
import type { TokenClass } from './rules.ts';

type VerifierRule = PatternRule & { readonly class: TokenClass };

const verifier = (gates: readonly string[], pattern: RegExp): VerifierRule => ({
  rule: 'password-verifier',
  class: 'password',
  gates,
  pattern,
});

const HEX = [...'0123456789abcdef'];

/** What a password is checked with: it can be guessed at offline, so it is hidden as the password is. */
export const verifierRules: readonly VerifierRule[] = [
  // https://man.archlinux.org/man/crypt.5
  verifier(['$2a$', '$2b$', '$2x$', '$2y$'], /(?<value>\$2[abxy]\$\d\d\$[\w./]{40,})/y),
  verifier(['$1$', '$5$', '$6$', '$y$', '$7$', '$gy$'], /(?<value>\$(?:1|5|6|y|7|gy)\$[\w./=$,]{20,})/y),
  verifier(['$apr1$', '$sha1$', '$md5'], /(?<value>\$(?:apr1|sha1|md5)[$,][\w./=$,]{20,})/y),
  // https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md
  verifier(['$argon2'], /(?<value>\$argon2(?:id?|d)\$[\w+/.=$,-]{20,})/y),
  verifier(['$scrypt$', '$pbkdf2'], /(?<value>\$(?:scrypt|pbkdf2(?:-[a-z\d]{1,8})?)\$[\w+/.=$,-]{20,})/y),
  // https://www.openwall.com/phpass/
  verifier(['$p$', '$h$', '$s$'], /(?<value>\$[PHS]\$[\w./]{28,})/y),
  // https://docs.djangoproject.com/en/stable/topics/auth/passwords/
  verifier(
    ['pbkdf2_sha', 'bcrypt_sha256$', 'argon2$', 'scrypt$', 'pbkdf2:sha', 'scrypt:'],
    /(?<![\w$])(?<value>(?:pbkdf2_sha\d{1,3}\$|bcrypt_sha256\$|argon2\$|scrypt\$|pbkdf2:sha\d{1,3}[:\d]*\$|scrypt:[\d:]{3,24}\$)[\w+/.=$,-]{20,})/y,
  ),
  // RFC 5803 and PostgreSQL's pg_authid
  verifier(['scram-sha-'], /(?<value>SCRAM-SHA-\d{1,3}\$\d{1,9}:[\w+/=]{4,}\$[\w+/=]{8,}:[\w+/=]{8,})/y),
  verifier(
    HEX.map((digit) => `md5${digit}`),
    /(?<![\w$-])(?<value>md5[\da-f]{32})(?![\w-])/y,
  ),
  // RFC 2307
  verifier(
    ['{ssha', '{sha', '{smd5}', '{crypt}', '{pbkdf2'],
    /(?<value>\{(?:S?SHA\d{0,3}|SMD5|CRYPT|PBKDF2[\w-]{0,8})\}[\w+/.=$]{12,})/iy,
  ),
  // https://dev.mysql.com/doc/refman/8.4/en/password-hashing.html
  verifier(
    HEX.flatMap((digit) => [`'*${digit}`, `"*${digit}`]),
    /(?<lead>['"])(?<value>\*[\dA-F]{40})(?![\dA-Za-z])/y,
  ),
];
