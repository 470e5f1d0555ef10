import { toIso } from '../domain/time.ts';
import type { Point } from '../timeline/series.ts';
import { minuteOf } from '../timeline/words.ts';

export const MINUTE_MS = 60_000;

/** The minute of a point, as it is printed. */
export const momentOf = ({ atMs }: Pick<Point, 'atMs'>): string => minuteOf(toIso(atMs));
