import type { Manifest } from './manifest.ts';
import { splitNote } from './seal/signed-note.ts';

/** Body of a C2SP checkpoint (https://c2sp.org/tlog-checkpoint): what a signature covers. */
export const checkpointBody = (origin: string, ledger: Pick<Manifest['ledger'], 'size' | 'root'>): string =>
  `${origin}\n${ledger.size}\n${Buffer.from(ledger.root, 'hex').toString('base64')}\n`;

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
}

/** Reads a checkpoint, signed or not; undefined when it is none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const { text } = splitNote(note);
  const [, origin, size, encoded] = /^([^\n]+)\n(0|[1-9]\d{0,14})\n([A-Za-z0-9+/]{43}=)\n$/.exec(text) ?? [];
  if (origin === undefined || size === undefined || encoded === undefined) return undefined;
  const root = Buffer.from(encoded, 'base64');
  if (root.toString('base64') !== encoded) return undefined;
  return { origin, size: Number(size), root: root.toString('hex') };
}
