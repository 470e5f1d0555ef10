import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, execPath } from 'node:process';
import { promisify } from 'node:util';
import { writeWafLog } from './generate-waf.ts';
import { report } from './report.ts';

/**
 * How fast is an import, and does its memory grow with the file? Set beside a floor: one Node process that
 * reads the same file, splits lines, parses JSON and hashes the bytes. `node bench/import.ts [records]`.
 */
const ROUNDS = { small: 3, large: 2 };
const RATIO_MIN = 0.3;
const MEMORY_RATIO_MAX = 1.3;

interface Run {
  readonly records: number;
  readonly durationMs: number;
  readonly cpuMs: number;
  readonly peakMemoryMiB: number;
}

async function run(script: string, ...args: readonly string[]): Promise<Run> {
  const { stdout } = await promisify(execFile)(execPath, [join(import.meta.dirname, script), ...args]);
  return JSON.parse(stdout) as Run;
}

/**
 * Importer and floor in turn, so that other load on the machine meets both: the fastest run of each, and the
 * most memory of any.
 */
async function measure(records: number, rounds: number) {
  const folder = await mkdtemp(join(tmpdir(), 'rca-bench-import-'));
  try {
    const path = join(folder, 'waf.ndjson');
    await writeWafLog(path, records);
    const imports: Run[] = [];
    const floors: Run[] = [];
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await run('floor.ts', path));
      imports.push(await run('import-child.ts', path, join(folder, `blobs-${round}`)));
      await rm(join(folder, `blobs-${round}`), { recursive: true });
    }
    return { megabytes: (await stat(path)).size / 1e6, imported: best(imports), floor: best(floors) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const best = (runs: readonly Run[]): Run => ({
  ...runs.reduce((fastest, one) => (one.durationMs < fastest.durationMs ? one : fastest)),
  peakMemoryMiB: Math.max(...runs.map(({ peakMemoryMiB }) => peakMemoryMiB)),
});

const round = (value: number): number => Math.round(value * 100) / 100;

const records = Number(argv[2] ?? 1_000_000);
const small = await measure(records / 10, ROUNDS.small);
const large = await measure(records, ROUNDS.large);
const speed = large.floor.durationMs / large.imported.durationMs;
const memory = large.imported.peakMemoryMiB / small.imported.peakMemoryMiB;

report({
  question: `How long does an import of ${records} WAF records take, against a process that reads the same file, splits lines, parses JSON and hashes the bytes, and does its memory grow with the file?`,
  figures: {
    records,
    fileMegabytes: round(large.megabytes),
    importMs: round(large.imported.durationMs),
    importCpuMs: round(large.imported.cpuMs),
    floorMs: round(large.floor.durationMs),
    floorCpuMs: round(large.floor.cpuMs),
    importMegabytesPerSecond: round(large.megabytes / (large.imported.durationMs / 1000)),
    [`peakMemoryMiBAt${records / 10}`]: round(small.imported.peakMemoryMiB),
    [`peakMemoryMiBAt${records}`]: round(large.imported.peakMemoryMiB),
    floorPeakMemoryMiB: round(large.floor.peakMemoryMiB),
  },
  ratios: {
    'floor ÷ import': round(speed),
    [`floor ÷ import at ${records / 10}`]: round(small.floor.durationMs / small.imported.durationMs),
    [`memory ÷ at ${records / 10}`]: round(memory),
  },
  target: `import at least ${RATIO_MIN} × as fast as the floor, memory ≤ ${MEMORY_RATIO_MAX} × that at a tenth of the records`,
  met: speed >= RATIO_MIN && memory <= MEMORY_RATIO_MAX,
});
