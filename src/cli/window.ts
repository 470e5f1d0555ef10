import { userError } from '../domain/errors.ts';
import type { Window } from '../domain/time.ts';
import type { Moment } from '../domain/time-words/resolve.ts';
import { sinceOption, timeOption } from './times.ts';

export interface WindowOptions {
  readonly from?: string;
  readonly to?: string;
  readonly since?: string;
}

/** The window of `--from`/`--to` or `--since`; null when none was given. */
export function windowOption(options: WindowOptions, moment: Moment): Window | null {
  const { from, to, since } = options;
  const { nowMs } = moment;
  if (from === undefined && to === undefined && since === undefined) return null;
  if (since !== undefined && (from !== undefined || to !== undefined)) {
    throw userError({
      code: 'WINDOW_INVALID',
      message: '--since and --from/--to exclude each other',
      where: '--since',
      mend: 'give --since 2h, or --from and --to',
    });
  }
  const window: Window =
    since === undefined
      ? {
          fromMs: timeOption(required(from, '--from'), '--from', moment),
          toMs: to === undefined ? nowMs : timeOption(to, '--to', moment),
        }
      : { fromMs: sinceOption(since, '--since', moment), toMs: nowMs };
  if (window.toMs > window.fromMs) return window;
  throw userError({
    code: 'WINDOW_INVALID',
    message: 'the window ends before it starts',
    where: '--from, --to',
    mend: 'give a --to that is later than --from',
  });
}

function required(value: string | undefined, flag: string): string {
  if (value !== undefined) return value;
  throw userError({
    code: 'WINDOW_INVALID',
    message: `${flag} is missing`,
    where: flag,
    mend: 'give --from and --to, or --since 2h',
  });
}
