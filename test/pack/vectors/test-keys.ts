import { createPrivateKey, generateKeyPairSync, webcrypto, X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Certificate } from 'pkijs';
import { holder } from '../pki.ts';

const KEYS = new URL('../../vectors/keys/', import.meta.url);
const VALID_MS = [Date.UTC(2020, 0, 1), Date.UTC(2049, 11, 31)] as const;

/** Keys that anyone can read and nobody may trust. */
export interface TestKeys {
  readonly root: string;
  /** Private keys with their certificates, the signer's own first. */
  readonly signer: Pair;
  readonly authority: Pair;
  readonly attackerRoot: string;
  readonly attacker: Pair;
  /** Ed25519: private and public PEM. */
  readonly signing: Pair;
  readonly attackerSigning: Pair;
}

export interface Pair {
  readonly key: string;
  readonly pem: string;
}

const read = (name: string): Promise<string> => readFile(new URL(name, KEYS), 'utf8');
const pair = async (name: string): Promise<Pair> => ({
  key: await read(`${name}.key.pem`),
  pem: await read(`${name}.pem`),
});

export async function testKeys(): Promise<TestKeys> {
  return {
    root: await read('root.pem'),
    signer: await pair('signer'),
    authority: await pair('authority'),
    attackerRoot: await read('attacker-root.pem'),
    attacker: await pair('attacker'),
    signing: await pair('signing'),
    attackerSigning: await pair('attacker-signing'),
  };
}

/** Makes the keys if there are none: with new keys every sealed vector is another. */
export async function makeTestKeys(): Promise<void> {
  if (existsSync(new URL('root.pem', KEYS))) return;
  await mkdir(KEYS, { recursive: true });
  const write = async (name: string, { key, pem }: Pair): Promise<void> => {
    await writeFile(new URL(`${name}.key.pem`, KEYS), key);
    await writeFile(new URL(`${name}.pem`, KEYS), pem);
  };
  const rsa = { kind: 'rsa', validMs: VALID_MS } as const;
  const root = await holder('rca test vectors: root', { ...rsa, authority: true });
  const attackerRoot = await holder('rca test vectors: root of an attacker', { ...rsa, authority: true });
  const signer = await holder('rca test vectors: signer', { ...rsa, issuer: root });
  const attacker = await holder('rca test vectors: signer', { ...rsa, issuer: attackerRoot });
  const authority = await holder('rca test vectors: timestamps', { ...rsa, issuer: root, timestamps: true });
  await writeFile(new URL('root.pem', KEYS), root.pem);
  await writeFile(new URL('attacker-root.pem', KEYS), attackerRoot.pem);
  await write('signer', { key: signer.keyPem, pem: `${signer.pem}${root.pem}` });
  await write('attacker', { key: attacker.keyPem, pem: `${attacker.pem}${attackerRoot.pem}` });
  await write('authority', { key: authority.keyPem, pem: authority.pem });
  for (const name of ['signing', 'attacker-signing']) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    await write(name, { key, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() });
  }
}

/** What signs timestamps. */
export async function authorityOf({ key, pem }: Pair) {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' });
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const privateKey = await webcrypto.subtle.importKey('pkcs8', Uint8Array.from(der), algorithm, false, [
    'sign',
  ]);
  return { privateKey, certificate: Certificate.fromBER(Uint8Array.from(new X509Certificate(pem).raw)) };
}
