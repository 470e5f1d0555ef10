import { lstat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '../../domain/canonical.ts';

/** A Unix socket's path has room for 107 bytes. */
const PATH_BYTES_MAX = 100;

const inHome = (home: string): string => join(home, 'rca.sock');

/**
 * Where `rca serve` listens for commands, so that a second process works through the one that holds the
 * embedded database.
 */
export function socketPath(home: string): string {
  return Buffer.byteLength(inHome(home)) <= PATH_BYTES_MAX
    ? inHome(home)
    : join(tmpdir(), `rca-${sha256Hex(home).slice(0, 24)}.sock`);
}

/** A connection to the process that serves this home; null when there is none. */
export async function connectTo(home: string): Promise<Socket | null> {
  const path = socketPath(home);
  if (path !== inHome(home) && !(await isOurs(path))) return null;
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(null));
  });
}

/** Everybody may make files beside it, and what is sent through it is evidence. */
async function isOurs(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).uid === process.getuid?.();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw cause;
  }
}
