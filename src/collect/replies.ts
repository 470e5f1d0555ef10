import { RcaError } from '../domain/errors.ts';
import type { Page, Reply } from '../sources/source.ts';

type SourceGap = Extract<Reply, { kind: 'gap' }>['gap'];

/** Reads what a source replies, one page ahead, and sets gaps and its failure aside. */
export class Replies {
  readonly #replies: AsyncIterator<Reply>;
  readonly #signal: AbortSignal;
  /** The page that comes next; null at the end, and when the source failed. */
  page: Page | null = null;
  /** Absences that the source has told so far. */
  readonly gaps: SourceGap[] = [];
  /** Why the source could not be read to its end. */
  failure: RcaError | null = null;

  constructor(replies: AsyncIterable<Reply>, signal: AbortSignal) {
    this.#replies = replies[Symbol.asyncIterator]();
    this.#signal = signal;
  }

  /** Goes on to the next page. Rejects when the run is stopped: then nothing is concluded from what is missing. */
  async advance(): Promise<void> {
    this.page = null;
    while (this.page === null) {
      const reply = await this.#next();
      if (reply === null) return;
      if (reply.kind === 'gap') this.gaps.push(reply.gap);
      else this.page = reply.page;
    }
  }

  async close(): Promise<void> {
    await this.#replies.return?.();
  }

  async #next(): Promise<Reply | null> {
    this.#signal.throwIfAborted();
    try {
      const next = await this.#replies.next();
      return next.done ? null : next.value;
    } catch (cause) {
      this.#signal.throwIfAborted();
      if (!(cause instanceof RcaError)) throw cause;
      this.failure = cause;
      return null;
    }
  }
}
