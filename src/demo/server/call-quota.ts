import { throttled } from './service-error.ts';

/** A token bucket: `callsPerSecond` at once, refilled at that rate. Throws ThrottlingException when empty. */
export function callQuota(callsPerSecond: number, nowMs: () => number): () => void {
  let calls = callsPerSecond;
  let filledAtMs = nowMs();
  return () => {
    const atMs = nowMs();
    calls = Math.min(callsPerSecond, calls + ((atMs - filledAtMs) / 1_000) * callsPerSecond);
    filledAtMs = atMs;
    if (calls < 1) throw throttled();
    calls -= 1;
  };
}
