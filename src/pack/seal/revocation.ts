import { type BaseBlock, BitString, Enumerated, fromBER, GeneralizedTime, Integer, Sequence } from 'asn1js';
import { Certificate, CertificateRevocationList } from 'pkijs';
import type { X509Certificate } from '#platform/crypto';
import { userError } from '../../domain/errors.ts';
import { attempt } from './attempt.ts';
import { der, TAG } from './der.ts';
import { issued } from './issuer.ts';

/** Certificate revocation lists (RFC 5280, 5), judged without a network. */

export interface RevocationList {
  /** As given: a file's name, for messages. */
  readonly from: string;
  readonly list: CertificateRevocationList;
}

/** What was asked about a certificate and found. Neither `problem` nor `note` tells: not revoked. */
export interface Revocation {
  readonly problem: string | null;
  /** Worth a word though it changes nothing. */
  readonly note: string | null;
  readonly covered: boolean;
}

const PEM = /-----BEGIN X509 CRL-----([^-]+)-----END X509 CRL-----/g;

/** Lists in a file, PEM or DER; throws `CRL_UNREADABLE`. */
export async function readLists(bytes: Buffer, from: string): Promise<readonly RevocationList[]> {
  const blocks = [...bytes.toString('latin1').matchAll(PEM)].map(([, body]) =>
    Buffer.from(body ?? '', 'base64'),
  );
  const lists = await attempt(() =>
    (blocks.length === 0 ? [bytes] : blocks).map((der) => ({
      from,
      list: CertificateRevocationList.fromBER(Uint8Array.from(der)),
    })),
  );
  if (lists !== undefined) return lists;
  throw userError({
    code: 'CRL_UNREADABLE',
    message: 'there is no certificate revocation list that can be read',
    where: `--crl ${from}`,
    mend: 'give a file with a list as the authority publishes it, PEM or DER',
  });
}

/** When and how a certificate is relied on. */
export interface Reliance {
  /** By a timestamp, when there is one; else now. */
  readonly at: Date;
  readonly timestamped: boolean;
  readonly now: Date;
  /** For an authority of timestamps RFC 3161, 4, has rules of its own. */
  readonly authority: boolean;
}

/** Looks for a certificate in the lists of its issuer. */
export async function revocationOf(
  certificate: X509Certificate,
  issuers: readonly X509Certificate[],
  lists: readonly RevocationList[],
  reliance: Reliance,
): Promise<Revocation> {
  const problems: string[] = [];
  let covered = false;
  let note: string | null = null;
  for (const { from, list } of lists) {
    const own = await Promise.all(
      issuers.map(async (one) => ((await issued(one, certificate)) ? [one] : [])),
    );
    const issuer = await issuerOf(list, own.flat());
    if (issuer === undefined) continue;
    const unusable = unusableBecause(list, reliance);
    if (unusable !== null) {
      problems.push(`the list ${from} ${unusable}`);
      continue;
    }
    covered = true;
    const entry = entryOf(list, certificate);
    if (entry === undefined) continue;
    const judged = judge(entry, reliance);
    if (judged.stands) note = judged.words;
    else problems.push(judged.words);
  }
  return { problem: problems.length === 0 ? null : problems.join('; '), note, covered };
}

/** Whether one of these certificates issued a list: by name, signature and the right to. */
export async function issuerOf(
  list: CertificateRevocationList,
  issuers: readonly X509Certificate[],
): Promise<X509Certificate | undefined> {
  for (const issuer of issuers) {
    const issuerCertificate = Certificate.fromBER(Uint8Array.from(issuer.raw));
    const signed = await attempt(() => list.verify({ issuerCertificate }));
    if (signed === true && isStrict(list) && maySignLists(issuerCertificate)) return issuer;
  }
  return undefined;
}

/**
 * Whether an ECDSA signature is written as DER demands. pkijs reads it leniently: it drops the first byte of a number
 * that has one more than its curve, and takes lengths that do not fit.
 */
