import type { PGlite } from '@electric-sql/pglite';
import { type ConstructorOptions, fromPglite, type Job, type JobInsert, PgBoss } from 'pg-boss';
import { z } from 'zod';
import { RcaError } from '../domain/errors.ts';
import { gathered } from '../domain/gathered.ts';
import { jobId } from './job-id.ts';
import { type Handlers, type JobData, type JobName, type Jobs, Postponed } from './jobs.ts';

/** A migrated database of the evidence store; its schema `pgboss` is ours. */
export type JobsDatabase =
  | { readonly kind: 'pglite'; readonly client: PGlite }
  | { readonly kind: 'postgres'; readonly url: string };

export interface JobsOptions {
  readonly onFault: (fault: JobFault) => void;
}

/** A handler that threw, or trouble of the queue itself. */
export interface JobFault {
  readonly job: JobName | null;
  /** Whether the job was tried for the last time and lies in the queue `dead-letter` now. */
  readonly givenUp: boolean;
  readonly cause: unknown;
}

const SCHEMA = 'pgboss';
const DEAD_LETTER = 'dead-letter';
const NEVER_SECONDS = 10 * 365 * 86_400;
const IDLE_POLL_MS = 50;

/** Attempts over about five minutes. A kill counts as one, so there are more than a handler's failure needs. */
const RETRIES = { retryLimit: 15, retryDelay: 1, retryBackoff: true, retryDelayMax: 30 };
/** Finished jobs stay: their ids are what drops a repeated key. */
const KEPT = { deleteAfterSeconds: 0, retentionSeconds: NEVER_SECONDS };
const EXPIRE_SECONDS = 6 * 3_600;
/** The shortest that pg-boss takes: how soon a dead replica's job is noticed. */
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 2;
/** How long a job waits when its notification was lost, or for its next attempt beyond the back-off. */
const POLL_SECONDS = 0.5;

/** How many jobs of a name run at once in this process. */
const WORKERS: Readonly<Record<JobName, number>> = {
  'collect.source': 4,
  'collect.again': 2,
  'ledger.checkpoint': 1,
  'alert.opened': 2,
  'alert.joined': 2,
  'slack.command': 4,
  'slack.progress': 2,
  'pack.deliver': 2,
  'record.hold': 1,
  'slack.capture': 2,
  'slack.message-changed': 2,
  'slack.history': 1,
  'slack.form': 4,
  'slack.button': 4,
  'slack.signoff': 4,
  'slack.card': 1,
  'slack.home': 1,
  'slack.nudge': 1,
  'slack.snooze': 1,
};
/** Short jobs that come in crowds are handed out several at once, and then run beside each other. */
const TOGETHER: Readonly<Partial<Record<JobName, number>>> = { 'slack.capture': 25 };
const NAMES = Object.keys(WORKERS) as JobName[];

/** Durable jobs by pg-boss; the promises are those of `Jobs`. Nothing runs before the first call. */
export function createJobs(database: JobsDatabase, { onFault }: JobsOptions): Jobs {
  const boss = new PgBoss(bossOptions(database));
  boss.on('error', (cause) => onFault({ job: null, givenUp: false, cause }));

  let starting: Promise<void> | undefined;
  const started = (): Promise<void> => {
    starting ??= start().catch((cause) => {
      starting = undefined;
      throw cause;
    });
    return starting;
  };

  async function start(): Promise<void> {
    await boss.start();
    await boss.createQueue(DEAD_LETTER, KEPT);
    for (const name of NAMES) await prepareQueue(boss, name, database.kind);
    if (database.kind === 'pglite') await handOutInterrupted(boss);
  }

  /** Many requests at once are one statement; each of them waits until it is durable. */
  const insert = new Map(
    NAMES.map((name) => [name, gathered((jobs: readonly JobInsert[]) => insertOnce(boss, name, jobs))]),
  );

  return {
    async enqueue(name, data, key, { notBeforeMs } = {}) {
      await started();
      const startAfter = notBeforeMs === undefined ? {} : { startAfter: new Date(notBeforeMs) };
      await insert.get(name)?.({ id: jobId(name, key), data, ...startAfter });
    },

    async forget({ incident, collections, channels }) {
      await started();
      await boss.getDb().executeSql(
        `DELETE FROM ${SCHEMA}.job WHERE data ->> 'incident' = $1 OR data ->> 'collection' = ANY($2)
           OR EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS c (team, channel)
                      WHERE data ->> 'teamId' = c.team AND data ->> 'channelId' = c.channel)`,
        [incident, collections, channels.map(({ team }) => team), channels.map(({ channel }) => channel)],
      );
    },

    async work(handlers) {
      await started();
      for (const name of NAMES) await startWorkers(boss, name, handlers, onFault);
    },

    async idle() {
      await started();
      while (await isBusy(boss)) await new Promise((resolve) => setTimeout(resolve, IDLE_POLL_MS));
    },

    async stop(graceMs) {
      if (starting === undefined) return;
      await boss.stop({ graceful: true, timeout: graceMs });
    },
  };
}

