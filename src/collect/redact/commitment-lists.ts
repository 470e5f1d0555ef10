import type { CommitmentList } from '../../domain/evidence-item.ts';
import type { Redacted } from '../../domain/redacted.ts';
import type { BlobStore } from '../../evidence/store.ts';

/** Sorting these takes a few milliseconds, in the thread that answers Slack. */
const LIST_COMMITMENTS_MAX = 20_000;

/**
 * Keeps the commitments behind an item's tokens: what a token is the beginning of cannot be computed once the
 * value is gone. A list that is full is stored and another one begun, so that memory does not grow with the
 * item; a commitment stands once in a list and can stand in several.
 */
export class CommitmentLists {
  readonly #blobs: BlobStore;
  readonly #listMax: number;
  readonly #lines = new Set<string>();
  readonly #stored: CommitmentList[] = [];

  constructor(blobs: BlobStore, listMax: number = LIST_COMMITMENTS_MAX) {
    this.#blobs = blobs;
    this.#listMax = listMax;
  }

  /** Takes the commitments of the next page. */
  async add(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      this.#lines.add(line);
      if (this.#lines.size >= this.#listMax) await this.#store();
    }
  }

  /** All lists, when they are durable. */
  async end(): Promise<readonly CommitmentList[]> {
    if (this.#lines.size > 0) await this.#store();
    return this.#stored;
  }

  async #store(): Promise<void> {
    const sorted = [...this.#lines].toSorted();
    this.#lines.clear();
    const text = sorted.map((line) => `${line}\n`).join('');
    // Commitments hold nothing of the values without the incident's key.
    const blob = await this.#blobs.put(Buffer.from(text, 'latin1') as Uint8Array as Redacted<Uint8Array>);
    this.#stored.push({ ...blob, commitments: sorted.length });
  }
}
