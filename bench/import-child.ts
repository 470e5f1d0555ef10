import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { argv, resourceUsage, stdout } from 'node:process';
import { importFile } from '../src/collect/import-file.ts';
import { createRedactor } from '../src/collect/redact/redactor.ts';
import { createFolderBlobs } from '../src/evidence/blobs.ts';

/** Imports one file into a folder of blobs, as the command does, and prints what it took. */
const [, , path = '', blobsDir = ''] = argv;
const startedAtMs = performance.now();
const { item } = await importFile(
  { name: path, bytes: createReadStream(path), format: null, capturedAtMs: null },
  {
    redactor: createRedactor({ masterKey: randomBytes(32), incident: 'INC-2026-0001', ipAddresses: 'keep' }),
    blobs: createFolderBlobs(blobsDir),
    tool: { name: 'rca', version: 'bench' },
    collector: 'bench',
    window: { from: '2026-01-27T00:00:00.000Z', to: '2026-01-28T00:00:00.000Z' },
    nowMs: Date.now,
  },
);
const durationMs = performance.now() - startedAtMs;
const { maxRSS, userCPUTime, systemCPUTime } = resourceUsage();
stdout.write(
  `${JSON.stringify({
    records: item.records,
    durationMs,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMemoryMiB: maxRSS / 1024,
  })}\n`,
);
