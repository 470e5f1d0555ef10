const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** When what happened, in milliseconds since the epoch. */
export interface Story {
  readonly fromMs: number;
  readonly anchorMs: number;
  /** Share of requests that the new release served from then on. */
  readonly canary: readonly { readonly atMs: number; readonly percent: number }[];
  readonly startedMs: number;
  readonly detectedMs: number;
  readonly acknowledgedMs: number;
  readonly mitigatedMs: number;
  readonly resolvedMs: number;
  readonly authFailures: { readonly fromMs: number; readonly toMs: number };
  readonly replays: { readonly fromMs: number; readonly toMs: number };
  /** The rate limiter, a target of its own, was not scraped. */
  readonly scrapeGap: { readonly fromMs: number; readonly toMs: number };
  /** The new signing key is published; the old one goes when its grace has passed. */
  readonly keyPublishedMs: number;
  readonly keyRemovedMs: number;
  readonly roleCreatedMs: number;
  readonly roleDroppedMs: number;
  readonly accessKeyCreatedMs: number;
  readonly accessKeyDisabledMs: number;
}

/**
 * A day that ends at the anchor. Alert times lie on whole five minutes, so that any usual step of a range
 * query meets them; the web ACL changes on a whole second, because CloudTrail knows no finer time.
 */
export function storyOf(anchorMs: number): Story {
  const before = (hours: number, minutes: number, seconds = 0): number =>
    anchorMs - hours * HOUR_MS - minutes * MINUTE_MS + seconds * SECOND_MS;
  const keyPublishedMs = before(3, 50);
  return {
    fromMs: before(24, 0),
    anchorMs,
    canary: [
      { atMs: before(6, 30), percent: 25 },
      { atMs: before(5, 38), percent: 50 },
      { atMs: before(4, 58), percent: 25 },
    ],
    startedMs: before(5, 30) + 4_218,
    detectedMs: before(5, 10),
    acknowledgedMs: before(5, 4, 12),
    mitigatedMs: before(4, 32, 17),
    resolvedMs: before(4, 5),
    authFailures: { fromMs: before(5, 22), toMs: before(4, 57) },
    replays: { fromMs: before(5, 8), toMs: before(4, 54) },
    scrapeGap: { fromMs: before(9, 20), toMs: before(9, 14) },
    keyPublishedMs,
    keyRemovedMs: keyPublishedMs + 30 * MINUTE_MS,
    roleCreatedMs: before(3, 6, 40),
    roleDroppedMs: before(2, 31, 5),
    accessKeyCreatedMs: before(2, 52, 9),
    accessKeyDisabledMs: before(2, 20, 44),
  };
}
