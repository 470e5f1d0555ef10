import type { EvidenceItem } from '../domain/evidence-item.ts';
import type { Gap } from '../domain/gap.ts';
import type { Incident } from '../domain/incident.ts';
import type { Observation } from '../domain/observation.ts';
import { tellOutside } from '../domain/outside.ts';
import { toIso, touches, type Window, type WindowJson } from '../domain/time.ts';

/** Finds handed-in records that lie outside the window: what they say is kept, and places nothing. */
export interface OutsideFinder {
  /** What one record says. */
  add(item: EvidenceItem, observations: readonly Observation[]): void;
  gaps(incident: Incident): readonly Gap[];
}

interface Count {
  readonly name: string;
  records: number;
  outside: number;
  first: string;
  last: string;
}

export function outsideFinder(window: Window): OutsideFinder {
  const counts = new Map<string, Count>();
  return {
    add({ id, original }, observations) {
      if (observations.length === 0) return;
      const count = counts.get(id) ?? {
        name: original?.name ?? id,
        records: 0,
        outside: 0,
        first: '',
        last: '',
      };
      counts.set(id, count);
      count.records += 1;
      if (observations.some(({ at, until }) => touches(window, at, until))) return;
      count.outside += 1;
      for (const { at, until = at } of observations) {
        if (count.first === '' || at < count.first) count.first = at;
        if (until > count.last) count.last = until;
      }
    },
    gaps: (incident) =>
      [...counts].flatMap(([id, count]) => (count.outside === 0 ? [] : [gapOf(incident, id, count)])),
  };
}

function gapOf(
  { id: incident, window }: Incident,
  id: string,
  { name, records, outside, first, last }: Count,
): Gap {
  const wide: WindowJson = {
    from: first < window.from ? first : window.from,
    // A window ends before its end.
    to: last >= window.to ? toIso(Date.parse(last) + 1) : window.to,
  };
  return {
    source: 'import',
    window,
    why: `${tellOutside(outside, records)} (${id}, ${name}, ${first} – ${last}): they place no phase, and no gate judges them`,
    mend: `when they belong to the incident, widen its window: rca window ${incident} --from ${wide.from} --to ${wide.to}; otherwise withdraw ${id}`,
  };
}
