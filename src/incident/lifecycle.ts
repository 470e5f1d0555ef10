import { userError } from '../domain/errors.ts';
import {
  type Closing,
  type Incident,
  type IncidentStatus,
  type Note,
  type PhaseName,
  type Severity,
  standingNotes,
} from '../domain/incident.ts';
import { compareInstants, toIso } from '../domain/time.ts';
import { act, type Context } from './context.ts';
import { statusOf } from './status.ts';
import { soakedWindow, windowGoingOn } from './window.ts';

/** A step of an incident's life that places a phase. */
export interface PhaseStep {
  /** Null: now. */
  readonly atMs: number | null;
  /** What was done; null for plain words. */
  readonly text: string | null;
}

const steps = {
  mitigated: { from: ['open'], words: 'Mitigated: the harm was stopped.' },
  resolved: { from: ['open', 'mitigated'], words: 'Resolved: service was back to normal.' },
} as const satisfies Record<string, { from: readonly IncidentStatus[]; words: string }>;

/**
 * Marks an incident mitigated or resolved, with a note that places the phase. The same step again moves the
 * phase. A window that follows the incident ends with the soak after its resolution. Throws `STATUS_REFUSED` for an incident that is past it.
 */
export async function advance(
  context: Context,
  incident: string,
  to: keyof typeof steps,
  { atMs, text }: PhaseStep,
  actor: string,
  key?: string,
): Promise<Incident> {
  const { from, words } = steps[to];
  const steppedMs = atMs ?? context.nowMs();
  const changed = await context.store.changeIncident(
    incident,
    (before) => {
      const window = to === 'resolved' ? soakedWindow(context, before, steppedMs) : null;
      if (before.status === to) return window && { type: 'incident.window-changed', window };
      if (!(from as readonly IncidentStatus[]).includes(before.status)) throw refused(before, to);
      return { type: `incident.${to}`, status: to, ...(window && { window }) };
    },
    act(context, actor),
    key,
  );
  const note = {
    text: context.redactor(incident).redactText(text ?? words),
    at: toIso(steppedMs),
  };
  await context.store.writeNote(incident, { ...note, phase: to }, act(context, actor), key);
  return changed;
}

/** Opens an incident again, as another cycle with phases of its own; its window follows it from now on. */
export async function reopen(
  context: Context,
  incident: string,
  why: string,
  actor: string,
  key?: string,
): Promise<Incident> {
  const notes = standingNotes(await context.store.notes(incident));
  const changed = await context.store.changeIncident(
    incident,
    (before) => {
      if (before.status === 'open') throw refused(before, 'reopened');
      const cycles = [...(before.cycles ?? []), cycleFrom(before, notes, context.nowMs())];
      const window = windowGoingOn(before, context.nowMs());
      return {
        type: 'incident.reopened',
        status: 'open',
        closing: null,
        windowFollows: true,
        cycles,
        ...(window && { window }),
      };
    },
    act(context, actor),
    key,
  );
  await remark(context, incident, `Opened again: ${why}`, actor, key);
  return changed;
}

/** Another cycle begins where the last one ended: with its resolution, or else its mitigation. */
function cycleFrom({ window, cycles = [] }: Incident, notes: readonly Note[], nowMs: number): string {
  const since = cycles.at(-1) ?? window.from;
  const endOf = (name: PhaseName): number[] =>
    notes
      .filter(({ phase, at }) => phase === name && compareInstants(at, since) > 0)
      .map(({ at }) => Date.parse(at))
      .filter((atMs) => atMs <= nowMs);
  return toIso(endOf('resolved').at(-1) ?? endOf('mitigated').at(-1) ?? nowMs);
}

/** What a complete incident still lacks; empty when it can be closed without a remark. */
export async function missingForClose(context: Context, incident: string): Promise<readonly string[]> {
  const { incident: found, missing } = await statusOf(context, incident);
  return found.status === 'resolved' ? missing : [`its resolution: it is ${found.status}`, ...missing];
}

/**
 * Closes an incident. Throws `CLOSE_INCOMPLETE` with what is missing unless `anyway`: documents go on saying
 * what is missing.
 */
