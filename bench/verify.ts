import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../src/domain/canonical.ts';
import { basePdf } from '../test/pack/sample.ts';
import { report } from './report.ts';

const RCA = fileURLToPath(new URL('../src/rca.js', import.meta.url));
const CHILD = fileURLToPath(new URL('./pack-child.ts', import.meta.url));
/** Next to nothing to verify: what remains is the start of Node and of our modules. */
const SMALLEST = fileURLToPath(new URL('../test/vectors/good/empty.pdf', import.meta.url));
const PAGE_BYTES = 10_000_000;
const RUNS = 5;
const VERIFY_MAX = 3;
const VERIFY_AIM = 2;
const MEMORY_MAX = 1.3;
const WRITE_MAX = 4;
const WRITE_MEMORY_MAX_BYTES = 250_000_000;

/** Runs a program to its end. */
function run(program: string, args: readonly string[]): { readonly ms: number; readonly stdout: string } {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
  return { ms: performance.now() - started, stdout };
}

interface Turn {
  readonly write: Child;
  readonly verify: Child;
  /** `rca verify`, from start to exit. */
  readonly commandMs: number;
  /** The same for a pack that is signed. */
  readonly sealedMs: number;
  readonly startMs: number;
  readonly digestMs: number;
  readonly copyMs: number;
  /** What it takes until the copy is durable, which `cp` does not wait for. */
  readonly syncMs: number;
}

interface Child {
  readonly ms: number;
  /** The most memory that it held. */
  readonly peakBytes: number;
}

function child(...args: readonly string[]): Child {
  const { ms, stdout } = run(process.execPath, [CHILD, ...args]);
  return { ms, peakBytes: Number(stdout) };
}

/** Of several runs the fastest, and the most memory of any. */
const best = (runs: readonly Child[]): Child => ({
  ms: Math.min(...runs.map(({ ms }) => ms)),
  peakBytes: Math.max(...runs.map(({ peakBytes }) => peakBytes)),
});

async function turn(folder: string, file: string): Promise<Turn> {
  const copied = `${file}.copy`;
  await rm(copied, { force: true });
  const sealed = `${file}.sealed`;
  child('seal', folder, sealed);
  return {
    write: child('write', folder, file),
    verify: child('verify', folder, file),
    commandMs: run(process.execPath, [RCA, 'verify', file]).ms,
    sealedMs: run(process.execPath, [RCA, 'verify', sealed]).ms,
    startMs: run(process.execPath, [RCA, 'verify', SMALLEST]).ms,
    digestMs: run('openssl', ['dgst', '-sha256', file]).ms,
    copyMs: run('cp', [file, copied]).ms,
    syncMs: run('sync', [copied]).ms,
  };
}

function pageOf(page: number): Buffer {
  const lines: string[] = [];
  for (let sizeBytes = 0, record = 0; sizeBytes < PAGE_BYTES; record++) {
    const token = `[authorization:${'ABCDEFGH'}${'234567'[record % 6]}${'ABCDEFG'[page % 7]}]`;
    const line = `{"timestamp":${1_769_500_000_000 + record},"action":"BLOCK","httpRequest":{"clientIp":"203.0.113.${record % 250}","uri":"/api/v1/search","args":"q=${record}","headers":[{"name":"authorization","value":"${token}"}]},"terminatingRuleId":"AWS-AWSManagedRulesSQLiRuleSet"}\n`;
    lines.push(line);
    sizeBytes += line.length;
  }
  return Buffer.from(lines.join(''));
}

/** Lays the pages of two items into a folder, as a blob store does. */
async function prepare(pages: number): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'rca-bench-pack-'));
  const refs = [];
  for (let page = 0; page < pages; page++) {
    const bytes = pageOf(page);
    const sha256 = sha256Hex(bytes);
    await writeFile(join(folder, sha256), bytes);
    refs.push({ sha256, sizeBytes: bytes.length, records: 1 });
  }
  const half = Math.ceil(pages / 2);
  const items = [refs.slice(0, half), refs.slice(half)].map((part) => ({
    mediaType: 'application/x-ndjson',
    pages: part,
  }));
  await writeFile(join(folder, 'items.json'), JSON.stringify(items));
  await writeFile(join(folder, 'base.pdf'), await basePdf({ signatureField: true }));
  return folder;
}

