import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

for (const question of [
  'import.ts',
  'pdf.ts',
  'verify.ts',
  'archive.ts',
  'redact.ts',
  'ack.ts',
  'capture.ts',
]) {
  const path = fileURLToPath(new URL(question, import.meta.url));
  const { status } = spawnSync(process.execPath, [path], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
