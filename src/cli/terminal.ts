import type { Readable, Writable } from 'node:stream';

/** Where a command reads and writes: the process's own streams, or those of a client of `rca serve`. */
export interface Terminal {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Relative paths are relative to it. */
  readonly cwd: string;
  /** A person watches: progress is drawn. */
  readonly interactive: boolean;
  readonly columns: number;
  /** IANA name of the time zone that its clock times are read in. */
  readonly zone: string;
  /** Account that acts: `cli:root`. */
  readonly actor: string;
}

/** Writes and waits while the reader is slow, so that long output does not pile up. A closed stream takes nothing. */
export async function write(stream: Writable, output: string | Uint8Array): Promise<void> {
  if (stream.destroyed || stream.write(output)) return;
  await new Promise<void>((resolve) => {
    const go = (): void => {
      stream.off('drain', go).off('close', go).off('error', go);
      resolve();
    };
    stream.on('drain', go).on('close', go).on('error', go);
  });
}
