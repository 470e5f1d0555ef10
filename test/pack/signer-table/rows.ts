/** A certificate, or a timestamp, and what is to be said of it. */
export interface Row {
  readonly id: string;
  /** Certificates by name, the one that is judged first. */
  readonly chain: readonly string[];
  readonly root?: string;
  readonly at?: string;
  /** As `--signer` takes it; a name in angle brackets stands for the SHA-256 of that certificate. */
  readonly signers?: readonly string[];
  readonly policy?: unknown;
  /** A token over `DATA` that the first of the chain signed; absent: the chain signed a document. */
  readonly token?: TokenRecipe;
  /** Words of the refusal; null: it is accepted. */
  readonly refused: string | null;
  /** Why openssl, asked the same, answers otherwise; null: it cannot be asked. Absent: it agrees. */
  readonly openssl?: string | null;
}

export interface TokenRecipe {
  readonly at: string;
  readonly imprint?: 'sha1' | 'sha256';
  readonly hash?: 'SHA-1';
  readonly naming?: 'v1' | 'v2-sha1' | 'v2-of-another' | 'v1-and-v2' | 'none';
}

export const AT = '2027-06-01T00:00:00.000Z';
export const DATA = Buffer.from('what is stamped\n');

const MAIL = 'openssl verify knows no purpose for documents; that for e-mail asks for e-mail protection';
const LAX = 'openssl verify at its usual level does not ask for this';

const ok = (id: string, more: Partial<Row> = {}): Row => ({ id, chain: [id], refused: null, ...more });
const no = (id: string, refused: string, more: Partial<Row> = {}): Row => ({
  id,
  chain: [id],
  refused,
  ...more,
});
const via = (...chain: readonly string[]): Partial<Row> => ({ chain });

const T = '2027-05-01T12:00:00.000Z';
const stamp = (
  id: string,
  refused: string | null,
  recipe: Partial<TokenRecipe> = {},
  more: Partial<Row> = {},
): Row => ({
  id,
  chain: ['stamper'],
  refused,
  token: { at: T, ...recipe },
  ...more,
});

