import { sha256 } from '@noble/hashes/sha2.js';
import { fromBER, ObjectIdentifier } from 'asn1js';
import { Certificate, ExtKeyUsage } from 'pkijs';
import { multilineName } from './distinguished-name.ts';

const KEY_TYPES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '1.2.840.10045.2.1': 'ec',
};

const CURVES: Readonly<Record<string, { readonly name: string; readonly fieldBytes: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', fieldBytes: 32 },
  '1.3.132.0.34': { name: 'P-384', fieldBytes: 48 },
  '1.3.132.0.35': { name: 'P-521', fieldBytes: 66 },
};

const EXTENDED_KEY_USAGE = '2.5.29.37';

class CertificateUnreadable extends Error {
  readonly code = 'CERTIFICATE_UNREADABLE';
}

/** What verification reads of a certificate, under the names of Node's class. */
export class X509Certificate {
  /** DER. */
  readonly raw: Buffer<ArrayBuffer>;
  readonly #certificate: Certificate;

  /** Takes PEM, or DER; throws an error with a `code` for something else. */
  constructor(from: string | Buffer) {
    const bytes = Buffer.from(typeof from === 'string' ? Buffer.from(base64In(from), 'base64') : from);
    const { result, offset } = fromBER(Uint8Array.from(bytes));
    if (offset !== bytes.length) throw new CertificateUnreadable('there is more than a certificate');
    this.raw = bytes;
    try {
      this.#certificate = new Certificate({ schema: result });
    } catch (cause) {
      throw new CertificateUnreadable('it is no certificate', { cause });
    }
  }

  get subject(): string {
    return multilineName(this.#certificate.subject);
  }

  get fingerprint256(): string {
    const hex = Buffer.from(sha256(Uint8Array.from(this.raw))).toString('hex');
    return (hex.toUpperCase().match(/../g) ?? []).join(':');
  }

  /** Of the extension for extended key usage; undefined when there is none. */
  get keyUsage(): string[] | undefined {
    const found = this.#certificate.extensions?.find(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
    return found?.parsedValue instanceof ExtKeyUsage ? found.parsedValue.keyPurposes : undefined;
  }

  get validFromDate(): Date {
    return this.#certificate.notBefore.value;
  }

  get validToDate(): Date {
    return this.#certificate.notAfter.value;
  }

  get publicKey() {
    const { algorithm } = this.#certificate.subjectPublicKeyInfo;
    const named = algorithm.algorithmParams;
    return {
      asymmetricKeyType: KEY_TYPES[algorithm.algorithmId],
      curve: named instanceof ObjectIdentifier ? CURVES[named.valueBlock.toString()] : undefined,
      spki: Buffer.from(this.#certificate.subjectPublicKeyInfo.toSchema().toBER()),
    };
  }

  toString(): string {
    const lines = this.raw.toString('base64').match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
  }
}

const base64In = (pem: string): string =>
  /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(pem)?.[1] ?? '';
