import { setImmediate as nextTurn } from 'node:timers/promises';

/** At most this many go together, so that none waits long for the others. */
const TOGETHER_MAX = 200;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (cause: unknown) => void;
}

/**
 * Turns work on many into work on one: calls that come while a run is under way wait, and go together in the next.
 * A lone call runs in the next turn of the event loop. `run` answers in the order of the items; what it throws, all of them throw.
 */
export function gathered<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    isRunning = true;
    while (waiting.length > 0) {
      // What else has arrived by now is read first: a database in this very thread lets nothing in while it works.
      await nextTurn();
      const batch = waiting.splice(0, TOGETHER_MAX);
      try {
        const results = await run(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
      } catch (cause) {
        for (const { reject } of batch) reject(cause);
      }
    }
    isRunning = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });
}
