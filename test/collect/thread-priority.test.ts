import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { test } from 'node:test';
import type { BlobStore } from '../../src/evidence/store.ts';
import { freshBlobs, importBytes, wafLog } from './importing.ts';

/** Of every thread of this process (proc(5), field 19 of `stat`). */
function nicenessOfThreads(): readonly number[] {
  return readdirSync('/proc/self/task').map((thread) => {
    const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1');
    // The name, in parentheses, can hold spaces.
    const [, ...fields] = stat.slice(stat.lastIndexOf(')')).split(' ');
    return Number(fields[16]);
  });
}

test('threads that work on pages yield to the one that answers, which keeps its priority', async (context) => {
  const own = getPriority();
  const blobs = await freshBlobs(context);
  let yielding = 0;
  const watched: BlobStore = {
    ...blobs,
    put: (bytes) => {
      if (process.platform === 'linux') {
        yielding = nicenessOfThreads().filter((nice) => nice > own).length;
      }
      return blobs.put(bytes);
    },
  };
  await importBytes(watched, wafLog(3_000));
  assert.equal(getPriority(), own);
  if (process.platform === 'linux') assert.equal(yielding, 2);
  else context.diagnostic('priorities of threads are known on Linux alone');
});
