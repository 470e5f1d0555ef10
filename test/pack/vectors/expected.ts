import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGivenCheckpoint } from '../../../src/pack/given-checkpoint.ts';
import type { VerifyReport } from '../../../src/pack/report.ts';
import { verifyPack } from '../../../src/pack/verify.ts';
import { partOf } from '../parts.ts';
import { tamperings } from '../tampering/all.ts';
import type { World } from '../tampering/tampering.ts';
import { EARLIER } from './earlier.ts';
import { recipes, type Vector } from './good.ts';

/** When the vectors are judged: certificates are valid then. */
export const JUDGED_AT = '2026-06-01T00:00:00.000Z';

/** What `expected.json` says of one vector. Paths are relative to it; `key` and `ca` are what the verifier is given. */
export interface Expected {
  readonly file: string;
  readonly about: string;
  readonly options: { readonly key?: string; readonly ca?: string; readonly checkpoint?: string };
  readonly ok: boolean;
  readonly intact: boolean;
  readonly signer: VerifyReport['signer'];
  /** Checks that fail, with what the detail says. */
  readonly failing: Readonly<Record<string, string>>;
}

export const KEY_FILE = 'keys/signing.pem';
export const CA_FILE = 'keys/root.pem';

/** Every vector as files by path, and what is expected of each. */
export async function vectorsOf(
  world: World,
): Promise<{ readonly files: ReadonlyMap<string, Buffer>; readonly expected: readonly Expected[] }> {
  const files = new Map<string, Buffer>();
  const expected: Expected[] = [];
  const add = async (path: string, about: string, { pack, beside }: Vector, options: Expected['options']) => {
    files.set(path, pack);
    for (const [name, bytes] of beside) files.set(`${path}.evidence/${name}`, bytes);
    const report = await verify({ pack, beside }, options, world);
    const failing = report.checks
      .filter(({ ok }) => ok === false)
      .map(({ check, detail }) => [check, detail]);
    const { ok, intact, signer } = report;
    expected.push({ file: path, about, options, ok, intact, signer, failing: Object.fromEntries(failing) });
  };
  for (const [name, { about, sealer }] of Object.entries(recipes)) {
    const vector = world.good.get(name);
    if (vector === undefined) throw new Error(`${name} was not made`);
    const sealed = sealer === undefined ? {} : optionsFor(name);
    await add(`good/${name}.pdf`, about, vector, sealed);
    const earlier = world.good.get(`${EARLIER}/${name}`);
    if (earlier)
      await add(
        `${EARLIER}/${name}.pdf`,
        `${about}; made before attachments stood as they are`,
        earlier,
        sealed,
      );
  }
  for (const { id, change, of, make, beside, asked, checkpointOf } of Object.values(tamperings).flat()) {
    const from = world.good.get(of);
    if (from === undefined) throw new Error(`${of} was not made`);
    const pack = await make(from.pack, world);
    const options = asked === true ? (of === 'key' ? { key: KEY_FILE } : { key: KEY_FILE, ca: CA_FILE }) : {};
    const kept = checkpointOf === undefined ? {} : { checkpoint: keepCheckpoint(checkpointOf, world, files) };
    const vector = { pack, beside: beside?.(from) ?? new Map() };
    await add(`bad/${id}.pdf`, change, vector, { ...options, ...kept });
  }
  return { files, expected };
}

/** What a verifier is given for a sealed pack. */
const optionsFor = (name: string): Expected['options'] =>
  name.startsWith('key')
    ? { key: KEY_FILE }
    : name === 'full'
      ? { key: KEY_FILE, ca: CA_FILE }
      : { ca: CA_FILE };

/** A good pack's checkpoint, as a file of the vectors. */
function keepCheckpoint(of: string, { good }: World, files: Map<string, Buffer>): string {
  const path = `checkpoints/${of}.checkpoint`;
  files.set(path, partOf(good.get(of)?.pack ?? Buffer.alloc(0), 'checkpoint'));
  return path;
}

async function verify(
  { pack, beside }: Vector,
  options: Expected['options'],
  { keys, good }: World,
): Promise<VerifyReport> {
  const of = /\/(.*)\./.exec(options.checkpoint ?? '')?.[1];
  const checkpoint = of === undefined ? undefined : String(partOf(good.get(of)?.pack ?? pack, 'checkpoint'));
  const folder = await mkdtemp(join(tmpdir(), 'rca-vector-'));
  try {
    const file = join(folder, 'pack.pdf');
    await writeFile(file, pack);
    if (beside.size > 0) await mkdir(`${file}.evidence`);
    for (const [name, bytes] of beside) await writeFile(join(`${file}.evidence`, name), bytes);
    return await verifyPack(file, {
      nowMs: Date.parse(JUDGED_AT),
      ...(options.key === undefined ? {} : { key: keys.signing.pem }),
      ...(options.ca === undefined ? {} : { ca: keys.root }),
      ...(checkpoint === undefined ? {} : { checkpoints: [readGivenCheckpoint('CHECKPOINT', checkpoint)] }),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
