import type { z } from 'zod';
import type { Coverage } from '../domain/coverage.ts';
import type { FormatId } from '../domain/formats.ts';
import type { Gap } from '../domain/gap.ts';
import type { Window, WindowJson } from '../domain/time.ts';

/** One reply of a source: the unit that is redacted, digested and stored. */
export interface Page {
  /**
   * Which evidence item the page belongs to: pages of one key follow each other and become one item
   * (`logs`, `totals`, `samples/SqlInjection`, `query/latency_p95`).
   */
  readonly item: string;
  readonly format: FormatId;
  /** The request, replayable, without secrets. The same for every page of an item, but for paging tokens. */
  readonly query: Readonly<Record<string, unknown>>;
  /** An SDK that parses hides the wire bytes: `reserialised` says so. */
  readonly fidelity: 'wire' | 'reserialised';
  readonly bytes: Uint8Array;
  readonly retrievedAtMs: number;
  /** What the source answered for, when it says so. */
  readonly answered: WindowJson | null;
  /** Of the item so far; the last page's counts. */
  readonly coverage: Coverage;
  /** Request id and paging token of this reply. */
  readonly proof: readonly string[];
  /** Source's clock (its Date header) minus ours, in milliseconds. */
  readonly clockOffsetMs: number | null;
}

/** A page, or an absence that the source itself reports. */
export type Reply =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'gap'; readonly gap: Omit<Gap, 'source'> };

/** Clock and stop signal of whatever runs a source. */
export interface Running {
  readonly signal: AbortSignal;
  nowMs(): number;
  /** Waits, unless the run is stopped first. */
  sleep(ms: number): Promise<void>;
}

/** What a running collection hands to a source. */
export interface Collecting extends Running {
  readonly window: Window;
  /**
   * Asked before a call that others notice, such as a probe. Resolves, once it is stored that the call is about to be
   * made, with how often that was so, this time included; with null when it was so `timesMax` times already, also
   * before the process was started anew.
   */
  announce(call: string, timesMax: number): Promise<number | null>;
}

/** How long after it happened a fact may still come in. */
export interface Delivery {
  /** Null: the source answers for the moment in which it is asked, and nothing comes later. */
  readonly deliveryDelayMs: number | null;
  /** The vendor's page that says so; null when there is nothing to say. */
  readonly page: string | null;
}

/**
 * A system that holds evidence. `fetch` is shell and decides nothing: it pages, paces and retries, reports
 * coverage, and throws `RcaError` (`SOURCE_DENIED`, `SOURCE_THROTTLED`, `SOURCE_UNREACHABLE`,
 * `SOURCE_FAILED`) when the source cannot be read at all. What it read before stands.
 */
export interface Source<Settings, Client> {
  /** `aws.waf`: stands in the ledger, never renamed. */
  readonly type: string;
  /** The source's entry in `rca.yaml`, less `id` and `type`. */
  readonly settings: z.ZodType<Settings>;
  /** Least privilege: IAM actions or their like. `doctor` prints and checks them. */
  readonly permissions: readonly string[];
  /** Longest window, and most replies for one evidence item. */
  readonly limits: { readonly windowMsMax: number; readonly pagesMax: number };
  readonly delivery: Delivery;
  connect(settings: Settings): Client;
  /** Who we are to the source (ARN, user, URL). */
  identity(settings: Settings, client: Client): Promise<string>;
  fetch(settings: Settings, client: Client, collecting: Collecting): AsyncIterable<Reply>;
  /** One cheap call per permission; used by `doctor`. */
  check(settings: Settings, client: Client, running: Running): Promise<readonly Check[]>;
}

export interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly mend: string;
}
