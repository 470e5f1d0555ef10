import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { userError } from '../../src/domain/errors.ts';
import { createJobs, type JobFault } from '../../src/jobs/create-jobs.ts';
import type { Handlers, Jobs } from '../../src/jobs/jobs.ts';
import { startChild } from '../helpers/child.ts';
import { forEachStore, type OpenStore, openAt } from '../helpers/stores.ts';

const GRACE_MS = 1_000;
const worker = fileURLToPath(import.meta.resolve('./work-forever.ts'));

const job = (source: string) => ({ collection: 'c-1', source });

/** A handler that remembers what it was given. */
function remember(): { readonly seen: string[]; readonly handlers: Handlers } {
  const seen: string[] = [];
  const handlers: Handlers = {
    'collect.source': async ({ source }) => {
      seen.push(source);
    },
  };
  return { seen, handlers };
}

forEachStore(({ name, open, place: newPlace }) => {
  describe(`jobs on ${name}`, () => {
    let opened: OpenStore;
    let faults: JobFault[];
    let number = 0;
    before(async () => {
      opened = await open();
    });
    after(() => opened.close());
    beforeEach(() => {
      faults = [];
    });

    async function withJobs(use: (jobs: Jobs) => Promise<void>): Promise<void> {
      const jobs = createJobs(opened.database, { onFault: (fault) => faults.push(fault) });
      try {
        await use(jobs);
      } finally {
        await jobs.stop(GRACE_MS);
      }
    }

    const newKey = (): string => {
      number += 1;
      return `key ${number}`;
    };

    const rows = async (where: string) => {
      const { rows: found } = await opened.database.db.execute<{
        name: string;
        data: unknown;
        output: unknown;
      }>(`SELECT name, data, output FROM pgboss.job WHERE ${where}`);
      return found;
    };

    test('a job that was stored before there were workers is handed out with its data', async () => {
      await withJobs((jobs) => jobs.enqueue('collect.source', job('edge-waf'), newKey()));
      const { seen, handlers } = remember();
      await withJobs(async (jobs) => {
        await jobs.work(handlers);
        await jobs.idle();
      });
      assert.deepEqual(seen, ['edge-waf']);
    });

    test('the same key runs once: asked for at once, again, and after it is done', async () => {
      const key = newKey();
      const { seen, handlers } = remember();
      await withJobs(async (jobs) => {
        await jobs.work(handlers);
        await Promise.all(Array.from({ length: 5 }, () => jobs.enqueue('collect.source', job('slis'), key)));
        await jobs.idle();
        await jobs.enqueue('collect.source', job('slis'), key);
        await jobs.enqueue('collect.source', job('other key'), newKey());
        await jobs.idle();
      });
      await withJobs(async (jobs) => {
        await jobs.enqueue('collect.source', job('slis'), key);
        await jobs.work(handlers);
        await jobs.idle();
      });
      assert.deepEqual(seen, ['slis', 'other key']);
    });

    test('the same key of another name is another job', async () => {
      const key = newKey();
      const done: string[] = [];
      await withJobs(async (jobs) => {
        await jobs.enqueue('collect.source', job('slis'), key);
        await jobs.enqueue('slack.progress', { incident: 'INC-2026-0001', collection: 'c-1', leg: 0 }, key);
        await jobs.work({
          'collect.source': async () => void done.push('collect'),
          'slack.progress': async () => void done.push('progress'),
        });
        await jobs.idle();
      });
      assert.deepEqual(done.sort(), ['collect', 'progress']);
    });

    test('a waiting worker takes a new job at once, and many jobs without pauses between', async () => {
      await withJobs(async (jobs) => {
        const { seen, handlers } = remember();
        await jobs.work(handlers);
        await jobs.idle();
        const startMs = performance.now();
        await Promise.all(
          Array.from({ length: 60 }, (_, index) => jobs.enqueue('collect.source', job(`${index}`), newKey())),
        );
        await jobs.idle();
        assert.equal(seen.length, 60);
        // Four workers that slept the polling interval after each job would need 7.5 s.
        assert.ok(performance.now() - startMs < 5_000);
      });
    });

    test('a handler that throws is told of and tried again', async () => {
      let attempts = 0;
      await withJobs(async (jobs) => {
        await jobs.enqueue('collect.source', job('slis'), newKey());
        await jobs.work({
          'collect.source': async () => {
            attempts += 1;
            if (attempts === 1) throw new Error('not yet');
          },
        });
        await jobs.idle();
      });
      assert.equal(attempts, 2);
      assert.deepEqual(
        faults.map(({ job: failed, givenUp, cause }) => [failed, givenUp, String(cause)]),
        [['collect.source', false, 'Error: not yet']],
      );
    });

    test('what keeps failing is given up and lies in the dead-letter queue, without the words of its error', async () => {
      await withJobs(async (jobs) => {
        await jobs.enqueue('collect.source', job('broken'), newKey());
        // As after fifteen attempts, which take minutes.
        await opened.database.db.execute(
          `UPDATE pgboss.job SET retry_count = retry_limit WHERE data->>'source' = 'broken'`,
        );
        await jobs.work({
          'collect.source': async () => {
            throw userError({ code: 'SOURCE_DENIED', message: 'token s3cret refused', mend: 'none' });
          },
        });
        await jobs.idle();
      });
      assert.deepEqual(
        faults.map(({ givenUp }) => givenUp),
        [true],
      );
      const kept = await rows(`data->>'source' = 'broken'`);
      assert.deepEqual(kept.map((row) => row.name).sort(), ['collect.source', 'dead-letter']);
      assert.match(JSON.stringify(kept), /SOURCE_DENIED/);
      assert.doesNotMatch(JSON.stringify(kept), /s3cret/);
    });

    test('idle waits for what is queued and for what runs', async () => {
      let ended = false;
      await withJobs(async (jobs) => {
        await jobs.enqueue('collect.source', job('slow'), newKey());
        const started = Promise.withResolvers<void>();
        const mayEnd = Promise.withResolvers<void>();
        await jobs.work({
          'collect.source': async () => {
            started.resolve();
            await mayEnd.promise;
            ended = true;
          },
        });
        await started.promise;
        const idle = jobs.idle().then(() => assert.ok(ended, 'idle before the job ended'));
        await new Promise((resolve) => setTimeout(resolve, 200));
        mayEnd.resolve();
        await idle;
      });
    });

    test('stop lets a running handler end, and hands out again what did not', async () => {
      const ended: string[] = [];
      const bothRun = Promise.withResolvers<void>();
      let running = 0;
      await withJobs(async (jobs) => {
        await jobs.enqueue('collect.source', job('quick'), newKey());
        await jobs.enqueue('collect.source', job('stuck'), newKey());
        await jobs.work({
          'collect.source': async ({ source }) => {
            running += 1;
            if (running === 2) bothRun.resolve();
            await bothRun.promise;
            if (source === 'stuck') await new Promise(() => undefined);
            await new Promise((resolve) => setTimeout(resolve, 300));
            ended.push(source);
          },
        });
        await bothRun.promise;
      });
      assert.deepEqual(ended, ['quick']);
      const { seen, handlers } = remember();
      await withJobs(async (jobs) => {
        await jobs.work(handlers);
        await jobs.idle();
      });
      assert.deepEqual(seen, ['stuck']);
    });

    test('a job that a killed process was at comes back within seconds, and is done once', async (t: TestContext) => {
      const place = await newPlace();
      t.after(() => place.remove());
      const first = await openAt(place);
      const intake = createJobs(first.database, { onFault: (fault) => faults.push(fault) });
      await intake.enqueue('collect.source', job('edge-waf'), 'key');
      await intake.stop(GRACE_MS);
      await first.close();

      const child = startChild(t, worker, [JSON.stringify(place)]);
      assert.equal(await child.nextLine(), 'edge-waf');
      await child.kill();

      const second = await openAt(place);
      const jobs = createJobs(second.database, { onFault: (fault) => faults.push(fault) });
      const { seen, handlers } = remember();
      const startMs = performance.now();
      await jobs.work(handlers);
      await jobs.idle();
      const tookMs = performance.now() - startMs;
      await jobs.enqueue('collect.source', job('edge-waf'), 'key');
      await jobs.idle();
      await jobs.stop(GRACE_MS);
      await second.close();
      assert.deepEqual(seen, ['edge-waf']);
      t.diagnostic(`handed out again after ${Math.round(tookMs)} ms`);
      assert.ok(tookMs < (name === 'PGlite' ? 3_000 : 20_000), `${tookMs} ms`);
      assert.deepEqual(faults, []);
    });
  });
});
