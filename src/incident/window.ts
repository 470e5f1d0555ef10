import { soakMs } from '../analysis/policy.ts';
import { userError } from '../domain/errors.ts';
import type { Incident } from '../domain/incident.ts';
import { toIso, type WindowJson, windowJsonSchema } from '../domain/time.ts';
import type { IncidentChange } from '../evidence/store.ts';
import { readEntries } from '../ledger/read-entries.ts';
import { act, type Context } from './context.ts';

/** What a person says of the window; what is left out stays as it is. */
export interface WindowInput {
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Its end is to follow the incident again. */
  readonly follows?: true;
}

/** One state of the window, with who brought it about. */
export interface WindowVersion {
  readonly at: string;
  readonly by: string;
  readonly window: WindowJson;
  /** Whether its end followed the incident from then on. */
  readonly follows: boolean;
}

export interface WindowReport {
  readonly incident: Incident;
  /** First to last; the last one stands. */
  readonly versions: readonly WindowVersion[];
}

type WindowContext = Pick<Context, 'store' | 'nowMs'>;

const isOngoing = ({ status }: Incident): boolean => status === 'open' || status === 'mitigated';

/** The window with another end; null when that is no change, or the window would be empty. */
const endingAt = ({ window }: Incident, toMs: number): WindowJson | null =>
  toMs > Date.parse(window.from) && toMs !== Date.parse(window.to)
    ? { from: window.from, to: toIso(toMs) }
    : null;

const moved = (window: WindowJson | null): IncidentChange | null =>
  window === null ? null : { type: 'incident.window-changed', window };

/** The window as it will be when evidence has come in: `followNow` moves it there. */
export const scopeOf = ({ nowMs }: Pick<Context, 'nowMs'>, incident: Incident): WindowJson =>
  followed(incident, nowMs()) ?? incident.window;

const followed = (incident: Incident, nowMs: number): WindowJson | null =>
  incident.windowFollows && isOngoing(incident) && nowMs > Date.parse(incident.window.to)
    ? endingAt(incident, nowMs)
    : null;

/** Brings the end of a window that follows its incident up to now, while the incident goes on. */
export const followNow = (
  context: WindowContext,
  incident: string,
  actor: string,
  key?: string,
): Promise<Incident> =>
  context.store.changeIncident(
    incident,
    (before) => moved(followed(before, context.nowMs())),
    act(context, actor),
    key,
  );

/** What opening an incident again makes of its window: it goes on, from now. */
export const windowGoingOn = (before: Incident, nowMs: number): WindowJson | null => endingAt(before, nowMs);

/** What a resolution at this time makes of a window that follows the incident: it ends with the soak. */
export const soakedWindow = (
  { policy }: Pick<Context, 'policy'>,
  before: Incident,
  resolvedMs: number,
): WindowJson | null => (before.windowFollows ? endingAt(before, resolvedMs + soakMs(policy)) : null);

/** Sets the window as a person says. Throws `WINDOW_INVALID`. */
export function setWindow(
  context: Pick<Context, 'store' | 'nowMs' | 'policy'>,
  incident: string,
  { fromMs, toMs, follows }: WindowInput,
  actor: string,
  key?: string,
): Promise<Incident> {
  return context.store.changeIncident(
    incident,
    (before) => {
      const end = toMs ?? (follows && isOngoing(before) ? context.nowMs() : Date.parse(before.window.to));
      const window = { from: fromMs === undefined ? before.window.from : toIso(fromMs), to: toIso(end) };
      if (Date.parse(window.from) >= end) throw endsBeforeItStarts();
      const windowFollows = toMs === undefined ? (follows ?? before.windowFollows ?? false) : false;
      const isSame =
        window.from === before.window.from &&
        window.to === before.window.to &&
        windowFollows === (before.windowFollows ?? false);
      return isSame ? null : { type: 'incident.window-changed', window, windowFollows };
    },
    act(context, actor),
    key,
  );
}

const endsBeforeItStarts = () =>
  userError({
    code: 'WINDOW_INVALID',
    message: 'the window ends before it starts',
    mend: 'give an end that is later than the start',
  });

/** The window with all that it has been, from the ledger. */
export async function windowReport(context: Pick<Context, 'store'>, incident: string): Promise<WindowReport> {
  const found = await context.store.incident(incident);
  const versions: WindowVersion[] = [];
  for (const { type, at, actor, body } of readEntries(await context.store.ledger(incident))) {
    if (!type.startsWith('incident.')) continue;
    const window = windowJsonSchema.safeParse(body['window']);
    if (!window.success) continue;
    const version = { at, by: actor, window: window.data, follows: body['windowFollows'] === true };
    const last = versions.at(-1);
    if (last === undefined || !isAlike(last, version)) versions.push(version);
  }
  return { incident: found, versions };
}

const isAlike = (a: WindowVersion, b: WindowVersion): boolean =>
  a.window.from === b.window.from && a.window.to === b.window.to && a.follows === b.follows;