const signers: readonly Row[] = [
  ok('plain'),
  ok('signature-only'),
  ok('commitment-only'),
  ok('no-key-usage'),
  ok('version-1'),
  ok('documents', { openssl: MAIL }),
  ok('documents-critical', { openssl: MAIL }),
  ok('mail'),
  ok('microsoft-documents', { openssl: MAIL }),
  ok('adobe-documents', { openssl: MAIL }),
  ok('server-and-documents', { openssl: MAIL }),
  ok('unknown-harmless'),
  ok('rsa2048'),
  ok('rsa3072'),
  ok('p384'),
  ok('p521'),
  ok('ed25519'),
  ok('by-sha384'),
  ok('under-between', via('under-between', 'between')),
  ok('root-in-the-chain', via('plain', 'root')),
  ok('twice-in-the-chain', via('under-between', 'between', 'between', 'under-between')),
  ok('under-ed25519', via('under-ed25519', 'ed25519-authority')),
  ok('under-pss', via('under-pss', 'rsa-authority')),
  ok('inside-names', via('inside-names', 'names-example')),
  ok('inside-mail', via('inside-mail', 'mail-example')),
  ok('out-of-a-loop', via('in-a-loop', 'one-again', 'two-of-two', 'one-of-two')),
  ok('alone', { root: 'alone' }),
  no('any-purpose', 'is for any purpose, not for signing documents'),
  no('server', 'is for TLS servers, not for signing documents'),
  no('server-critical', 'is for TLS servers, not for signing documents'),
  no('server-client', 'is for TLS servers and TLS clients, not for'),
  no('code', 'is for signing code, not for'),
  no('time-only', 'is for timestamps, not for'),
  no('encipherment', 'its key usage is keyEncipherment, neither digitalSignature nor nonRepudiation'),
  no('agreement', 'its key usage is keyAgreement, neither'),
  no('is-authority', 'it is the certificate of an authority', { openssl: LAX }),
  no('root-itself', 'it is the certificate of an authority', { chain: ['root'] }),
  no('alone-authority', 'it is the certificate of an authority', { root: 'alone-authority', openssl: LAX }),
  no('unknown-critical', 'the critical extension 1.3.6.1.4.1.99999.1'),
  no('under-policy-constraints', 'the critical extension 2.5.29.36', {
    ...via('under-policy-constraints', 'policy-constraints'),
    openssl: 'openssl judges policies; it is asked for none here',
  }),
  no('rsa512', 'RSA key has 512 bits', { openssl: LAX }),
  no('rsa1024', 'RSA key has 1024 bits', { openssl: LAX }),
  no('secp256k1', 'the curve 1.3.132.0.10', { openssl: LAX }),
  no('by-sha1', 'signed with SHA-1', { openssl: LAX }),
  no('under-sha1-authority', 'signed with SHA-1', {
    ...via('under-sha1-authority', 'sha1-authority'),
    openssl: LAX,
  }),
  no('under-weak-authority', 'RSA key has 1024 bits', {
    ...via('under-weak-authority', 'weak-authority'),
    openssl: LAX,
  }),
  no('under-no-authority', 'it is no authority', via('under-no-authority', 'no-authority')),
  no(
    'under-may-not-issue',
    'does not allow signing certificates',
    via('under-may-not-issue', 'may-not-issue'),
  ),
  no(
    'too-deep',
    'allows 0 authorities below it, and there are 1',
    via('too-deep', 'second-authority', 'length-0'),
  ),
  ok('under-length-0', via('under-length-0', 'length-0')),
  no('under-servers-only', 'it may vouch for TLS servers alone', via('under-servers-only', 'servers-only')),
  no(
    'outside-names',
    'does not permit the name CN=outside-names,O=Elsewhere',
    via('outside-names', 'names-example'),
  ),
  no('outside-mail', 'does not permit the name packs@example.org', via('outside-mail', 'mail-example')),
  no('excluded-host', 'excludes the name packs.example.com', via('excluded-host', 'no-hosts')),
  no('with-address', 'constrains names of a kind that is not judged', {
    ...via('with-address', 'addresses-only'),
    openssl: 'openssl compares addresses',
  }),
  no('loop', 'does not lead to the given root', {
    ...via('in-a-loop', 'one-again', 'two-of-two'),
    root: 'stranger',
  }),
  no('of-a-stranger', 'does not lead to the given root'),
  no('namesake-root', 'does not lead to the given root', { chain: ['plain'], root: 'stranger' }),
  no('issuer-missing', 'does not lead to the given root', { chain: ['under-between'] }),
  no('under-version-1', 'it is no authority', {
    root: 'root-version-1',
    openssl: 'openssl takes a root of version 1, which cannot say that it is an authority',
  }),
  no('before-its-time', 'it is valid from', { chain: ['plain'], at: '2021-01-01T00:00:00.000Z' }),
  no('after-its-time', 'it was valid until', { chain: ['plain'], at: '2053-01-01T00:00:00.000Z' }),
  no('authority-over', 'it was valid until', {
    ...via('under-short-authority', 'short-authority'),
    at: '2029-01-01T00:00:00.000Z',
  }),
];

const named = (
  id: string,
  signersNamed: readonly string[],
  refused: string | null,
  more: Partial<Row> = {},
): Row => ({
  id,
  chain: ['plain'],
  signers: signersNamed,
  refused,
  openssl: null,
  ...more,
});
const ruled = (id: string, policy: unknown, refused: string | null, more: Partial<Row> = {}): Row => ({
  id,
  chain: ['plain'],
  policy,
  refused,
  openssl: null,
  ...more,
});
const rule = (more: Record<string, unknown>) => ({ signerPolicy: 1, rules: [more] });
const SUBJECT = 'CN=plain,O=Example';

