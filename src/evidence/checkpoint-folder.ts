import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegular } from '#platform/regular-file';
import { messageOf, outsideError } from '../domain/errors.ts';
import { syncFolder } from './sync-folder.ts';

export interface CheckpointFile {
  readonly path: string;
  readonly note: string;
}

/** Checkpoints as files `DIR/INC-2026-0001/12.checkpoint`, each written once and read-only. */
export interface CheckpointFolder {
  /** Durable when it resolves. False when a file of that name says something else, which stays as it is. */
  keep(incident: string, name: string, note: string): Promise<boolean>;
  /** In order of name. */
  list(incident: string): Promise<readonly CheckpointFile[]>;
  incidents(): Promise<readonly string[]>;
}

const ENDING = '.checkpoint';
const NOTE_BYTES_MAX = 1024 * 1024;

/** Throws `CHECKPOINTS_FOLDER_FAILED` when the folder cannot be used. */
export function createCheckpointFolder(directory: string): CheckpointFolder {
  const pathOf = (incident: string, name: string) => join(directory, incident, `${name}${ENDING}`);
  const using = <T>(where: string, work: Promise<T>): Promise<T> =>
    work.catch((cause) => Promise.reject(trouble(cause, where)));
  return {
    async keep(incident, name, note) {
      const path = pathOf(incident, name);
      if (await using(path, writeOnce(path, note))) return true;
      return (await using(path, readNote(path))) === note;
    },
    async list(incident) {
      const names = await using(directory, namesIn(join(directory, incident)));
      const paths = names
        .filter((name) => name.endsWith(ENDING))
        .map((name) => join(directory, incident, name));
      return using(directory, Promise.all(paths.map(async (path) => ({ path, note: await readNote(path) }))));
    },
    incidents: () => using(directory, namesIn(directory)),
  };
}

const readNote = async (path: string): Promise<string> =>
  (await readRegular(path, NOTE_BYTES_MAX)).toString('utf8');

/** False when there is a file already. A link never replaces one, and the file appears whole. */
async function writeOnce(path: string, note: string): Promise<boolean> {
  const folder = dirname(path);
  const madeFrom = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (madeFrom !== undefined) await syncFolder(dirname(madeFrom));
  const draft = join(folder, `.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', 0o444);
    try {
      await file.writeFile(note);
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, path);
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return true;
}

const namesIn = (folder: string): Promise<readonly string[]> =>
  readdir(folder).then(
    (names) => names.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })),
    (cause) => (codeOf(cause) === 'ENOENT' ? [] : Promise.reject(cause)),
  );

const trouble = (cause: unknown, where: string) =>
  outsideError(
    {
      code: 'CHECKPOINTS_FOLDER_FAILED',
      message: `checkpoints cannot be kept or read there: ${messageOf(cause)}`,
      where,
      mend: 'check that the folder in checkpoints.folder is there, and that this account may write to it',
    },
    cause,
  );

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
