import { addTo, ranked } from '../timeline/tally.ts';
import { cleaned } from '../timeline/words.ts';

/** What stands most often in a list, fit to be printed. */
export function mostOf(texts: readonly string[]): string | null {
  const tally = new Map<string, number>();
  for (const text of texts) addTo(tally, cleaned(text));
  return ranked(tally)[0]?.[0] ?? null;
}
