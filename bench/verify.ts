import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256Hex } from '../src/domain/canonical.ts';
import { report } from './report.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const CHILD = fileURLToPath(new URL('./pack-child.ts', import.meta.url));
const PAGE_BYTES = 10_000_000;
const RUNS = 5;
const VERIFY_MAX = 3;
const VERIFY_AIM = 2;
const MEMORY_MAX = 1.3;

/** Runs a program to its end. */
function run(program: string, args: readonly string[]): { readonly ms: number; readonly stdout: string } {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr}`);
  return { ms: performance.now() - started, stdout };
}

/** The fastest of several runs, from start to exit. */
const fastestMs = (program: string, ...args: readonly string[]): number =>
  Math.min(...Array.from({ length: RUNS }, () => run(program, args).ms));

/** The same for our own child, and the most memory that it held. */
function child(...args: readonly string[]): { readonly ms: number; readonly peakBytes: number } {
  const runs = Array.from({ length: RUNS }, () => run(process.execPath, [CHILD, ...args]));
  return {
    ms: Math.min(...runs.map(({ ms }) => ms)),
    peakBytes: Math.max(...runs.map(({ stdout }) => Number(stdout))),
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
  return folder;
}

async function measure(pages: number) {
  const folder = await prepare(pages);
  try {
    const file = join(folder, 'pack.pdf');
    const write = child('write', folder, file);
    const verify = child('verify', folder, file);
    const commandMs = fastestMs(process.execPath, MAIN, 'verify', file);
    const digestMs = fastestMs('openssl', 'dgst', '-sha256', file);
    const copyMs = fastestMs('cp', file, `${file}.copy`);
    return { sizeBytes: (await stat(file)).size, write, verify, commandMs, digestMs, copyMs };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const small = await measure(2);
const large = await measure(20);
const verifyRatio = large.commandMs / large.digestMs;
const verifyGrowth = large.verify.peakBytes / small.verify.peakBytes;
const writeGrowth = large.write.peakBytes / small.write.peakBytes;

report({
  question: 'How long does rca verify take for a pack against openssl dgst -sha256 over the same bytes?',
  figures: {
    packBytes: large.sizeBytes,
    verifyMs: large.commandMs,
    opensslMs: large.digestMs,
    peakBytes: large.verify.peakBytes,
  },
  ratios: { 'verify ÷ openssl': verifyRatio, 'peak at 200 MB ÷ at 20 MB': verifyGrowth },
  target: `verify ÷ openssl ≤ ${VERIFY_MAX}, aim ${VERIFY_AIM}; peak at 200 MB ≤ ${MEMORY_MAX} × peak at 20 MB`,
  met: verifyRatio <= VERIFY_MAX && verifyGrowth <= MEMORY_MAX,
});

report({
  question:
    'How long does writing a pack take against cp and openssl dgst -sha256 of it, and how much memory?',
  figures: {
    packBytes: large.sizeBytes,
    writeMs: large.write.ms,
    copyMs: large.copyMs,
    opensslMs: large.digestMs,
    peakBytes: large.write.peakBytes,
  },
  ratios: {
    'write ÷ (cp + openssl)': large.write.ms / (large.copyMs + large.digestMs),
    'peak at 200 MB ÷ at 20 MB': writeGrowth,
  },
  target: `peak at 200 MB ≤ ${MEMORY_MAX} × peak at 20 MB`,
  met: writeGrowth <= MEMORY_MAX,
});
