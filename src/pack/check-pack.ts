import type { VerifyOptions } from './checks/seal-checks.ts';
import { findPack, notAPack } from './find-pack.ts';
import type { CheckedPack } from './judge-pack.ts';
import { isDescription, parts, sealParts } from './part-names.ts';
import type { Beside, RandomAccess, SpanScanner } from './random-access.ts';
import { readPack } from './read-pack.ts';

/** A pack wherever it lies, and how to speak of it. */
export interface PackSource {
  readonly file: RandomAccess;
  readonly sizeBytes: number;
  /** For errors. */
  readonly name: string;
  readonly beside: Beside;
  readonly scanner?: SpanScanner | undefined;
}

/** Checks a pack, or what another program made of one, with nothing but its bytes. Throws `NOT_A_PACK` and for options that cannot be read. */
export async function checkPack(source: PackSource, options: VerifyOptions = {}): Promise<CheckedPack> {
  const { file, sizeBytes, scanner } = source;
  const found = await findPack(file, sizeBytes);
  if (found === null) {
    const { judgeRewritten } = await import('./rewritten/judge-rewritten.ts');
    const rewritten = await judgeRewritten(file, sizeBytes);
    if (rewritten === undefined) throw notAPack(source.name);
    return rewritten;
  }
  const { baseBytes } = found;
  const pack =
    baseBytes === undefined
      ? undefined
      : await readPack(file, sizeBytes, baseBytes, { keep: keepWithin(KEPT_BYTES_MAX), scanner });
  // Loaded here, so that a thread has its work before.
  const { judgePack } = await import('./judge-pack.ts');
  return judgePack(source, pack, options);
}

const KEPT_BYTES_MAX = 128 * 1024 * 1024;
const TEXT_BYTES_MAX = 32 * 1024 * 1024;
const PARTS: ReadonlySet<string> = new Set([...Object.values(parts), ...Object.values(sealParts)]);
const DOCUMENT = /\.(?:md|json)$/;

/** Holds what is read as text, up to a sum of sizes: the pages of evidence are only digested. */
function keepWithin(budgetBytes: number): (name: string, sizeBytes: number) => boolean {
  let leftBytes = budgetBytes;
  return (name, sizeBytes) => {
    const isText =
      PARTS.has(name) || isDescription(name) || (DOCUMENT.test(name) && !name.startsWith('evidence-'));
    if (!isText || sizeBytes > TEXT_BYTES_MAX || sizeBytes > leftBytes) return false;
    leftBytes -= sizeBytes;
    return true;
  };
}
