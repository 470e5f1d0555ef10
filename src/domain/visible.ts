/**
 * Evidence is written by attackers. These make what it says readable and inert, each for one place where it
 * is shown: nothing invisible stays invisible, and nothing reorders or runs.
 */

/**
 * Characters that show nothing, reorder text or have no agreed shape: controls (but not newline and tab),
 * formats (bidirectional, zero-width, tags), lone surrogates, private and unassigned code points, line and
 * paragraph separators, fillers, variation selectors.
 */
const UNSEEN =
  /(?![\n\t])(?:[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]|\p{Default_Ignorable_Code_Point})/gu;

const STACKED_MARKS = /(\p{M}{3})\p{M}+/gu;

/** `⟦U+202E⟧`: how a character that cannot be shown is named. */
export const codePointName = (character: string): string =>
  `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`;

/**
 * The text with everything unseen named as `⟦U+202E⟧` and stacked combining marks cut after the third.
 * Newlines and tabs stay. Applying it twice changes nothing.
 */
export const visible = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    .replace(UNSEEN, codePointName)
    .replace(STACKED_MARKS, (_run, kept: string) => `${kept}⟦…⟧`);

/** One visible line of at most `charactersMax` characters of the text, cut with an ellipsis. */
export function oneLine(text: string, charactersMax: number): string {
  // Two code units hold any character, so a prefix is enough and a huge line costs nothing.
  const line = text
    .slice(0, charactersMax * 8)
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(line);
  const cut = characters.length > charactersMax || text.length > charactersMax * 8;
  return visible(cut ? `${characters.slice(0, charactersMax).join('')}…` : line);
}

const FORMULA_START = /^[\s]*[=+\-@＝＋－＠|%]/u;
const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A cell of an RFC 4180 file that no spreadsheet takes for a formula: those get a leading apostrophe. */
export function csvCell(value: string | number): string {
  const text = visible(String(value));
  const inert = FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
  return /[",\n\t]|^\s|\s$/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
}

/** One field for a terminal: no escape sequence and no line of the attacker's making. */
export const terminalSafe = (text: string): string => visible(text).replace(/[\n\t]/g, codePointName);
