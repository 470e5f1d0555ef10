import type { Manifest } from './manifest.ts';
import { parts, sealParts } from './part-names.ts';
import { SSH_NAMESPACE } from './seal/forms.ts';

/** What `VERIFY.txt` says of one pack. */
export interface HowTo {
  readonly incident: string;
  readonly version: number;
  /** Null: it is not sealed. */
  readonly seal: {
    readonly name: string;
    /** Of the Ed25519 key, 16 hexadecimal digits; null without one. */
    readonly keyId: string | null;
    readonly certificate: boolean;
    readonly timestamp: boolean;
  } | null;
  readonly base: Manifest['base'];
  /** Files that lie beside the pack. */
  readonly beside: number;
}

/** `VERIFY.txt`: how a stranger checks the pack without this program. */
export const howToVerify = ({
  incident,
  version,
  seal,
  base,
  beside,
}: HowTo): string => `Evidence pack ${incident}, version ${version}

${seal === null ? UNSEALED : `Sealed by: ${seal.name}\n`}
By hand, with poppler-utils and coreutils (docs/verify-by-hand.md of rca has every step to a verdict, and
rca-verify.html does the same in a browser, without a network):

  mkdir attachments
  pdfdetach -saveall -o attachments PACK.pdf
  cd attachments
  sha256sum --strict -c SHA256SUMS

manifest.json lists each evidence item with the digests of its description and of its pages. The document
before anything was attached is the beginning of the file ("base" in manifest.json):

  head -c ${base.sizeBytes} ../PACK.pdf | sha256sum     (equals ${base.sha256})
${beside === 0 ? '' : besidePassage(beside)}
ledger.ndjson is the record of everything that was done to the evidence. Each line is canonical JSON
(RFC 8785) and names in "prev" the SHA-256 of the line before it, without the newline:

  sed -n 1p ledger.ndjson | tr -d '\\n' | sha256sum     (equals "prev" of line 2)

checkpoint holds the number of lines and the root of an RFC 6962 Merkle tree over them, in base64.
${seal === null ? '' : sealPassages(seal)}
With the program, which needs no account, configuration or network:

  rca verify PACK.pdf${seal?.keyId ? ' --key PUB.pem' : ''}${seal?.certificate ? ' --ca ROOT.pem' : ''}
`;

const UNSEALED = `This pack is unsealed: it carries no signature and no timestamp. The checks below show that it agrees with
itself; they do not show who made it.
`;

const sealPassages = ({ keyId, certificate, timestamp }: NonNullable<HowTo['seal']>): string =>
  [
    keyId === null ? '' : keyPassage(keyId),
    certificate ? DOCUMENT_PASSAGE : '',
    timestamp ? TIMESTAMP_PASSAGE : '',
  ].join('');

const DOCUMENT_PASSAGE = `
The whole PDF is signed (PAdES). Get the root certificate, ROOT.pem, from elsewhere. Rely on what is printed,
not on exit codes: it must say "Signature is Valid", "Certificate is Trusted" and "Total document signed".

  mkdir nss && certutil -N -d nss --empty-password && certutil -A -d nss -n root -t CT,C,C -i ROOT.pem
  pdfsig -nssdir nss ../PACK.pdf
`;

const TIMESTAMP_PASSAGE = `
${sealParts.timestamp} is a timestamp (RFC 3161) over ${parts.sums}; the signature of the PDF carries its own. With the root
certificate of the authority:

  openssl ts -verify -data ${parts.sums} -in ${sealParts.timestamp} -CAfile ROOT.pem
`;

const keyPassage = (keyId: string): string => `
${parts.sums} and ${parts.checkpoint} are signed with an Ed25519 key. Get its public half, PUB.pem, from
whoever made this pack, by another way than this file. Its id must be the one named above:

  openssl pkey -pubin -in PUB.pem -outform DER | tail -c 32 | sha256sum | cut -c 1-16
                                                             (equals ${keyId})
  openssl pkeyutl -verify -rawin -pubin -inkey PUB.pem -in ${parts.sums} -sigfile ${sealParts.raw}

${sealParts.minisign} and ${sealParts.ssh} (namespace ${SSH_NAMESPACE}) are the same for minisign and ssh-keygen,
${sealParts.attestation} for in-toto. ${parts.checkpoint} is a C2SP signed note with its key in ${sealParts.verifierKey}.
`;

const besidePassage = (files: number): string => `
${files} evidence file(s) were too large to attach and lie beside the pack in PACK.pdf.evidence/, each under
its SHA-256:

  cd ../PACK.pdf.evidence && for f in *; do echo "$f  $f"; done | sha256sum -c
`;