const namings: readonly Row[] = [
  named('named-by-fingerprint', ['<plain>'], null),
  named('pinned-without-root', ['<plain>'], null, { root: '' }),
  named('named-by-subject', [SUBJECT], null),
  named('one-of-two-names', ['CN=somebody,O=Example', '<plain>'], null),
  named('subject-without-root', [SUBJECT], 'anyone can write its subject', { root: '' }),
  named('subject-of-another', ['CN=plain'], 'none of those that were named'),
  named('subject-backwards', ['O=Example,CN=plain'], 'none of those that were named'),
  named('fingerprint-of-another', ['<mail>'], 'none of those that were named'),
  named('named-server', ['<server>'], 'is for TLS servers', { chain: ['server'] }),
  named('named-and-over', ['<plain>'], 'it was valid until', { root: '', at: '2053-01-01T00:00:00.000Z' }),
  ruled(
    'rule-in-force',
    rule({ subjects: [SUBJECT], from: '2027-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' }),
    null,
  ),
  ruled('rule-not-yet', rule({ subjects: [SUBJECT], from: '2028-01-01T00:00:00Z' }), 'its rule begins at'),
  ruled('rule-ended', rule({ subjects: [SUBJECT], to: '2027-01-01T00:00:00Z' }), 'its rule ended at'),
  ruled(
    'rule-for-documents',
    rule({ subjects: [SUBJECT], extendedKeyUsages: ['documentSigning'] }),
    'names no extended key usage',
  ),
  ruled(
    'rule-for-any-purpose',
    rule({ subjects: ['CN=any-purpose,O=Example'], extendedKeyUsages: ['any'] }),
    null,
    {
      chain: ['any-purpose'],
    },
  ),
];

const stamps: readonly Row[] = [
  stamp('stamped', null),
  stamp('stamped-naming-both', null, { naming: 'v1-and-v2' }),
  stamp('stamped-naming-by-sha1', null, { naming: 'v1' }),
  stamp('stamped-over-sha1', 'over a digest by SHA-1', { imprint: 'sha1' }, { openssl: LAX }),
  stamp('stamped-by-sha1', 'signed over a digest by SHA-1', { hash: 'SHA-1' }, { openssl: LAX }),
  stamp('stamped-naming-nobody', 'missing or not valid', { naming: 'none' }),
  stamp('stamped-naming-another', 'missing or not valid', { naming: 'v2-of-another' }),
  stamp('stamped-naming-sha1-as-v2', 'missing or not valid', { naming: 'v2-sha1' }, { openssl: LAX }),
  stamp(
    'stamped-mixed',
    'is for timestamps and e-mail, not for timestamps alone',
    {},
    { chain: ['stamper-mixed'] },
  ),
  stamp(
    'stamped-not-critical',
    'its extended key usage is not critical',
    {},
    { chain: ['stamper-not-critical'] },
  ),
  stamp('stamped-no-purpose', 'missing or not valid', {}, { chain: ['stamper-no-purpose'] }),
  stamp('stamped-weak', 'RSA key has 1024 bits', {}, { chain: ['stamper-weak'], openssl: LAX }),
  stamp('stamped-encipherment', 'its key usage is keyEncipherment', {}, { chain: ['stamper-encipherment'] }),
  stamp('stamped-sha1-certificate', 'signed with SHA-1', {}, { chain: ['stamper-sha1'], openssl: LAX }),
  stamp('stamped-by-a-stranger', 'does not lead to the given root', {}, { chain: ['stamper-stranger'] }),
  stamp('stamped-before-its-time', 'it is valid from', { at: '2021-05-01T12:00:00.000Z' }),
  stamp('stamped-after-its-time', 'it was valid until', { at: '2053-05-01T12:00:00.000Z' }),
];

export const rows: readonly Row[] = [...signers, ...namings, ...stamps];