async function insertOnce(
  boss: PgBoss,
  name: JobName,
  jobs: readonly JobInsert[],
): Promise<readonly undefined[]> {
  await boss.insert(name, [...new Map(jobs.map((job) => [job.id, job])).values()]);
  return jobs.map(() => undefined);
}

function bossOptions(database: JobsDatabase): ConstructorOptions {
  const common = { schema: SCHEMA, createSchema: false, schedule: false, useListenNotify: true };
  if (database.kind === 'pglite') {
    return { ...common, backend: 'pglite', db: fromPglite(database.client), reindex: false };
  }
  return {
    ...common,
    connectionString: database.url,
    application_name: 'rca-jobs',
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
  };
}

async function prepareQueue(boss: PgBoss, name: JobName, kind: JobsDatabase['kind']): Promise<void> {
  const options = {
    ...RETRIES,
    ...KEPT,
    expireInSeconds: EXPIRE_SECONDS,
    deadLetter: DEAD_LETTER,
    notify: true,
    ...(kind === 'postgres' ? { heartbeatSeconds: HEARTBEAT_SECONDS } : {}),
  };
  await boss.createQueue(name, options);
  await boss.updateQueue(name, options);
}

async function startWorkers<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  handlers: Handlers,
  onFault: JobsOptions['onFault'],
): Promise<void> {
  const handler = handlers[name];
  if (!handler) return;
  for (let worker = 0; worker < WORKERS[name]; worker += 1) {
    let workerId: string | undefined;
    const options = {
      pollingIntervalSeconds: POLL_SECONDS,
      notifyPollingIntervalSeconds: POLL_SECONDS,
      batchSize: TOGETHER[name] ?? 1,
    };
    workerId = await boss.work<JobData[Name]>(name, options, async (jobs: Job<JobData[Name]>[]) => {
      try {
        await together(jobs.map((job) => run(boss, name, job, handler, onFault)));
      } finally {
        // So that a worker takes the next of many at once, and sleeps only when there was none.
        if (workerId !== undefined) boss.notifyWorker(workerId);
      }
    });
  }
}

/** Waits for all; one that failed fails them all, and those that succeeded are repeated without effect. */
async function together(runs: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(runs)).find((ended) => ended.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function run<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  job: Job<JobData[Name]>,
  handler: (data: JobData[Name]) => Promise<void>,
  onFault: JobsOptions['onFault'],
): Promise<void> {
  try {
    await handler(job.data);
  } catch (cause) {
    if (cause instanceof Postponed) return postpone(boss, name, job, cause.delayMs);
    onFault({ job: name, givenUp: job.retryCount >= RETRIES.retryLimit, cause });
    // What pg-boss stores of it: a message could hold text that was never redacted.
    throw new Error(cause instanceof RcaError ? cause.code : 'handler failed');
  }
}

/** A job of the same data takes this one's place, stored before this one is done; its id drops a second one. */
async function postpone(
  boss: PgBoss,
  name: JobName,
  { id, data }: Job<object>,
  delayMs: number,
): Promise<void> {
  const startAfter = new Date(Date.now() + delayMs);
  await boss.send(name, data, { id: jobId(name, `${id} postponed`), startAfter });
}

const interruptedSchema = z.array(z.object({ name: z.string(), id: z.string() }));

/**
 * The embedded database is open in one process alone: whatever is active when that starts, was interrupted by
 * the end of the one before.
 */
async function handOutInterrupted(boss: PgBoss): Promise<void> {
  const { rows } = await boss
    .getDb()
    .executeSql(`SELECT name, id::text AS id FROM ${SCHEMA}.job WHERE state = 'active'`);
  for (const { name, id } of interruptedSchema.parse(rows)) {
    await boss.fail(name, id, { message: 'interrupted' });
    await boss.update(name, undefined, { id, startAfter: new Date() });
  }
}

async function isBusy(boss: PgBoss): Promise<boolean> {
  const { rows } = await boss.getDb().executeSql(
    `SELECT 1 FROM ${SCHEMA}.job WHERE state < 'completed' AND name = ANY($1)
        AND (state = 'active' OR start_after < now() + interval '1 minute') LIMIT 1`,
    [NAMES],
  );
  return rows.length > 0;
}
