import type { Window } from '../../src/domain/time.ts';
import { openSource } from '../../src/sources/registry.ts';
import type { Collecting, Page } from '../../src/sources/source.ts';

process.env['AWS_ACCESS_KEY_ID'] = 'AKIDEXAMPLEWXYZ';
process.env['AWS_SECRET_ACCESS_KEY'] = 'no-secret-signs-nothing';
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';

/** A clock that only sleeping moves. It is shared with the server, so that quotas see the same time. */
export interface FakeClock {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

export function fakeClock(startMs: number): FakeClock {
  let atMs = startMs;
  return {
    nowMs: () => atMs,
    sleep: async (ms) => {
      atMs += ms;
    },
  };
}

/** Counts calls in memory, on top of those that were made before. */
export function announcing(made: ReadonlyMap<string, number> = new Map()): Collecting['announce'] {
  const counts = new Map(made);
  return async (call, timesMax) => {
    const times = counts.get(call) ?? 0;
    if (times >= timesMax) return null;
    counts.set(call, times + 1);
    return times + 1;
  };
}

export interface Collected {
  readonly pages: readonly Page[];
  readonly gaps: readonly {
    readonly why: string;
    readonly mend: string;
    readonly window: { from: string; to: string };
  }[];
  /** What the source threw, after everything that it had yielded. */
  readonly error: unknown;
}

/** Runs a source of `rca.yaml` against the server at `url`, as a collection would. */
export async function collect(
  type: string,
  settings: unknown,
  options: {
    url: string;
    window: Window;
    clock: FakeClock;
    signal?: AbortSignal;
    announce?: Collecting['announce'];
  },
): Promise<Collected> {
  process.env['AWS_ENDPOINT_URL'] = options.url;
  const pages: Page[] = [];
  const gaps: Collected['gaps'][number][] = [];
  const collecting: Collecting = {
    window: options.window,
    signal: options.signal ?? new AbortController().signal,
    announce: options.announce ?? announcing(),
    ...options.clock,
  };
  try {
    for await (const reply of openSource(type, settings).fetch(collecting)) {
      if (reply.kind === 'page') pages.push(reply.page);
      else gaps.push(reply.gap);
    }
    return { pages, gaps, error: null };
  } catch (error) {
    return { pages, gaps, error };
  }
}

export const pagesOf = ({ pages }: Collected, item: string): readonly Page[] =>
  pages.filter((page) => page.item === item);

export const linesOf = (page: Page): readonly string[] =>
  Buffer.from(page.bytes).toString().split('\n').filter(Boolean);

/** All records of an NDJSON item. */
export const recordsOf = (collected: Collected, item: string): readonly Record<string, unknown>[] =>
  pagesOf(collected, item).flatMap((page) =>
    linesOf(page).map((line) => JSON.parse(line) as Record<string, unknown>),
  );

/** The last page's document. */
export const documentOf = (collected: Collected, item: string): Record<string, unknown> => {
  const page = pagesOf(collected, item).at(-1);
  if (page === undefined) throw new Error(`no page of ${item}`);
  return JSON.parse(Buffer.from(page.bytes).toString()) as Record<string, unknown>;
};
