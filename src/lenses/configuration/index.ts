import { changeCandidates } from '../change-candidates.ts';
import type { Lens } from '../lens.ts';
import { changesRecords } from '../name-records.ts';

/** A setting, a flag or a parameter that was changed. */
export const configuration: Lens = {
  kind: 'configuration',
  wouldTell: 'records of configuration changes',
  isCovered: ({ changes }) => changes.length > 0,
  candidates: (group, facts) =>
    changeCandidates((change) => change.kind === 'configuration' && !changesRecords(change), group, facts),
};
