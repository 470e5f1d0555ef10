import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './report.ts';

const CHILD = fileURLToPath(new URL('./archive-child.ts', import.meta.url));
const SMALL_PAGES = 10;
const LARGE_PAGES = 100;
/** The embedded database alone holds a gigabyte, so that a ratio of the whole would hide what grows. */
const GROWTH_MAX_BYTES = 50_000_000;

function child(...args: readonly string[]): { readonly ms: number; readonly peakBytes: number } {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [CHILD, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} failed: ${stderr}`);
  return { ms: performance.now() - started, peakBytes: Number(stdout) };
}

/** An incident of so many pages, exported from one store and restored into another. */
async function measure(pages: number) {
  const folder = await mkdtemp(join(tmpdir(), 'rca-bench-archive-'));
  try {
    const [from, to, archive] = [join(folder, 'from'), join(folder, 'to'), join(folder, 'incident.tar')];
    child('fill', from, archive, String(pages));
    child('open', to);
    const exported = child('export', from, archive);
    return { exported, restored: child('restore', to, archive), sizeBytes: (await stat(archive)).size };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const small = await measure(SMALL_PAGES);
const large = await measure(LARGE_PAGES);
const exportGrowthBytes = large.exported.peakBytes - small.exported.peakBytes;
const restoreGrowthBytes = large.restored.peakBytes - small.restored.peakBytes;

report({
  question: 'Does memory grow with an incident that is exported and restored?',
  figures: {
    archiveBytes: large.sizeBytes,
    exportMs: large.exported.ms,
    restoreMs: large.restored.ms,
    exportPeakBytes: large.exported.peakBytes,
    exportPeakGrowthBytes: exportGrowthBytes,
    restorePeakBytes: large.restored.peakBytes,
    restorePeakGrowthBytes: restoreGrowthBytes,
  },
  ratios: {
    'export: peak at 1 GB ÷ at 100 MB': large.exported.peakBytes / small.exported.peakBytes,
    'restore: peak at 1 GB ÷ at 100 MB': large.restored.peakBytes / small.restored.peakBytes,
  },
  target: `peak at 1 GB ≤ peak at 100 MB + ${GROWTH_MAX_BYTES / 1_000_000} MB, for both`,
  met: exportGrowthBytes <= GROWTH_MAX_BYTES && restoreGrowthBytes <= GROWTH_MAX_BYTES,
});
