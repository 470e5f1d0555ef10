import { canonicalJson } from '../domain/canonical.ts';

/** One line of `redactions.ndjson`. */
export interface RedactionLine {
  readonly class: string;
  /** 64 hexadecimal digits; null for what only looks like a token: the source wrote it so. */
  readonly commitment: string | null;
  readonly count: number;
  readonly token: string;
}

export const writeRedactions = (lines: readonly RedactionLine[]): string =>
  lines.map((line) => `${canonicalJson(line)}\n`).join('');

/** The canonical form of a line, and no other. */
const LINE =
  /^\{"class":"([a-z][a-z0-9-]{0,31})","commitment":(?:null|"([0-9a-f]{64})"),"count":([1-9]\d{0,14}),"token":"(\[\1:[A-Z2-7]{10}\])"\}$/;

const linesOf = (text: string): readonly string[] => text.split('\n').slice(0, -1);

/** The lines of `redactions.ndjson`; null for one that is not of this form. */
export function* readRedactions(text: string): Generator<RedactionLine | null> {
  if (text !== '' && !text.endsWith('\n')) yield null;
  for (const line of linesOf(text)) {
    const [, tokenClass = '', commitment = null, count, token = ''] = LINE.exec(line) ?? [];
    yield token === '' ? null : { class: tokenClass, commitment, count: Number(count), token };
  }
}
