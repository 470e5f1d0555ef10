import { parts, sealParts } from '../manifest.ts';
import type { SignatureForm } from './form.ts';
import { attestationForm, minisignForm, rawForm, sshForm } from './forms.ts';

/** The signatures over SHA256SUMS, each for a tool that many have. */
export const signatures = [
  { name: sealParts.raw, form: rawForm, mediaType: 'application/octet-stream', tool: 'openssl' },
  { name: sealParts.minisign, form: minisignForm, mediaType: 'text/plain', tool: 'minisign' },
  { name: sealParts.ssh, form: sshForm, mediaType: 'text/plain', tool: 'ssh-keygen' },
  { name: sealParts.attestation, form: attestationForm, mediaType: 'application/json', tool: 'in-toto' },
] as const satisfies readonly {
  name: string;
  form: SignatureForm;
  mediaType: string;
  tool: string;
}[];

/** What is made after SHA256SUMS and so is not listed in it. */
export const unlisted: ReadonlySet<string> = new Set([
  parts.sums,
  sealParts.timestamp,
  ...signatures.map(({ name }) => name),
]);
