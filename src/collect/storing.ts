import type { PageRef } from '../domain/evidence-item.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { BlobStore } from '../evidence/store.ts';

type Blob = Omit<PageRef, 'records'>;

/** Stores pages while others are read: a disk takes long to make bytes durable, and little work. */
export class Storing {
  readonly #blobs: BlobStore;
  /** Told of each page that is stored. */
  readonly #release: (page: Redacted<Uint8Array>) => void;
  readonly #atOnceMax: number;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stored: Blob[] = [];
  #count = 0;
  #failure: { readonly cause: unknown } | null = null;

  constructor(blobs: BlobStore, atOnceMax: number, release: (page: Redacted<Uint8Array>) => void) {
    this.#blobs = blobs;
    this.#release = release;
    this.#atOnceMax = atOnceMax;
  }

  /** Resolves when the page is on its way and there is room for another; rejects when an earlier one failed. */
  async add(bytes: Redacted<Uint8Array>): Promise<void> {
    const index = this.#count;
    this.#count += 1;
    const storing = this.#blobs
      .put(bytes)
      .then((blob) => {
        this.#stored[index] = blob;
        this.#release(bytes);
      })
      .catch((cause) => {
        this.#failure ??= { cause };
      })
      .finally(() => this.#underWay.delete(storing));
    this.#underWay.add(storing);
    while (this.#underWay.size >= this.#atOnceMax) await Promise.race(this.#underWay);
    this.#throwFailure();
  }

  /** All blobs, in order of `add`, when they are durable. */
  async end(): Promise<readonly Blob[]> {
    await Promise.all(this.#underWay);
    this.#throwFailure();
    return this.#stored;
  }

  /** Resolves when nothing is on its way any more, however it went. */
  async settle(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  #throwFailure(): void {
    if (this.#failure !== null) throw this.#failure.cause;
  }
}
