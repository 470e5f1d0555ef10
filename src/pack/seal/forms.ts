import { createHash } from '#platform/crypto';
import { canonicalJson } from '../../domain/canonical.ts';
import { readSums } from '../sums.ts';
import type { SignatureForm, Signed } from './form.ts';

const SIGNATURE_BYTES = 64;

const lastBytes = (base64: string | undefined): Buffer =>
  Buffer.from(base64 ?? '', 'base64').subarray(-SIGNATURE_BYTES);

const linesOf = (file: Buffer): readonly string[] => file.toString('latin1').split('\n');

/** The signature and nothing else: `openssl pkeyutl -verify -rawin`. */
export const rawForm: SignatureForm = {
  write: ({ message }, signer) => signer.sign(message),
  signaturesIn: (file) => [file],
};

/** minisign, prehashed: https://jedisct1.github.io/minisign/#signature-format. */
export const minisignForm: SignatureForm = {
  write({ message, manifest }, signer) {
    const signature = signer.sign(createHash('blake2b512').update(message).digest());
    const comment = `${manifest.incident} version ${manifest.version} as of ${manifest.asOf}`;
    const bound = signer.sign(Buffer.concat([signature, Buffer.from(comment)]));
    const blob = Buffer.concat([Buffer.from('ED'), signer.publicKey.id, signature]);
    return Buffer.from(
      `untrusted comment: rca evidence pack\n${blob.toString('base64')}\n` +
        `trusted comment: ${comment}\n${bound.toString('base64')}\n`,
    );
  },
  signaturesIn(file) {
    const [, signature, , bound] = linesOf(file);
    return [lastBytes(signature), lastBytes(bound)];
  },
};

export const SSH_NAMESPACE = 'rca-pack';

/** SSHSIG: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig. */
export const sshForm: SignatureForm = {
  write({ message }, signer) {
    const hash = createHash('sha512').update(message).digest();
    const scope = [sshString(SSH_NAMESPACE), sshString(''), sshString('sha512')];
    const signature = signer.sign(Buffer.concat([Buffer.from('SSHSIG'), ...scope, sshString(hash)]));
    const blob = Buffer.concat([
      Buffer.from('SSHSIG\0\0\0\x01'),
      sshString(Buffer.concat([sshString('ssh-ed25519'), sshString(signer.publicKey.raw)])),
      ...scope,
      sshString(Buffer.concat([sshString('ssh-ed25519'), sshString(signature)])),
    ]);
    const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
    return Buffer.from(
      ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n'),
    );
  },
  signaturesIn: (file) => [lastBytes(linesOf(file).slice(1, -2).join(''))],
};

function sshString(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** In-toto statement (https://in-toto.io/Statement/v1) in a DSSE envelope (secure-systems-lab/dsse). */
export const attestationForm: SignatureForm = {
  write(signed, signer) {
    const payload = Buffer.from(canonicalJson(statementOf(signed)));
    const encoded = Buffer.concat([
      Buffer.from(`DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} ${payload.length} `),
      payload,
    ]);
    const sig = signer.sign(encoded).toString('base64');
    const keyid = signer.publicKey.id.toString('hex');
    const envelope = {
      payload: payload.toString('base64'),
      payloadType: PAYLOAD_TYPE,
      signatures: [{ keyid, sig }],
    };
    return Buffer.from(`${canonicalJson(envelope)}\n`);
  },
  signaturesIn: (file) => [lastBytes(/"sig":"([A-Za-z0-9+/=]{88})"/.exec(file.toString('latin1'))?.[1])],
};

function statementOf({ message, manifest }: Signed) {
  const { incident, version, tool, ledger } = manifest;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...(readSums(message.toString('utf8')) ?? [])].map(([name, sha256]) => ({
      name,
      digest: { sha256 },
    })),
    predicateType: 'urn:rca:evidence-pack:1',
    predicate: { incident, version, tool, ledger },
  };
}
