import type { Argument } from '../domain/understanding.ts';
import type { EffectGroup } from '../indicators/groups.ts';
import { sortedIds } from '../timeline/evidence-ids.ts';
import { grouped } from '../timeline/words.ts';
import { argument, type DatabaseError, type Facts } from './lens.ts';
import { isDuring } from './spans.ts';

const APART_MS = 5 * 60_000;

/** Errors of one SQLSTATE that the data base logged during the effects. */
export const errorsDuring = (
  { databaseErrors }: Facts,
  group: EffectGroup,
  sqlstate: string,
): readonly DatabaseError[] =>
  databaseErrors.filter(({ atMs, code }) => code === sqlstate && isDuring(group)(atMs));

/** That they were logged, and that the first of them came as the effect began. */
export function argueErrors(
  errors: readonly DatabaseError[],
  group: EffectGroup,
  what: string,
): readonly Argument[] {
  const evidence = sortedIds(new Set(errors.map((one) => one.evidence)));
  const first = errors[0];
  return [
    ...argument(
      'strong',
      errors.length > 0,
      `the data base ${what} ${grouped(errors.length)} times`,
      evidence,
    ),
    ...argument(
      'strong',
      first !== undefined && Math.abs(first.atMs - group.fromMs) <= APART_MS,
      'the first of these errors came as the effect began',
      [...evidence, ...group.evidence],
    ),
  ];
}
