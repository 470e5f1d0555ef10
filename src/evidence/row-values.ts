import { wellFormed } from '../domain/canonical.ts';
import type { sectionLetters } from '../domain/section.ts';

/** Text as PostgreSQL can hold it: U+0000, which it cannot, is shown in six characters. */
export const storable = (text: string): string => wellFormed(text).replaceAll('\0', '\\u0000');

/** What an id of an incident's part begins with. */
export type IdLetter = 'E' | 'N' | 'S' | 'H' | (typeof sectionLetters)[keyof typeof sectionLetters];

/** `E-0007`. */
export const numbered = (letter: IdLetter, number: number): string =>
  `${letter}-${String(number).padStart(4, '0')}`;

/** The number in `E-0007`; null for anything that `numbered` does not write. */
export function numberIn(letter: IdLetter, id: string): number | null {
  const number = Number(id.slice(2));
  return Number.isSafeInteger(number) && numbered(letter, number) === id ? number : null;
}
