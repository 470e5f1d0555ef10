import type { Relationship } from '../layout.ts';
import { parts, sealParts } from '../manifest.ts';
import type { UpdateWriter } from '../update-writer.ts';
import type { Signer } from './ed25519.ts';
import type { SignatureForm, Signed } from './form.ts';
import { attestationForm, minisignForm, rawForm, sshForm } from './forms.ts';

/** The signatures over SHA256SUMS, each for a tool that many have. They are not listed in it. */
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

export const unlisted: ReadonlySet<string> = new Set([parts.sums, ...signatures.map(({ name }) => name)]);

/** Attaches every signature over SHA256SUMS. */
export async function attachSignatures(writer: UpdateWriter, signed: Signed, signer: Signer): Promise<void> {
  const relationship: Relationship = 'Supplement';
  for (const { name, form, mediaType, tool } of signatures) {
    const description = `Signature over ${parts.sums}, for ${tool}`;
    await writer.attach({ name, mediaType, description, relationship }, form.write(signed, signer));
  }
}