/** Both sides in turn, so that what disturbs one disturbs the other. */
async function measure(pages: number) {
  const folder = await prepare(pages);
  const file = join(folder, 'pack.pdf');
  try {
    const turns: Turn[] = [];
    for (let index = 0; index < RUNS; index++) turns.push(await turn(folder, file));
    const fastest = (part: 'commandMs' | 'sealedMs' | 'startMs' | 'digestMs' | 'copyMs' | 'syncMs') =>
      Math.min(...turns.map((one) => one[part]));
    return {
      sizeBytes: (await stat(file)).size,
      write: best(turns.map(({ write }) => write)),
      verify: best(turns.map(({ verify }) => verify)),
      commandMs: fastest('commandMs'),
      sealedMs: fastest('sealedMs'),
      startMs: fastest('startMs'),
      digestMs: fastest('digestMs'),
      copyMs: fastest('copyMs'),
      syncMs: fastest('syncMs'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const small = await measure(2);
const large = await measure(20);
const verifyRatio = large.commandMs / large.digestMs;
const sealedRatio = large.sealedMs / large.digestMs;
const verifyGrowth = large.verify.peakBytes / small.verify.peakBytes;
const idle = best(Array.from({ length: RUNS }, () => child('idle')));
const writeRatio = large.write.ms / (large.copyMs + large.digestMs);
const writeAboveIdleBytes = large.write.peakBytes - idle.peakBytes;
const writeGrowth = large.write.peakBytes / small.write.peakBytes;

report({
  question: 'How long does rca verify take for a pack against openssl dgst -sha256 over the same bytes?',
  figures: {
    packBytes: large.sizeBytes,
    verifyMs: large.commandMs,
    verifySealedMs: large.sealedMs,
    startMs: large.startMs,
    opensslMs: large.digestMs,
    peakBytes: large.verify.peakBytes,
  },
  ratios: {
    'verify ÷ openssl': verifyRatio,
    'sealed ÷ openssl': sealedRatio,
    'peak at 200 MB ÷ at 20 MB': verifyGrowth,
  },
  target: `verify ÷ openssl ≤ ${VERIFY_MAX}, sealed too, aim ${VERIFY_AIM}; peak at 200 MB ≤ ${MEMORY_MAX} × peak at 20 MB`,
  met: verifyRatio <= VERIFY_MAX && sealedRatio <= VERIFY_MAX && verifyGrowth <= MEMORY_MAX,
});

report({
  question:
    'How long does writing a pack take against cp and openssl dgst -sha256 of it, and how much memory?',
  figures: {
    packBytes: large.sizeBytes,
    writeMs: large.write.ms,
    copyMs: large.copyMs,
    opensslMs: large.digestMs,
    syncOfACopyMs: large.syncMs,
    processStartMs: idle.ms,
    peakBytes: large.write.peakBytes,
    peakAboveIdleBytes: writeAboveIdleBytes,
  },
  ratios: { 'write ÷ (cp + openssl)': writeRatio, 'peak at 200 MB ÷ at 20 MB': writeGrowth },
  target: `write ÷ (cp + openssl) ≤ ${WRITE_MAX}, peak ≤ ${WRITE_MEMORY_MAX_BYTES / 1_000_000} MB above idle, peak at 200 MB ≤ ${MEMORY_MAX} × peak at 20 MB`,
  met: writeRatio <= WRITE_MAX && writeAboveIdleBytes <= WRITE_MEMORY_MAX_BYTES && writeGrowth <= MEMORY_MAX,
});
