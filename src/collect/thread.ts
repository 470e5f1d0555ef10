import { setPriority } from 'node:os';
import { platform } from 'node:process';
import { parentPort, Worker } from 'node:worker_threads';

/** A thread that answers one message with one message, in order. */
export interface Thread<Request, Reply> {
  /** `transfer`: memory that moves over and is gone here. */
  ask(request: Request, transfer?: readonly ArrayBuffer[]): Promise<Reply>;
  close(): Promise<void>;
}

/** Pages become garbage as they are done: a small nursery keeps memory flat, and costs no time. */
const YOUNG_GENERATION_MIB = 4;

/** A third of the processor time of a thread that it competes with (nice(1)). */
const WORKER_NICENESS = 5;

interface Waiting<Reply> {
  resolve(reply: Reply): void;
  reject(cause: Error): void;
}

/** Starts the module `./NAME` beside `base` (an `import.meta.url`), in TypeScript or as built. */
export function startThread<Request, Reply>(
  name: string,
  base: string,
  data: unknown,
): Thread<Request, Reply> {
  const extension = base.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`./${name}.${extension}`, base), {
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MIB },
  });
  const waiting: Waiting<Reply>[] = [];
  let ended: Error | null = null;
  const end = (cause: Error): void => {
    ended ??= cause;
    for (const { reject } of waiting.splice(0)) reject(ended);
  };
  worker.on('message', (reply: Reply) => waiting.shift()?.resolve(reply));
  worker.on('error', (cause) => end(cause instanceof Error ? cause : new Error(String(cause))));
  worker.on('exit', () => end(new Error(`the thread ${name} has ended`)));
  return {
    ask: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (ended !== null) return reject(ended);
        waiting.push({ resolve, reject });
        worker.postMessage(request, transfer);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
}

/**
 * The other end: answers each message of the thread that started this one, which comes first where there are
 * not processors enough for both.
 */
export function answerEach<Request>(
  answer: (request: Request) => { readonly reply: unknown; readonly transfer?: readonly ArrayBuffer[] },
): void {
  // On Linux alone a priority belongs to a thread; elsewhere this would slow the whole process down.
  if (platform === 'linux') setPriority(WORKER_NICENESS);
  parentPort?.on('message', (request: Request) => {
    const { reply, transfer = [] } = answer(request);
    parentPort?.postMessage(reply, transfer);
  });
}

/** The page in memory of its own, which can move to another thread: itself, or a copy of it. */
export const movable = <Page extends Uint8Array>(page: Page): Page =>
  page.byteLength === page.buffer.byteLength ? page : (new Uint8Array(page) as Page);

/**
 * Gives a page's memory back at once; the page is empty afterwards. The garbage collector, which does not see
 * how large pages are, would let dozens of them lie around in each thread.
 */
export function free(page: Uint8Array): void {
  if (page.buffer instanceof ArrayBuffer) page.buffer.transfer(0);
}
