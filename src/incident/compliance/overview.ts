import type { Incident } from '../../domain/incident.ts';
import type { Window } from '../../domain/time.ts';
import { missingNumbers, type PopulationRow } from '../../record/population.ts';
import { isDue, type Retention, retentionOf } from '../../record/retention.ts';
import type { Context } from '../context.ts';
import { isHeld } from './deliver.ts';
import { entriesOf } from './entries.ts';

/** One incident in the list of what is kept until when. */
export interface RetentionRow {
  readonly incident: Incident;
  readonly retention: Retention;
  /** `due`: may be destroyed. `held`: would be due, but a hold stands. */
  readonly state: 'kept' | 'due' | 'held' | 'destroyed';
}

/** Oldest first. */
export async function retentionList(context: Context): Promise<readonly RetentionRow[]> {
  const rows: RetentionRow[] = [];
  for (const incident of (await context.store.incidents()).toReversed()) {
    const retention = retentionOf(incident, await entriesOf(context, incident.id), context.retention);
    const destroyed = (await context.record.destruction(incident.id)) !== null;
    const held = await isHeld(context, incident.id);
    const due = isDue(retention, context.nowMs());
    const state = destroyed ? 'destroyed' : held ? 'held' : due ? 'due' : 'kept';
    rows.push({ incident, retention, state });
  }
  return rows;
}

/** All incidents that were opened in a period, by number, and the numbers that are missing in the whole store. */
export async function population(
  context: Context,
  { fromMs, toMs }: Window,
): Promise<{ readonly incidents: readonly PopulationRow[]; readonly missing: readonly string[] }> {
  const all = (await context.store.incidents()).toReversed();
  const incidents: PopulationRow[] = [];
  for (const incident of all) {
    const startedMs = Date.parse(incident.startedAt);
    if (startedMs >= fromMs && startedMs < toMs) incidents.push(await rowOf(context, incident));
  }
  return { incidents, missing: missingNumbers(all.map(({ id }) => id)) };
}

async function rowOf(context: Context, incident: Incident): Promise<PopulationRow> {
  const { id, title, severity, status, startedAt, window } = incident;
  const entries = await entriesOf(context, id);
  const count = (type: string) => entries.filter((entry) => entry.type === type).length;
  const head = await context.store.head(id);
  const destruction = await context.record.destruction(id);
  return {
    incident: id,
    title,
    severity,
    status,
    startedAt,
    ...window,
    packs: count('pack.written'),
    signoffs: count('signoff.approved'),
    gaps: count('gap.recorded'),
    retainedUntil: retentionOf(incident, entries, context.retention).until,
    hold: await isHeld(context, id),
    destroyedAt: destruction?.finishedAt ?? null,
    ledgerSize: head.size,
    ledgerTip: head.tip,
  };
}
