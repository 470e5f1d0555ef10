import { randomUUID } from 'node:crypto';
import { link, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { readRegular } from '#platform/regular-file';
import { userError } from '../domain/errors.ts';

const holderSchema = z.object({
  pid: z.number(),
  host: z.string(),
  /** Boot of the machine and start of the process in clock ticks since then; null where the system has no /proc. */
  boot: z.string().nullable(),
  startTicks: z.string().nullable(),
  released: z.boolean(),
});
type Holder = z.infer<typeof holderSchema>;

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Holds a directory for this process, which must exist; throws `STORE_LOCKED` while another live process has it.
 *
 * The lock is the file `DIR.lock-N` with the highest N. Taking over from a dead or gone holder is making N + 1,
 * which only one process can do; nothing is removed that another process could still take for the latest. So
 * there is no moment in which two processes hold it, also when several take over at once or are killed on the way.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const stem = `${await realpath(directory)}.lock-`;
  const self = await thisProcess();
  for (;;) {
    const latest = Math.max(0, ...(await generations(stem)));
    const holder = latest === 0 ? null : await readHolder(stem + latest);
    if (holder && (await lives(holder, self))) throw locked(directory, holder, stem + latest);
    const mine = stem + (latest + 1);
    if (!(await createWhole(mine, self))) continue;
    const all = await generations(stem);
    if (Math.max(...all) !== latest + 1) {
      await rm(mine, { force: true });
      continue;
    }
    for (const old of all) if (old <= latest) await rm(stem + old, { force: true });
    return { release: () => replace(mine, { ...self, released: true }) };
  }
}

async function generations(stem: string): Promise<number[]> {
  const names = await readdir(dirname(stem));
  const prefix = basename(stem);
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)));
}

/** False when the file is there already. It never stands half written. */
async function createWhole(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(holder));
    await link(draft, path);
    return true;
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
}

async function replace(path: string, holder: Holder): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, JSON.stringify(holder));
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Null when the file has gone meanwhile. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse((await readRegular(path)).toString('utf8')));
  } catch (cause) {
    if (isCode(cause, 'ENOENT')) return null;
    throw userError(
      {
        code: 'STORE_LOCK_DAMAGED',
        message: 'the lock of the embedded database cannot be read',
        where: path,
        mend: 'make sure that no rca runs on this folder, then delete the file',
      },
      cause,
    );
  }
}

/** A holder on another machine counts as alive: we cannot look there. */
async function lives(holder: Holder, self: Holder): Promise<boolean> {
  if (holder.released) return false;
  if (holder.host !== self.host) return true;
  if (holder.boot !== self.boot) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (cause) {
    return isCode(cause, 'EPERM');
  }
  return holder.startTicks === (await startTicksOf(holder.pid));
}

async function thisProcess(): Promise<Holder> {
  return {
    pid: process.pid,
    host: hostname(),
    boot: (await readIfThere('/proc/sys/kernel/random/boot_id'))?.trim() ?? null,
    startTicks: await startTicksOf(process.pid),
    released: false,
  };
}

/**
 * Field 22 of proc_pid_stat(5): with the pid it names a process beyond the pid's reuse. Null for one that has
 * ended and only waits for its parent: it holds nothing any more.
 */
async function startTicksOf(pid: number): Promise<string | null> {
  const stat = await readIfThere(`/proc/${pid}/stat`);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isCode(cause, 'ENOENT') || isCode(cause, 'ESRCH')) return null;
    throw cause;
  }
}

const locked = (directory: string, holder: Holder, lockFile: string) =>
  userError({
    code: 'STORE_LOCKED',
    message: `another rca (process ${holder.pid} on ${holder.host}) has this embedded database open`,
    where: directory,
    mend: `use that one or stop it; if ${holder.host} is gone for good, delete ${lockFile}`,
  });

const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && 'code' in cause && cause.code === code;
