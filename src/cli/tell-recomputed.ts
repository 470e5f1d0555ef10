import { terminalSafe } from '../domain/visible.ts';
import type { Shapes } from './shapes.ts';

const STATE = {
  equal: 'equal',
  differs: 'DIFFERS',
  'own-word': 'its own word',
  'not-recomputable': 'not recomputable',
} as const;

const VERDICT = {
  equal: 'RECOMPUTED: all that it says follows from its evidence',
  unproved: 'UNPROVED: not all that it says was shown to follow from its evidence',
  differs: 'DIFFERS: it says what does not follow from its evidence',
} as const;

/** A line for each part that was made again; nothing where nobody asked. */
export function tellRecomputed({ recomputed }: Pick<Shapes['verify'], 'recomputed'>): string {
  if (recomputed === undefined) return '';
  if (recomputed === null) return 'UNPROVED: the pack cannot be read as it must be to make it again\n';
  const { verdict, madeBy, recomputedBy, parts } = recomputed;
  const lines = parts.map(
    ({ part, state, detail }) =>
      `${STATE[state].padEnd(16)}  ${terminalSafe(part)}: ${terminalSafe(detail)}\n`,
  );
  const versions =
    madeBy === recomputedBy ? '' : `made by ${terminalSafe(madeBy)}, recomputed by ${recomputedBy}\n`;
  return `${lines.join('')}${versions}${VERDICT[verdict]}\n`;
}
