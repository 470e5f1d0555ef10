import { generateKeyPairSync } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// As the command does.
enableCompileCache();

/**
 * Writes, signs (`seal`) or verifies one pack in a process of its own, or does nothing (`idle`), and prints the most
 * memory that it held, in bytes. The base document is at hand, as the evidence is.
 */
const [task, folder = '', file = ''] = process.argv.slice(2);

if (task === 'write' || task === 'seal') {
  const { writePack } = await import('../src/pack/write-pack.ts');
  const { inputOf } = await import('../test/pack/sample.ts');
  const items = JSON.parse(await readFile(join(folder, 'items.json'), 'utf8'));
  const base = await readFile(join(folder, 'base.pdf'));
  const sealer = task === 'seal' ? await signer() : null;
  const input = { ...(await inputOf(folder, items, base)), sealer };
  await writePack({ ...input, attachedBytesMax: Number.POSITIVE_INFINITY }, file);
} else if (task === 'verify') {
  const { verifyPack } = await import('../src/pack/verify.ts');
  if (!(await verifyPack(file)).intact) throw new Error('the pack is not intact');
}

async function signer() {
  const { holder } = await import('../test/pack/pki.ts');
  const { sealerOf } = await import('../test/pack/sealers.ts');
  const { keyPem, pem } = await holder('Benchmark');
  const { privateKey } = generateKeyPairSync('ed25519');
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return sealerOf({ key: keyPem, certificate: pem, signingKey });
}

process.stdout.write(String(process.resourceUsage().maxRSS * 1024));