export async function close(
  context: Context,
  incident: string,
  { anyway }: { readonly anyway: boolean },
  actor: string,
  key?: string,
): Promise<Incident> {
  const missing = anyway ? [] : await missingForClose(context, incident);
  return context.store.changeIncident(
    incident,
    (before) => {
      if (before.status === 'closed') throw refused(before, 'closed');
      if (missing.length > 0) throw incomplete(incident, missing);
      return { type: 'incident.closed', status: 'closed', closing: { as: 'done' } };
    },
    act(context, actor),
    key,
  );
}

/** Ends an incident that was opened by mistake; evidence and ledger stay. */
export async function cancel(
  context: Context,
  incident: string,
  why: string,
  actor: string,
  key?: string,
): Promise<Incident> {
  const cancelled = await end(context, incident, { as: 'cancelled' }, 'incident.cancelled', actor, key);
  await remark(context, incident, `Cancelled: ${why}`, actor, key);
  return cancelled;
}

/** Ends an incident as a part of another one; its evidence and ledger stay with it. Throws `MERGE_REFUSED`. */
export async function merge(
  context: Context,
  incident: string,
  into: string,
  actor: string,
  key?: string,
): Promise<Incident> {
  const { closing } = await context.store.incident(into);
  if (into === incident) throw mergeRefused(into, 'an incident cannot be merged into itself');
  if (closing?.as === 'merged') throw mergeRefused(into, `${into} is itself merged into ${closing.into}`);
  const merged = await end(context, incident, { as: 'merged', into }, 'incident.merged', actor, key);
  await remark(context, incident, `Merged into ${into}.`, actor, key);
  await remark(context, into, `${incident} was merged into this incident.`, actor, `merged:${incident}`);
  return merged;
}

const end = (
  context: Context,
  incident: string,
  closing: Closing,
  type: 'incident.cancelled' | 'incident.merged',
  actor: string,
  key: string | undefined,
): Promise<Incident> =>
  context.store.changeIncident(
    incident,
    (before) => {
      if (before.status === 'closed') throw refused(before, closing.as);
      return { type, status: 'closed', closing };
    },
    act(context, actor),
    key,
  );

/** A new title; the ledger binds the old ones too. */
export async function rename(
  context: Context,
  incident: string,
  title: string,
  actor: string,
  key?: string,
): Promise<Incident> {
  if (title.trim() === '') {
    throw userError({
      code: 'TITLE_EMPTY',
      message: 'the title is empty',
      where: '<title>',
      mend: 'say in a few words what happened',
    });
  }
  const redacted = context.redactor(incident).redactText(title.trim());
  return context.store.changeIncident(
    incident,
    (before) => (before.title === redacted ? null : { type: 'incident.renamed', title: redacted }),
    act(context, actor),
    key,
  );
}

export const setSeverity = (
  context: Context,
  incident: string,
  severity: Severity,
  actor: string,
  key?: string,
): Promise<Incident> =>
  context.store.changeIncident(
    incident,
    (before) => (before.severity === severity ? null : { type: 'incident.severity-changed', severity }),
    act(context, actor),
    key,
  );

const remark = (context: Context, incident: string, text: string, actor: string, key: string | undefined) =>
  context.store.writeNote(
    incident,
    { text: context.redactor(incident).redactText(text), at: toIso(context.nowMs()), phase: null },
    act(context, actor),
    key,
  );

const tellStatus = ({ status, closing }: Incident): string =>
  closing?.as === 'merged'
    ? `merged into ${closing.into}`
    : closing?.as === 'cancelled'
      ? 'cancelled'
      : status;

const refused = (incident: Incident, to: string) =>
  userError({
    code: 'STATUS_REFUSED',
    message: `${incident.id} is ${tellStatus(incident)} and cannot be ${to}`,
    where: incident.id,
    mend:
      incident.status === 'open'
        ? 'nothing needs to be done'
        : `open it again first: rca reopen ${incident.id} "why"`,
  });

const incomplete = (incident: string, missing: readonly string[]) =>
  userError({
    code: 'CLOSE_INCOMPLETE',
    message: `${incident} still lacks: ${missing.join('; ')}`,
    where: incident,
    mend: 'add what is missing, or close it all the same with --anyway',
  });

const mergeRefused = (where: string, message: string) =>
  userError({ code: 'MERGE_REFUSED', message, where, mend: 'name the incident that goes on' });
