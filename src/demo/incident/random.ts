/** Pseudo-random numbers that are the same for the same seed. Not for secrets. */
export interface Random {
  /** From 0 to 1, 1 excluded. */
  next(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  pick<const T extends readonly [unknown, ...unknown[]]>(values: T): T[number];
  /** Lower-case hexadecimal digits. */
  hex(digits: number): string;
}

/** Mulberry32: 32 bits of state, good enough to look like traffic. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));
  return {
    next,
    whole,
    pick: (values) => values[whole(0, values.length - 1)] ?? values[0],
    hex(digits) {
      let text = '';
      while (text.length < digits)
        text += Math.floor(next() * 2 ** 32)
          .toString(16)
          .padStart(8, '0');
      return text.slice(0, digits);
    },
  };
}

const MINUTE_MS = 60_000;

/** Exactly `count` times from `fromMs` on and before `toMs`, in order, as dense as `weightAt` says. */
export function timesBetween(
  count: number,
  fromMs: number,
  toMs: number,
  weightAt: (atMs: number) => number,
  random: Random,
): readonly number[] {
  const minutes = Math.ceil((toMs - fromMs) / MINUTE_MS);
  const sums = [0];
  for (let minute = 0; minute < minutes; minute += 1) {
    sums.push((sums[minute] ?? 0) + weightAt(fromMs + minute * MINUTE_MS));
  }
  const total = sums[minutes] ?? 0;
  const times: number[] = [];
  let minute = 0;
  for (let index = 0; index < count; index += 1) {
    const reach = ((index + random.next()) / count) * total;
    while (minute < minutes - 1 && (sums[minute + 1] ?? 0) <= reach) minute += 1;
    const [low, high] = [sums[minute] ?? 0, sums[minute + 1] ?? total];
    const share = high > low ? (reach - low) / (high - low) : 0;
    times.push(Math.min(toMs - 1, Math.floor(fromMs + (minute + share) * MINUTE_MS)));
  }
  return times;
}
