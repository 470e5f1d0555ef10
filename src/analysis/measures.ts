import type { ResponseMeasure } from '../domain/case-file.ts';
import type { PhaseName } from '../domain/incident.ts';
import type { Phase, Timeline } from '../domain/timeline.ts';
import { sortedIds } from '../timeline/evidence-ids.ts';

const SPANS: readonly (readonly [ResponseMeasure['measure'], PhaseName, PhaseName])[] = [
  ['MTTD', 'started', 'detected'],
  ['MTTA', 'detected', 'acknowledged'],
  ['MTTM', 'started', 'mitigated'],
  ['MTTR', 'started', 'resolved'],
];

/** A start that is only known by what marks a later phase is no start to measure from. */
const isSameSign = (first: Phase, last: Phase): boolean =>
  first.setBy === 'evidence' && first.at === last.at && first.evidence.join() === last.evidence.join();

/** The response in numbers; a measure without both of its phases says which one is missing. */
export const measuresOf = ({ phases }: Timeline): readonly ResponseMeasure[] =>
  SPANS.map(([measure, from, to]) => {
    const [first, last] = [phases[from], phases[to]];
    const evidence = sortedIds([...(first?.evidence ?? []), ...(last?.evidence ?? [])]);
    if (!first || !last) {
      const missing = [first ? [] : [from], last ? [] : [to]].flat().join(' and ');
      return { measure, durationMs: null, why: `no evidence or note places: ${missing}`, evidence };
    }
    if (from === 'started' && isSameSign(first, last)) {
      return {
        measure,
        durationMs: null,
        why: `not determined: the first sign is what marks ${to}`,
        evidence,
      };
    }
    const durationMs = Date.parse(last.at) - Date.parse(first.at);
    if (durationMs < 0) {
      return { measure, durationMs: null, why: `${to} is placed before ${from}`, evidence };
    }
    return { measure, durationMs, why: `from ${from} to ${to}`, evidence };
  });
