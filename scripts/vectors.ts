import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { worldOf } from '../test/pack/tampering/all.ts';
import { vectorsOf } from '../test/pack/vectors/expected.ts';
import { makeTestKeys, testKeys } from '../test/pack/vectors/test-keys.ts';
import { expectedText, tamperingPage } from '../test/pack/vectors/texts.ts';

/** Writes the test vectors, what is expected of them, and docs/tampering.md. */
await makeTestKeys();
const { files, expected } = await vectorsOf(await worldOf(await testKeys()));
for (const folder of ['good', 'bad', 'checkpoints'])
  await rm(`test/vectors/${folder}`, { recursive: true, force: true });
for (const [path, bytes] of files) {
  await mkdir(dirname(`test/vectors/${path}`), { recursive: true });
  await writeFile(`test/vectors/${path}`, bytes);
}
await writeFile('test/vectors/expected.json', expectedText(expected));
await writeFile('docs/tampering.md', tamperingPage(expected));
