import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// As the command does.
enableCompileCache();

/**
 * Writes or verifies one pack in a process of its own, or does nothing (`idle`), and prints the most memory that it
 * held, in bytes. The base document is at hand, as the evidence is.
 */
const [task, folder = '', file = ''] = process.argv.slice(2);

if (task === 'write') {
  const { writePack } = await import('../src/pack/write-pack.ts');
  const { inputOf } = await import('../test/pack/sample.ts');
  const items = JSON.parse(await readFile(join(folder, 'items.json'), 'utf8'));
  const base = await readFile(join(folder, 'base.pdf'));
  const input = await inputOf(folder, items, base);
  await writePack({ ...input, attachedBytesMax: Number.POSITIVE_INFINITY }, file);
} else if (task === 'verify') {
  const { verifyPack } = await import('../src/pack/verify.ts');
  if (!(await verifyPack(file)).intact) throw new Error('the pack is not intact');
}
process.stdout.write(String(process.resourceUsage().maxRSS * 1024));
