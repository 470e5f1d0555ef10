import { compactDigest } from '../../timeline/identity.ts';

/** Distinct texts with how often each came: at most `textsMax` of them, the same ones in any order of arrival. */
export interface BoundedTexts {
  add(text: string): void;
  /** Most frequent first. */
  all(): readonly { readonly text: string; readonly count: number }[];
  /** Whether there were more distinct texts than are kept. */
  readonly overflowed: boolean;
}

/** Keeps the texts with the smallest digests, a choice that neither order nor an attacker's wording sways. */
export function boundedTexts(textsMax: number): BoundedTexts {
  const kept = new Map<string, { readonly text: string; count: number }>();
  let overflowed = false;
  let largest = '';
  return {
    add(text) {
      const digest = compactDigest(text);
      const known = kept.get(digest);
      if (known) {
        known.count += 1;
        return;
      }
      if (kept.size === textsMax && digest > largest) {
        overflowed = true;
        return;
      }
      kept.set(digest, { text, count: 1 });
      if (digest > largest) largest = digest;
      if (kept.size > textsMax) {
        overflowed = true;
        kept.delete(largest);
        largest = [...kept.keys()].reduce((a, b) => (a > b ? a : b), '');
      }
    },
    all: () =>
      [...kept.values()].sort(
        (a, b) => b.count - a.count || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0),
      ),
    get overflowed() {
      return overflowed;
    },
  };
}
