import type { Running } from './source.ts';

/** Spaces calls evenly, so that a service's quota of calls per second is not exceeded by us. */
export class Pacer {
  readonly #intervalMs: number;
  #nextMs = 0;

  constructor(callsPerSecond: number) {
    this.#intervalMs = 1_000 / callsPerSecond;
  }

  /** Resolves when the next call may be made; rejects with the signal's reason once the run is stopped. */
  async turn(running: Running): Promise<void> {
    running.signal.throwIfAborted();
    const nowMs = running.nowMs();
    const turnMs = Math.max(nowMs, this.#nextMs);
    this.#nextMs = turnMs + this.#intervalMs;
    if (turnMs > nowMs) await running.sleep(turnMs - nowMs);
    running.signal.throwIfAborted();
  }
}
