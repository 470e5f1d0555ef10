import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { argv, resourceUsage, stdout } from 'node:process';
import { createInterface } from 'node:readline';

/**
 * What no importer can do without, in one plain Node process: reads a file, splits its lines, parses each as
 * JSON and hashes the bytes. Prints the milliseconds that it took.
 */
const [, , path = ''] = argv;
const startedAtMs = performance.now();
const hash = createHash('sha256');
const bytes = createReadStream(path, { highWaterMark: 1024 * 1024 });
bytes.on('data', (chunk) => hash.update(chunk));
let records = 0;
for await (const line of createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })) {
  JSON.parse(line);
  records += 1;
}
hash.digest('hex');
const durationMs = performance.now() - startedAtMs;
const { maxRSS, userCPUTime, systemCPUTime } = resourceUsage();
stdout.write(
  `${JSON.stringify({
    records,
    durationMs,
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    peakMemoryMiB: maxRSS / 1024,
  })}\n`,
);
