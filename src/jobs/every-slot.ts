export interface SlotDeps {
  nowMs(): number;
  /** Stores the job of a slot: told of more than once, and by each replica. */
  due(slot: number): Promise<void>;
  onFault(cause: unknown): void;
}

/** The longest that a timer of Node takes. */
const TIMER_MS_MAX = 2 ** 31 - 1;

/**
 * Tells when a new interval has begun, counted from 1970, at once for the current one and then for each. All
 * replicas count alike, so a job keyed by the slot is stored once.
 */
export function everySlot(everyMs: number, { nowMs, due, onFault }: SlotDeps): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  const look = (): void => {
    const slot = Math.floor(nowMs() / everyMs);
    due(slot).catch(onFault);
    timer = setTimeout(look, Math.min(TIMER_MS_MAX, (slot + 1) * everyMs - nowMs(), everyMs));
  };
  look();
  return { stop: () => clearTimeout(timer) };
}