function isStrict({ signatureAlgorithm, signatureValue }: CertificateRevocationList): boolean {
  if (!signatureAlgorithm.algorithmId.startsWith('1.2.840.10045.4.')) return true;
  const written = Buffer.from(signatureValue.valueBlock.valueHexView);
  const { result } = fromBER(Uint8Array.from(written));
  const numbers = (result instanceof Sequence ? result.valueBlock.value : []).map((number) =>
    number instanceof Integer ? Buffer.from(number.valueBlock.valueHexView) : Buffer.alloc(0),
  );
  return (
    numbers.every((bytes) => !PADDED_BYTES.has(bytes.length) || bytes[0] === 0) &&
    der(TAG.sequence, ...numbers.map((bytes) => der(TAG.integer, bytes))).equals(written)
  );
}

/** Of a number as long as P-256 or P-384, with the byte that keeps it positive. */
const PADDED_BYTES: ReadonlySet<number> = new Set([33, 49]);

const KEY_USAGE = '2.5.29.15';
const CRL_SIGN = 0x02;

function maySignLists({ extensions = [] }: Certificate): boolean {
  const usage = extensions.find(({ extnID }) => extnID === KEY_USAGE)?.parsedValue;
  return !(usage instanceof BitString) || ((usage.valueBlock.valueHexView[0] ?? 0) & CRL_SIGN) !== 0;
}

/** In force now, or, for what a timestamp holds, made after it: a later list knows more. */
function unusableBecause(
  { thisUpdate, nextUpdate, crlExtensions }: CertificateRevocationList,
  { at, timestamped, now }: Reliance,
): string | null {
  if (crlExtensions?.extensions.some(({ critical }) => critical) === true) {
    return 'is for a part of the certificates, or of changes alone, which is not judged';
  }
  if (thisUpdate.value > now) return `is of ${thisUpdate.value.toISOString()}, which is in the future`;
  if (nextUpdate !== undefined && nextUpdate.value >= now) return null;
  if (timestamped && thisUpdate.value >= at) return null;
  return `expired at ${nextUpdate?.value.toISOString() ?? 'a time that it does not say'}`;
}

interface Entry {
  readonly at: Date;
  /** CRLReason; null when the list gives none. */
  readonly reason: number | null;
}

const REASON = '2.5.29.21';
const INVALID_SINCE = '2.5.29.24';

function entryOf({ revokedCertificates = [] }: CertificateRevocationList, { raw }: X509Certificate) {
  const { serialNumber } = Certificate.fromBER(Uint8Array.from(raw));
  const found = revokedCertificates.find(({ userCertificate }) => userCertificate.isEqual(serialNumber));
  if (found === undefined) return undefined;
  const extended = (id: string): BaseBlock | undefined => {
    const extension = found.crlEntryExtensions?.extensions.find(({ extnID }) => extnID === id);
    return extension && fromBER(extension.extnValue.valueBlock.valueHexView).result;
  };
  const since = extended(INVALID_SINCE);
  const reason = extended(REASON);
  const revokedAtMs = found.revocationDate.value.getTime();
  const invalidSinceMs = since instanceof GeneralizedTime ? since.toDate().getTime() : revokedAtMs;
  return {
    at: new Date(Math.min(invalidSinceMs, revokedAtMs)),
    reason: reason instanceof Enumerated ? reason.valueBlock.valueDec : null,
  } satisfies Entry;
}

/** unspecified, affiliationChanged, superseded, cessationOfOperation. */
const HARMLESS: ReadonlySet<number | null> = new Set([0, 3, 4, 5]);

function judge(
  { at: revokedAt, reason }: Entry,
  { at, timestamped, authority }: Reliance,
): { readonly stands: boolean; readonly words: string } {
  const when = revokedAt.toISOString();
  if (authority && !HARMLESS.has(reason)) {
    return { stands: false, words: `it was revoked as of ${when}, and with it all its timestamps` };
  }
  if (timestamped && revokedAt > at) {
    return {
      stands: true,
      words: `it was revoked as of ${when}, after the timestamp of ${at.toISOString()}`,
    };
  }
  const why = timestamped ? `before the timestamp of ${at.toISOString()}` : 'and no timestamp is older';
  return { stands: false, words: `it was revoked as of ${when}, ${why}` };
}
