import { parts, sealParts } from '../part-names.ts';
import type { SignatureForm } from './form.ts';
import { attestationForm, minisignForm, rawForm, sshForm } from './forms.ts';

/** The signatures over SHA256SUMS, each for a tool that many have. */
export const signatures = [
  { part: 'raw', name: sealParts.raw, form: rawForm },
  { part: 'minisign', name: sealParts.minisign, form: minisignForm },
  { part: 'ssh', name: sealParts.ssh, form: sshForm },
  { part: 'attestation', name: sealParts.attestation, form: attestationForm },
] as const satisfies readonly { part: keyof typeof sealParts; name: string; form: SignatureForm }[];

/** What is made after SHA256SUMS and so is not listed in it. */
export const unlisted: ReadonlySet<string> = new Set([
  parts.sums,
  sealParts.timestamp,
  ...signatures.map(({ name }) => name),
]);
