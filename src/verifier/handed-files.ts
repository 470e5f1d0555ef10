import { createHash } from '#platform/crypto';
import { type GivenCheckpoint, givenCheckpoint } from '../pack/given-checkpoint.ts';
import { pieces } from '../pack/pieces.ts';
import type { Beside, RandomAccess } from '../pack/random-access.ts';
import { readSignerPolicy, type SignerRule } from '../pack/seal/signer-rules.ts';

/** What a person has handed to the page; pack, key and certificates are replaced by the next of their kind. */
export interface HandedFiles {
  pack?: File;
  /** PEM text, and the name of the file that it came from. */
  key?: Handed;
  ca?: Handed;
  /** Evidence that lies beside the pack, by SHA-256 as its name says. */
  readonly beside: Map<string, File>;
  /** Who may have signed, by name of the policy file. */
  readonly signers: Map<string, readonly SignerRule[]>;
  /** Checkpoints that were kept elsewhere, and proofs, by name of their file. */
  readonly checkpoints: Map<string, GivenCheckpoint>;
}

export interface Handed {
  readonly name: string;
  readonly pem: string;
}

const TEXT_BYTES_MAX = 1024 * 1024;

/** Sorts files by what they are, not by where they were dropped; returns the names of those that are nothing. */
export async function take(files: Iterable<File>, into: HandedFiles): Promise<readonly string[]> {
  const unknown: string[] = [];
  for (const file of files) {
    const text = file.size <= TEXT_BYTES_MAX ? await file.text() : '';
    if (/^[0-9a-f]{64}$/.test(file.name)) into.beside.set(file.name, file);
    // A sealed pack holds certificates and keys: what it begins with says what it is.
    else if ((await file.slice(0, 5).text()) === '%PDF-') into.pack = file;
    else if (text.includes('-----BEGIN CERTIFICATE-----')) into.ca = { name: file.name, pem: text };
    else if (text.includes('-----BEGIN PUBLIC KEY-----')) into.key = { name: file.name, pem: text };
    else if (/^\s*[{]?\s*["']?signerPolicy["']?\s*:/m.test(text)) {
      into.signers.set(file.name, readSignerPolicy(text, file.name));
    } else {
      const given = givenCheckpoint(file.name, text);
      if (given === undefined) unknown.push(file.name);
      else into.checkpoints.set(file.name, given);
    }
  }
  return unknown;
}

/** Reads a file piece by piece, and tells how many bytes were read. */
export const readingFrom = (file: File, onRead: (bytes: number) => void): RandomAccess => ({
  async read(buffer, offset, lengthBytes, fromByte) {
    const part = await file.slice(fromByte, fromByte + lengthBytes).arrayBuffer();
    buffer.set(new Uint8Array(part), offset);
    onRead(part.byteLength);
    return { bytesRead: part.byteLength };
  },
});

export const besideAmong = (files: ReadonlyMap<string, File>): Beside => ({
  place: 'what you gave this page',
  async find(sha256) {
    const file = files.get(sha256);
    return file && { sizeBytes: file.size, digest: () => digestOf(file) };
  },
});

async function digestOf(file: File): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of pieces(
    readingFrom(file, () => undefined),
    0,
    file.size,
  ))
    hash.update(piece);
  return hash.digest('hex');
}
