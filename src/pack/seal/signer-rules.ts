import { type Document, parseDocument } from 'yaml';
import { z } from 'zod';
import { messageOf, type RcaError, userError } from '../../domain/errors.ts';

const sha256 = z
  .string()
  .transform((text) => text.replaceAll(':', '').toLowerCase())
  .pipe(z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256: 64 hexadecimal digits'));
const time = z.iso.datetime({ offset: true });
const purpose = z.union([
  z.enum(['documentSigning', 'emailProtection', 'any', 'absent']),
  z
    .string()
    .regex(/^[0-2](\.\d+)+$/, 'is no purpose: documentSigning, emailProtection, any, absent or an OID')
    .refine((oid) => oid !== '1.3.6.1.5.5.7.3.1', 'a key for TLS servers signs no documents'),
]);

const ruleSchema = z.strictObject({
  /** SHA-256 of the certificate. */
  fingerprints: z.array(sha256).optional(),
  /** RFC 4514, exactly; under the given root alone. */
  subjects: z.array(z.string().min(1)).optional(),
  /** SHA-256 of the public key (SubjectPublicKeyInfo), which a renewed certificate keeps. */
  spki: z.array(sha256).optional(),
  /** What the extended key usage may say, instead of what is accepted without a rule. */
  extendedKeyUsages: z.array(purpose).min(1).optional(),
  /** When it may have signed: by the timestamp, or now where there is none that is trusted. */
  from: time.optional(),
  to: time.optional(),
});

/** Who may have sealed, as a file: `rca verify --signer FILE`. */
export const signerPolicySchema = z.strictObject({
  signerPolicy: z.literal(1),
  rules: z
    .array(
      ruleSchema.refine(
        ({ fingerprints = [], subjects = [], spki = [] }) =>
          fingerprints.length + subjects.length + spki.length > 0,
        'a rule names at least one of fingerprints, subjects and spki',
      ),
    )
    .min(1),
});

/** One who may have sealed. */
export type SignerRule = z.output<typeof ruleSchema>;

const POLICY_CHARACTERS_MAX = 64 * 1024;

/** A signer as a person names one: a fingerprint or a subject; undefined when it is neither, so a file's name. */
export function signerNamed(value: string): SignerRule | undefined {
  const fingerprint = sha256.safeParse(value.replace(/^sha256[:=]/i, ''));
  if (fingerprint.success) return { fingerprints: [fingerprint.data] };
  return /^(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)=/.test(value) ? { subjects: [value] } : undefined;
}

/** The rules of a policy file, YAML or JSON; throws `SIGNER_POLICY_INVALID`. */
export function readSignerPolicy(text: string, from: string): readonly SignerRule[] {
  const refused = (why: string) =>
    userError({
      code: 'SIGNER_POLICY_INVALID',
      message: `it names no signers: ${why}`,
      where: `--signer ${from}`,
      mend: 'give a SHA-256 fingerprint, a subject such as CN=Evidence packs,O=Example, or a policy file (docs/sealing.md)',
    });
  if (text.length > POLICY_CHARACTERS_MAX) throw refused('the file is too long');
  const document = parseDocument(text, { prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) throw refused(error.message);
  const parsed = signerPolicySchema.safeParse(contentOf(document, refused));
  if (parsed.success) return parsed.data.rules;
  const issue = parsed.error.issues[0];
  throw refused(`${issue?.path.join('.') || 'the whole file'}: ${issue?.message ?? 'is not valid'}`);
}

function contentOf(document: Document.Parsed, refused: (why: string) => RcaError): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw refused(messageOf(cause));
  }
}
